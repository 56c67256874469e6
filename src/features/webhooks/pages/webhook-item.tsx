import { momentInWords } from '../../../ui/kit/moment-in-words.js'
import { useAsked } from '../../../ui/kit/use-asked.js'
import { Confirm } from '../../accounts/pages/admin/confirm.js'
import type { WebhookEditRequest, WebhookRequest, WebhookView } from '../routes/webhook-contract.js'
import { WebhookForm } from './webhook-form.js'
import type { WebhookWords } from './webhook-words.js'

/** What may be done to a webhook. */
export interface WebhookActs {
  /** Rejects with what the server said. */
  change: (webhook: WebhookView, edit: WebhookEditRequest) => Promise<void>
  activate: (webhook: WebhookView, active: boolean) => void
  tryOut: (webhook: WebhookView) => void
  renew: (webhook: WebhookView) => void
  remove: (webhook: WebhookView) => void
}

interface Props {
  words: WebhookWords
  webhook: WebhookView
  busy: boolean
  acts: WebhookActs
}

/** A webhook: whether it works, and what may be done to it. */
export function WebhookItem({ words, webhook, busy, acts }: Props) {
  const { say } = words
  const { id, name, address, events, state } = webhook
  const isActive = state === 'active'
  const edit = useAsked((one) => `change-${one}`)
  const change = async (wanted: WebhookRequest) => {
    await acts.change(webhook, { ...wanted, active: isActive })
    edit.settle()
  }
  return (
    <li>
      <h3>{name}</h3>
      <p class="webhook-address">{address}</p>
      <p class={webhook.needsCare ? 'bad' : isActive ? 'good' : 'hint'}>{stateInWords(words, webhook)}</p>
      <Facts words={words} webhook={webhook} />
      {edit.id === id ? (
        <WebhookForm
          words={words}
          id={`webhook-${id}`}
          begin={{ name, address, events }}
          submit={say('change.submit')}
          onSubmit={change}
          onCancel={edit.giveUp}
        />
      ) : (
        <div class="actions">
          <button type="button" class="button" aria-disabled={busy} onClick={() => acts.tryOut(webhook)}>
            {say('trial')} <span class="visually-hidden">{name}</span>
          </button>
          <button
            id={`change-${id}`}
            type="button"
            class="button"
            aria-disabled={busy}
            onClick={() => !busy && edit.ask(id)}
          >
            {say('change')} <span class="visually-hidden">{name}</span>
          </button>
          <button type="button" class="button" aria-disabled={busy} onClick={() => acts.activate(webhook, !isActive)}>
            {say(isActive ? 'pause' : 'resume')} <span class="visually-hidden">{name}</span>
          </button>
          <Confirm
            words={words}
            label={say('renew')}
            question={say('renew.confirm', { name })}
            onYes={() => acts.renew(webhook)}
          />
          <Confirm
            words={words}
            label={say('remove')}
            question={say('remove.confirm', { name })}
            onYes={() => acts.remove(webhook)}
          />
        </div>
      )}
    </li>
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
