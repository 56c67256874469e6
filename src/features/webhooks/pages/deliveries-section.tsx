import { momentInWords } from '../../../ui/kit/moment-in-words.js'
import { Confirm } from '../../accounts/pages/admin/confirm.js'
import type { DeliveryView, WebhooksView, WebhookView } from '../routes/webhook-contract.js'
import { answerInWords, type WebhookWords } from './webhook-words.js'

/** What may be done to dead letters: those that are named, or all of a webhook. */
export type DeadLetterActs = Record<'replay' | 'discard', (webhookId: string, deliveryIds?: string[]) => void>

interface Props {
  words: WebhookWords
  view: WebhooksView
  busy: boolean
  acts: DeadLetterActs
}

/** What could not be delivered, by webhook: why, and what may be done. */
export function DeadLetters({ words, view, busy, acts }: Props) {
  const { say, many } = words
  const failing = view.webhooks.filter(({ dead }) => dead > 0)
  return (
    <section class="sheet" aria-labelledby="dead-title">
      <h2 id="dead-title">{say('deadLetters')}</h2>
      <p class="hint">{say('deadLetters.hint')}</p>
      {failing.length === 0 && <p>{say('deadLetters.none')}</p>}
      {failing.map((webhook) => (
        <div key={webhook.id} class="dead-letters">
          <h3>{webhook.name}</h3>
          <div class="actions">
            <button type="button" class="button" aria-disabled={busy} onClick={() => acts.replay(webhook.id)}>
              {many('replayAll', webhook.dead)}
            </button>
            <Confirm
              words={words}
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
    </section>
  )
}

function DeadLetter({ words, delivery, busy, acts }: Omit<Props, 'view'> & { delivery: DeliveryView }) {
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
        <button type="button" class="button" aria-disabled={busy} onClick={() => acts.replay(webhookId, [id])}>
          {say('replay')} <span class="visually-hidden">{what}</span>
        </button>
        <button type="button" class="button quiet" aria-disabled={busy} onClick={() => acts.discard(webhookId, [id])}>
          {say('discard')} <span class="visually-hidden">{what}</span>
        </button>
      </div>
    </li>
  )
}

/** What was delivered of late, and what waits. */
export function LastDeliveries({ words, view }: Pick<Props, 'words' | 'view'>) {
  const { say, many, language } = words
  const moment = (iso: string) => momentInWords(iso, language, new Date())
  const nameOf = (webhookId: string) => view.webhooks.find(({ id }: WebhookView) => id === webhookId)?.name ?? ''
  const shown = view.deliveries.filter(({ status }) => status !== 'dead')
  return (
    <section class="sheet" aria-labelledby="deliveries-title">
      <h2 id="deliveries-title">{say('deliveries')}</h2>
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
    </section>
  )
}
