import { useRef, useState } from 'preact/hooks'
import type { BodyOf } from '../../../platform/http/route.js'
import { Button } from '../../../ui/kit/button.js'
import { Confirm } from '../../../ui/kit/confirm.js'
import type { ActResult } from '../../../ui/kit/form.js'
import { List, ListFrame } from '../../../ui/kit/list.js'
import { momentInWords } from '../../../ui/kit/moment-in-words.js'
import type { PageProps } from '../../../ui/kit/page-props.js'
import { Sheet } from '../../../ui/kit/sheet.js'
import { ShownOnce } from '../../../ui/kit/shown-once.js'
import type { StaffApi } from '../../../ui/kit/staff-api.js'
import { useAct } from '../../../ui/kit/use-act.js'
import { useRowPrompt } from '../../../ui/kit/use-asked.js'
import { useReading } from '../../../ui/kit/use-reading.js'
import {
  type DeliveryView,
  type WebhookSecretView,
  type WebhooksView,
  type WebhookView,
  webhookRoutes,
} from '../contract.js'
import { answerInWords, WebhookForm, type WebhookRequest, type WebhookWords, webhookWords } from './webhook-form.js'

/** Proposed first: what happens to the requests of citizens. */
const EMPTY: WebhookRequest = {
  name: '',
  address: '',
  events: ['handoff.requested', 'callback.requested', 'message.left', 'handoff.closed'],
  format: 'guichet',
}

/** The town's other software that is told what happens here. */
export function WebhooksPage({ api, t, language }: PageProps) {
  const words = webhookWords(language)
  const { say } = words
  const reading = useReading(api, webhookRoutes.list)
  const list = useRef<HTMLHeadingElement>(null)
  const { said, busy, secret, added, acts, deadLetters, add, closeSecret } = useWebhookActs(
    { api, words, read: reading.read },
    () => list.current?.focus(),
  )
  return (
    <ListFrame t={t} words={words} reading={reading} said={said}>
      {(view) => (
        <>
          {secret && <SecretNotice words={words} shown={secret} onClose={closeSecret} />}
          <Sheet id="webhooks-title" title={say('list')} heading={list}>
            <List class="webhooks" items={view.webhooks} keyOf={({ id }) => id} none={say('list.none')}>
              {(webhook) => <WebhookItem words={words} webhook={webhook} busy={busy} acts={acts} />}
            </List>
          </Sheet>
          <Sheet id="webhook-add" title={say('add')}>
            {view.webhooks.length >= view.most ? (
              <p>{say('add.full', { most: view.most })}</p>
            ) : (
              <WebhookForm
                key={added}
                words={words}
                id="webhook"
                begin={EMPTY}
                submit={say('add.submit')}
                onSubmit={add}
              />
            )}
          </Sheet>
          {view.webhooks.length > 0 && (
            <>
              <DeadLetters words={words} view={view} busy={busy} acts={deadLetters} />
              <LastDeliveries words={words} view={view} />
            </>
          )}
        </>
      )}
    </ListFrame>
  )
}

/** What acts on webhooks call and say, and how what they changed is read again. */
interface Acting {
  api: StaffApi
  words: WebhookWords
  read: () => void
}

/** Does an act; what it answers is said. */
type Run = (act: () => Promise<string | { problem: string }>) => Promise<boolean>

/** What is done to webhooks, the secret that was just given, and what came of the last act. @param focusList what was pressed is gone: the focus goes to the list */
function useWebhookActs({ api, words, read }: Acting, focusList: () => void) {
  const { say } = words
  const [secret, setSecret] = useState<WebhookSecretView | null>(null)
  const [added, setAdded] = useState(0)
  const { said, busy, run, tell } = useOneAct(words, read)
  const acts: WebhookActs = {
    async change({ id, name }, edit) {
      await api.ask(webhookRoutes.change, { params: { id }, body: edit })
      tell(say('changed', { name }))
      focusList()
      read()
    },
    activate: ({ id, name, address, events }, active) =>
      void run(async () => {
        await api.ask(webhookRoutes.change, { params: { id }, body: { name, address, events, active } })
        return say(active ? 'resumed' : 'paused', { name })
      }),
    tryOut: ({ id, name }) =>
      void run(async () => {
        const { delivered, answer } = await api.ask(webhookRoutes.tryOut, { params: { id } })
        if (delivered) return say('trial.done', { name })
        return { problem: say('trial.failed', { name, why: answerInWords(words, answer) }) }
      }),
    renew: ({ id }) =>
      void run(async () => {
        setSecret(await api.ask(webhookRoutes.renewSecret, { params: { id } }))
        return ''
      }),
    remove: ({ id, name }) =>
      void run(async () => {
        await api.ask(webhookRoutes.remove, { params: { id } })
        focusList()
        return say('removed', { name })
      }),
  }
  const add = async (asked: WebhookRequest) => {
    setSecret(await api.ask(webhookRoutes.add, { body: asked }))
    tell('')
    setAdded(added + 1)
    read()
  }
  const closeSecret = () => {
    setSecret(null)
    focusList()
  }
  const deadLetters = deadLetterActs({ api, words, run }, focusList)
  return { said, busy, secret, added, acts, deadLetters, add, closeSecret }
}

/** One act at a time, after which the list is read again; the button that was pressed keeps the focus. */
function useOneAct(
  words: WebhookWords,
  read: () => void,
): { said: ActResult; busy: boolean; run: Run; tell: (done: string) => void } {
  const [done, setDone] = useState('')
  const { isBusy: busy, problem, ...acting } = useAct(words.say('failed'))
  const tell = (sentence: string) => {
    setDone(sentence)
    acting.tell('')
  }
  const run: Run = (act) =>
    acting.run(async () => {
      setDone('')
      try {
        const outcome = await act()
        if (typeof outcome === 'string') setDone(outcome)
        else acting.tell(outcome.problem)
      } finally {
        read()
      }
    })
  return { said: { done, problem }, busy, run, tell }
}

/** What is done to what could not be delivered. */
function deadLetterActs(
  { api, words, run }: Omit<Acting, 'read'> & { run: Run },
  focusList: () => void,
): DeadLetterActs {
  const act = (name: 'replay' | 'discard') => (id: string, deliveryIds?: string[]) =>
    void run(async () => {
      const body = deliveryIds ? { deliveryIds } : {}
      const { count } = await api.ask(webhookRoutes[name], { params: { id }, body })
      focusList()
      return words.many(name === 'replay' ? 'replayed' : 'discarded', count)
    })
  return { replay: act('replay'), discard: act('discard') }
}

interface Props {
  words: WebhookWords
  shown: WebhookSecretView
  onClose: () => void
}

/** A secret, and until when the former one is good. */
function SecretNotice({ words: { say, language }, shown: { webhook, secret }, onClose }: Props) {
  const until = webhook.formerSecretUntil
  return (
    <ShownOnce
      id="secret-title"
      title={say('secret', { name: webhook.name })}
      text={secret}
      words={{ copy: say('secret.copy'), copied: say('secret.copied'), close: say('secret.close') }}
      onClose={onClose}
    >
      <p>{say('secret.hint')}</p>
      {until && <p>{say('secret.overlap', { moment: momentInWords(until, language, new Date()) })}</p>}
    </ShownOnce>
  )
}

/** What may be done to a webhook. */
interface WebhookActs {
  /** Rejects with what the server said. */
  change: (webhook: WebhookView, edit: BodyOf<typeof webhookRoutes.change>) => Promise<void>
  activate: (webhook: WebhookView, active: boolean) => void
  tryOut: (webhook: WebhookView) => void
  renew: (webhook: WebhookView) => void
  remove: (webhook: WebhookView) => void
}

interface WebhookActsProps {
  words: WebhookWords
  webhook: WebhookView
  busy: boolean
  acts: WebhookActs
}

/** A webhook: whether it works, and what may be done to it. */
function WebhookItem({ words, webhook, busy, acts }: WebhookActsProps) {
  const { say } = words
  const { id, name, address, events, format, state } = webhook
  const isActive = state === 'active'
  const edit = useRowPrompt((one) => `change-${one}`)
  const change = async (wanted: WebhookRequest) => {
    await acts.change(webhook, { ...wanted, active: isActive })
    edit.settle()
  }
  return (
    <>
      <h3>{name}</h3>
      <p class="webhook-address">{address}</p>
      <p class={webhook.needsCare ? 'bad' : isActive ? 'good' : 'hint'}>{stateInWords(words, webhook)}</p>
      <Facts words={words} webhook={webhook} />
      {edit.id === id ? (
        <WebhookForm
          words={words}
          id={`webhook-${id}`}
          begin={{ name, address, events, format }}
          submit={say('change.submit')}
          onSubmit={change}
          onCancel={edit.giveUp}
        />
      ) : (
        <div class="actions">
          <Button label={say('trial')} about={name} isOff={busy} onClick={() => acts.tryOut(webhook)} />
          <Button
            label={say('change')}
            about={name}
            id={`change-${id}`}
            isOff={busy}
            onClick={() => !busy && edit.ask(id)}
          />
          <Button
            label={say(isActive ? 'pause' : 'resume')}
            about={name}
            isOff={busy}
            onClick={() => acts.activate(webhook, !isActive)}
          />
          <Confirm
            cancel={say('cancel')}
            label={say('renew')}
            question={say('renew.confirm', { name })}
            onYes={() => acts.renew(webhook)}
          />
          <Confirm
            cancel={say('cancel')}
            label={say('remove')}
            question={say('remove.confirm', { name })}
            onYes={() => acts.remove(webhook)}
          />
        </div>
      )}
    </>
  )
}

function stateInWords({ say, language }: WebhookWords, { state, needsCare, failingSince }: WebhookView): string {
  const since = failingSince ? momentInWords(failingSince, language, new Date()) : ''
  if (state !== 'active') return say(`state.${state}`)
  if (failingSince === null) return say('state.active')
  return say(needsCare ? 'state.failingDays' : 'state.failingNow', { since })
}

function Facts({ words: { say, many, language }, webhook }: { words: WebhookWords; webhook: WebhookView }) {
  const { deliveredAt, waiting, dead, events, createdAt, createdBy, formerSecretUntil } = webhook
  const moment = (iso: string) => momentInWords(iso, language, new Date())
  return (
    <ul class="webhook-facts hint">
      <li>{deliveredAt ? say('delivered', { moment: moment(deliveredAt) }) : say('delivered.never')}</li>
      {waiting > 0 && <li>{many('waiting', waiting)}</li>}
      {dead > 0 && <li>{many('dead', dead)}</li>}
      <li>{say('told', { events: events.map((type) => say(`event.${type}`)).join(' ; ') })}</li>
      {formerSecretUntil && <li>{say('secret.former', { moment: moment(formerSecretUntil) })}</li>}
      <li>{say('created', { by: createdBy, moment: moment(createdAt) })}</li>
    </ul>
  )
}

/** What may be done to dead letters: those that are named, or all of a webhook. */
type DeadLetterActs = Record<'replay' | 'discard', (webhookId: string, deliveryIds?: string[]) => void>

interface DeadLetterActsProps {
  words: WebhookWords
  view: WebhooksView
  busy: boolean
  acts: DeadLetterActs
}

/** What could not be delivered, by webhook: why, and what may be done. */
function DeadLetters({ words, view, busy, acts }: DeadLetterActsProps) {
  const { say, many } = words
  const failing = view.webhooks.filter(({ dead }) => dead > 0)
  return (
    <Sheet id="dead-title" title={say('deadLetters')} hint={say('deadLetters.hint')}>
      {failing.length === 0 && <p>{say('deadLetters.none')}</p>}
      {failing.map((webhook) => (
        <div key={webhook.id} class="dead-letters">
          <h3>{webhook.name}</h3>
          <div class="actions">
            <Button label={many('replayAll', webhook.dead)} isOff={busy} onClick={() => acts.replay(webhook.id)} />
            <Confirm
              cancel={say('cancel')}
              label={many('discardAll', webhook.dead)}
              question={many('discardConfirm', webhook.dead)}
              onYes={() => acts.discard(webhook.id)}
            />
          </div>
          <ul>
            {view.deliveries
              .filter(({ webhookId, status }) => webhookId === webhook.id && status === 'dead')
              .map((delivery) => (
                <DeadLetter key={delivery.id} words={words} delivery={delivery} busy={busy} acts={acts} />
              ))}
          </ul>
        </div>
      ))}
    </Sheet>
  )
}

function DeadLetter({ words, delivery, busy, acts }: Omit<DeadLetterActsProps, 'view'> & { delivery: DeliveryView }) {
  const { say, many, language } = words
  const { id, webhookId, type, at, tries, answer } = delivery
  const what = say(`event.${type as 'handoff.requested'}`)
  return (
    <li>
      <p>
        <strong>{what}</strong>, {momentInWords(at, language, new Date())}
      </p>
      <p class="hint">
        {many('tries', tries)} {answer && answerInWords(words, answer)}
      </p>
      <div class="actions">
        <Button label={say('replay')} about={what} isOff={busy} onClick={() => acts.replay(webhookId, [id])} />
        <Button
          look="quiet"
          label={say('discard')}
          about={what}
          isOff={busy}
          onClick={() => acts.discard(webhookId, [id])}
        />
      </div>
    </li>
  )
}

/** What was delivered of late, and what waits. */
function LastDeliveries({ words, view }: Pick<DeadLetterActsProps, 'words' | 'view'>) {
  const { say, many, language } = words
  const moment = (iso: string) => momentInWords(iso, language, new Date())
  const nameOf = (webhookId: string) => view.webhooks.find(({ id }: WebhookView) => id === webhookId)?.name ?? ''
  const shown = view.deliveries.filter(({ status }) => status !== 'dead')
  return (
    <Sheet id="deliveries-title" title={say('deliveries')}>
      {shown.length === 0 && <p>{say('deliveries.none')}</p>}
      <ul class="webhook-deliveries">
        {shown.map(({ id, webhookId, type, at, status, tries, nextTryAt, answer }) => (
          <li key={id}>
            <p>
              <strong>{say(`event.${type as 'handoff.requested'}`)}</strong>, {moment(at)}
            </p>
            <p class="hint">
              {nameOf(webhookId)} – {say(`status.${status}`)}
              {status === 'waiting' && tries > 0 && answer && (
                <>
                  {' '}
                  {answerInWords(words, answer)} {many('tries', tries)}{' '}
                  {nextTryAt && say('nextTry', { moment: moment(nextTryAt) })}
                </>
              )}
            </p>
          </li>
        ))}
      </ul>
    </Sheet>
  )
}
