import { forEachIndependently } from '../../platform/for-each-independently.js'
import { bodyOf, type WebhookEvent } from '../../platform/model/webhook-event.js'
import type { Sealer } from '../../platform/store/sealer.js'
import { beginTrace, type Facts } from '../../trace.js'
import { type DueDelivery, type DueRef, MOST_TRIES, type TryResult } from './delivery.js'
import { sealPlace, signing, type Webhook } from './webhook.js'
import type { WebhookSender } from './webhook-sender.js'
import type { WebhookStore } from './webhook-verbs.js'

/** Deliveries to one webhook in one sweep, at most. */
const MOST_AT_ONCE = 50
/** Webhooks that are told at once. */
const WEBHOOKS_AT_ONCE = 8

/** A fact of a try that may be logged: ids and codes, never an address. */
export interface TryFact {
  communeId: string
  webhookId: string
  deliveryId: string
  tries: number
  answer: string
  /** Whether it was given up. */
  final: boolean
}

/** What sending needs. */
export interface DeliverySweep {
  store: WebhookStore
  sender: WebhookSender
  sealer: Sealer
  now: () => Date
  /** Where the server is reached; `null` when nobody has said. */
  publicOrigin: string | null
  onTry: (outcome: TryResult['outcome']) => void
  /** Told of each try that failed. */
  onFault: (fact: TryFact) => void
  /** Told when a webhook is stopped: its receiver is gone, or has failed for days. */
  onStopped: (webhook: Pick<Webhook, 'id' | 'communeId' | 'state'>) => void
  /** Whether the process is stopping: what is left waits for the next start. */
  stopping: () => boolean
}

/**
 * Queues what happened and sends what is due. A try is counted, and the next one put off, before anything is sent: two processes never make the same try, and
 * one that dies in between makes it again at the next. One webhook that does not answer holds no other; nor does an event whose document cannot be read.
 * @returns how many were delivered
 * @throws what failed first, once all was tried
 */
export async function sweepDeliveries(sweep: DeliverySweep): Promise<number> {
  const { store, now } = sweep
  const at = now().toISOString()
  let delivered = 0
  const steps = [
    () => store.queueEvents(at),
    async () => {
      delivered = await sendDue(sweep, at)
    },
  ]
  await forEachIndependently(steps, async (step) => step())
  return delivered
}

async function sendDue(sweep: DeliverySweep, at: string): Promise<number> {
  const { store } = sweep
  const byWebhook = new Map<string, DueRef[]>()
  for (const due of await store.listDueDeliveries(at)) {
    const own = byWebhook.get(due.webhookId) ?? []
    if (own.length < MOST_AT_ONCE) byWebhook.set(due.webhookId, [...own, due])
  }
  let delivered = 0
  const left = byWebhook.values()
  const goOn = async () => {
    for (const own of left) {
      const told = await tellOne(sweep, own)
      delivered += told
    }
  }
  await Promise.all(Array.from({ length: WEBHOOKS_AT_ONCE }, goOn))
  return delivered
}

/** Sends to one webhook until a try fails: the others wait for the next sweep, rather than each for its deadline. */
async function tellOne(sweep: DeliverySweep, due: readonly DueRef[]): Promise<number> {
  const { store, now, onTry } = sweep
  let delivered = 0
  for (const { communeId, deliveryId } of due) {
    if (sweep.stopping()) break
    const one = await store.startDelivery(communeId, deliveryId, now().toISOString())
    if (!one) continue
    const result = await sendEvent(sweep, one.webhook, one.delivery.event)
    const settled = await store.settleDelivery(communeId, deliveryId, { result, at: now().toISOString() })
    onTry(result.outcome)
    if (result.outcome !== 'delivered') {
      tellFault(sweep, settled ?? one, result)
      break
    }
    delivered += 1
  }
  return delivered
}

function tellFault({ onFault, onStopped }: DeliverySweep, { webhook, delivery }: DueDelivery, result: TryResult): void {
  const { id: webhookId, communeId, state } = webhook
  const { id: deliveryId, tries } = delivery
  const final = result.outcome === 'gone' || tries >= MOST_TRIES
  onFault({ communeId, webhookId, deliveryId, tries, answer: result.answer, final })
  if (state === 'gone' || state === 'failing') onStopped({ id: webhookId, communeId, state })
}

/** What sending one event needs. */
export type SendingParts = Pick<DeliverySweep, 'sender' | 'sealer' | 'now' | 'publicOrigin'>

/** Sends an event to a webhook, signed by each secret that is in use; once. Never rejects for what the receiver does. */
export async function sendEvent(parts: SendingParts, webhook: Webhook, event: WebhookEvent): Promise<TryResult> {
  const { id, communeId } = webhook
  const trace = beginTrace('webhook delivery', 'tells', {
    'guichet.commune': communeId,
    'guichet.webhook': id,
    'guichet.event': event.type,
  })
  if (!trace) return signAndSend(parts, webhook, event)
  let facts: Facts = { 'guichet.outcome': 'failed' }
  try {
    const result = await trace.during(() => signAndSend(parts, webhook, event))
    facts = { 'guichet.outcome': result.outcome, 'guichet.answer': result.answer }
    return result
  } finally {
    // Also where the key cannot be read: a trace that does not end is never sent.
    trace.end({ facts, failed: facts['guichet.outcome'] === 'failed' })
  }
}

async function signAndSend(
  { sender, sealer, now, publicOrigin }: SendingParts,
  webhook: Webhook,
  event: WebhookEvent,
): Promise<TryResult> {
  const at = now().toISOString()
  const opened = await Promise.all(signing(webhook, at).map(({ sealed }) => sealer.open(sealed, sealPlace(webhook))))
  const secrets = opened.filter((secret) => secret !== null)
  // Sealed with another key than the server's: unsigned, it would be worth nothing.
  if (secrets.length === 0) return { outcome: 'failed', answer: 'no_secret', retryAfterMs: null }
  return sender.send({
    address: webhook.address,
    id: event.id,
    at,
    ...bodyOf(event, { ...webhook, publicOrigin }),
    secrets,
  })
}
