import type { Delivery } from '../delivery.js'
import { MOST_WEBHOOKS, needsCare, signing, type Webhook } from '../webhook.js'
import type { DeliveryView, WebhooksView, WebhookView } from './webhook-contract.js'

/** Deliveries that are shown, and dead letters. */
const MOST_SHOWN = 50
const MOST_DEAD_SHOWN = 100

/** What an administrator sees of the webhooks of her commune. Pure. @param deliveries latest first */
export function webhooksView(webhooks: readonly Webhook[], deliveries: readonly Delivery[], at: string): WebhooksView {
  const dead = deliveries.filter(({ status }) => status === 'dead').slice(0, MOST_DEAD_SHOWN)
  const others = deliveries.filter(({ status }) => status !== 'dead').slice(0, MOST_SHOWN)
  return {
    webhooks: webhooks.map((webhook) => webhookView(webhook, deliveries, at)),
    deliveries: [...dead, ...others].map(deliveryView),
    most: MOST_WEBHOOKS,
  }
}

/** One of them. Its secrets stay where they are. Pure. */
export function webhookView(webhook: Webhook, deliveries: readonly Delivery[], at: string): WebhookView {
  const { id, name, address, events, state, createdAt, createdBy, deliveredAt, failingSince } = webhook
  const count = (status: Delivery['status']) =>
    deliveries.filter((one) => one.webhookId === id && one.status === status).length
  return {
    id,
    name,
    address,
    events,
    state,
    createdAt,
    createdBy: createdBy.userName,
    deliveredAt,
    failingSince,
    needsCare: needsCare(webhook, at),
    formerSecretUntil: signing(webhook, at).find(({ until }) => until !== null)?.until ?? null,
    waiting: count('waiting'),
    dead: count('dead'),
  }
}

function deliveryView({ id, webhookId, event, status, tries, triedAt, nextTryAt, answer }: Delivery): DeliveryView {
  const next = status === 'waiting' ? nextTryAt : null
  const { id: eventId, type, at } = event
  return { id, webhookId, eventId, type, status, at, tries, triedAt, nextTryAt: next, answer }
}
