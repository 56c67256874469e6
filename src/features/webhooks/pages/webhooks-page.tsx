import { useRef, useState } from 'preact/hooks'
import { ListFrame, type Said } from '../../../ui/admin/list-frame.js'
import type { PageProps } from '../../../ui/admin/page-props.js'
import { useReading } from '../../../ui/admin/use-reading.js'
import type {
  DeadLettersView,
  TrialView,
  WebhookRequest,
  WebhookSecretView,
  WebhooksView,
} from '../routes/webhook-contract.js'
import { type DeadLetterActs, DeadLetters, LastDeliveries } from './deliveries-section.js'
import { SecretNotice } from './secret-notice.js'
import { WebhookForm } from './webhook-form.js'
import { type WebhookActs, WebhookItem } from './webhook-item.js'
import { answerInWords, problemOf, webhookWords } from './webhook-words.js'

/** Proposed first: what happens to the requests of citizens. */
const EMPTY: WebhookRequest = {
  name: '',
  address: '',
  events: ['handoff.requested', 'callback.requested', 'message.left', 'handoff.closed'],
}

/** The town's other software that is told what happens here. */
export function WebhooksPage({ api, t, language }: PageProps) {
  const words = webhookWords(language)
  const { say, many } = words
  const reading = useReading<WebhooksView>(api, '/admin/webhooks')
  const { read } = reading
  const [secret, setSecret] = useState<WebhookSecretView | null>(null)
  const [said, setSaid] = useState<Said>({ done: '', problem: '' })
  const [busy, setBusy] = useState(false)
  const [added, setAdded] = useState(0)
  const list = useRef<HTMLHeadingElement>(null)
  const working = useRef(false)
  /** What it answers is said. One at a time; the button that was pressed keeps the focus. */
  const run = async (act: () => Promise<string | { problem: string }>) => {
    if (working.current) return
    working.current = true
    setBusy(true)
    setSaid({ done: '', problem: '' })
    try {
      const outcome = await act()
      setSaid(typeof outcome === 'string' ? { done: outcome, problem: '' } : { done: '', ...outcome })
    } catch (error) {
      setSaid({ done: '', problem: problemOf(words, error) })
    }
    working.current = false
    setBusy(false)
    read()
  }
  const acts: WebhookActs = {
    async change({ id, name }, edit) {
      await api.call('PUT', `/admin/webhooks/${id}`, edit)
      setSaid({ done: say('changed', { name }), problem: '' })
      list.current?.focus()
      read()
    },
    activate: ({ id, name, address, events }, active) =>
      void run(async () => {
        await api.call('PUT', `/admin/webhooks/${id}`, { name, address, events, active })
        return say(active ? 'resumed' : 'paused', { name })
      }),
    tryOut: ({ id, name }) =>
      void run(async () => {
        const { delivered, answer } = await api.call<TrialView>('POST', `/admin/webhooks/${id}/trial`)
        if (delivered) return say('trial.done', { name })
        return { problem: say('trial.failed', { name, why: answerInWords(words, answer) }) }
      }),
    renew: ({ id }) =>
      void run(async () => {
        setSecret(await api.call<WebhookSecretView>('POST', `/admin/webhooks/${id}/secret`))
        return ''
      }),
    remove: ({ id, name }) =>
      void run(async () => {
        await api.call('DELETE', `/admin/webhooks/${id}`)
        list.current?.focus()
        return say('removed', { name })
      }),
  }
  const letters = (act: 'replay' | 'discard') => (id: string, deliveryIds?: string[]) =>
    void run(async () => {
      const body = deliveryIds ? { deliveryIds } : {}
      const { count } = await api.call<DeadLettersView>('POST', `/admin/webhooks/${id}/${act}`, body)
      list.current?.focus()
      return many(act === 'replay' ? 'replayed' : 'discarded', count)
    })
  const deadLetters: DeadLetterActs = { replay: letters('replay'), discard: letters('discard') }
  const add = async (asked: WebhookRequest) => {
    setSecret(await api.call<WebhookSecretView>('POST', '/admin/webhooks', asked))
    setSaid({ done: '', problem: '' })
    setAdded(added + 1)
    read()
  }
  return (
    <ListFrame t={t} words={words} reading={reading} said={said}>
      {(view) => (
        <>
          {secret && (
            <SecretNotice
              words={words}
              shown={secret}
              onClose={() => {
                setSecret(null)
                list.current?.focus()
              }}
            />
          )}
          <section class="sheet" aria-labelledby="webhooks-title">
            <h2 id="webhooks-title" ref={list} tabIndex={-1}>
              {say('list')}
            </h2>
            {view.webhooks.length === 0 && <p>{say('list.none')}</p>}
            <ul class="accounts webhooks">
              {view.webhooks.map((webhook) => (
                <WebhookItem key={webhook.id} words={words} webhook={webhook} busy={busy} acts={acts} />
              ))}
            </ul>
          </section>
          <section class="sheet" aria-labelledby="webhook-add">
            <h2 id="webhook-add">{say('add')}</h2>
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
          </section>
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
