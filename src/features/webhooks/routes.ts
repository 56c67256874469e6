import { randomUUID } from 'node:crypto'
import type { Response } from 'express'
import type { SecurityEvents } from '../../platform/http/security-events.js'
import { type ServedRoute, serve } from '../../platform/http/serve-routes.js'
import { AppError } from '../../platform/model/app-error.js'
import type { AuditAction, AuditValue } from '../../platform/model/audit.js'
import { staffFrom } from '../accounts/routes/staff-access.js'
import type { AuditStore } from '../audit/audit-verbs.js'
import { type DeliveryView, type WebhooksView, type WebhookView, webhookRoutes } from './contract.js'
import type { Delivery } from './delivery.js'
import type { WebhookTrials } from './dispatcher.js'
import { newWebhookSecret } from './signature.js'
import { MOST_WEBHOOKS, needsCare, signing, type Webhook } from './webhook.js'
import type { AddressRefusal } from './webhook-sender.js'
import type { WebhookStore } from './webhook-verbs.js'

/** Deliveries that are shown, and dead letters. */
const MOST_SHOWN = 50
const MOST_DEAD_SHOWN = 100

/** What an administrator sees of the webhooks of her commune. Pure. @param deliveries latest first */
function webhooksView(webhooks: readonly Webhook[], deliveries: readonly Delivery[], at: string): WebhooksView {
  const dead = deliveries.filter(({ status }) => status === 'dead').slice(0, MOST_DEAD_SHOWN)
  const others = deliveries.filter(({ status }) => status !== 'dead').slice(0, MOST_SHOWN)
  return {
    webhooks: webhooks.map((webhook) => webhookView(webhook, deliveries, at)),
    deliveries: [...dead, ...others].map(deliveryView),
    most: MOST_WEBHOOKS,
  }
}

/** One of them. Its secrets stay where they are. Pure. */
function webhookView(webhook: Webhook, deliveries: readonly Delivery[], at: string): WebhookView {
  const {
    id,
    name,
    address,
    events,
    format = 'guichet',
    state,
    createdAt,
    createdBy,
    deliveredAt,
    failingSince,
  } = webhook
  const count = (status: Delivery['status']) =>
    deliveries.filter((one) => one.webhookId === id && one.status === status).length
  return {
    id,
    name,
    address,
    events,
    format,
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

/** What these routes need. */
export interface WebhookRouteNeeds {
  store: Pick<
    WebhookStore,
    | 'listWebhooks'
    | 'listDeliveries'
    | 'addWebhook'
    | 'changeWebhook'
    | 'deleteWebhook'
    | 'replayDeliveries'
    | 'discardDeliveries'
  > &
    Pick<AuditStore, 'recordAudit'>
  now: () => Date
  /** How the addresses of the town's other software are checked and tried. */
  trials: WebhookTrials
  securityEvents: Pick<SecurityEvents, 'changed'>
}

/** Serves {@link webhookRoutes}. */
export function serveWebhooks(needs: WebhookRouteNeeds): ServedRoute[] {
  return [...serveWebhookEdits(needs), ...serveDeliveries(needs)]
}

function serveWebhookEdits(needs: WebhookRouteNeeds): ServedRoute[] {
  const { store, trials } = needs
  return [
    serve(webhookRoutes.list, async ({ response }) => {
      const { communeId } = staffFrom(response).user
      const [webhooks, deliveries] = await Promise.all([store.listWebhooks(communeId), store.listDeliveries(communeId)])
      return webhooksView(webhooks, deliveries, atNow(needs))
    }),
    serve(webhookRoutes.add, async ({ body, response }) => {
      await refuseAddress(needs, body.address)
      const { communeId, id: userId, displayName: userName } = staffFrom(response).user
      const id = randomUUID()
      const secret = newWebhookSecret()
      const webhook: Webhook = {
        ...body,
        events: [...new Set(body.events)],
        id,
        communeId,
        state: 'active',
        secrets: [{ sealed: await trials.seal(secret, { communeId, id }), until: null }],
        createdAt: atNow(needs),
        createdBy: { userId, userName },
        deliveredAt: null,
        failingSince: null,
      }
      if ((await store.addWebhook(webhook)) === 'too_many') throw new AppError('too_many_webhooks', 409)
      await tell(needs, response, { action: 'webhook_added', id, before: null, after: factsOf(webhook) })
      return { webhook: await viewOf(needs, webhook), secret }
    }),
    serve(webhookRoutes.change, async ({ params, body, response }) => {
      const former = await webhookOf(needs, params.id, response)
      if (body.address !== former.address) await refuseAddress(needs, body.address)
      const edit = { ...body, events: [...new Set(body.events)] }
      const webhook = await store.changeWebhook(former.communeId, former.id, { type: 'edit', edit })
      if (!webhook) throw unknown()
      const [before, after] = [factsOf(former), factsOf(webhook)]
      await tell(needs, response, { action: 'webhook_changed', id: former.id, before, after })
      return viewOf(needs, webhook)
    }),
    serve(webhookRoutes.remove, async ({ params, response }) => {
      const former = await webhookOf(needs, params.id, response)
      await store.deleteWebhook(former.communeId, former.id)
      await tell(needs, response, { action: 'webhook_removed', id: former.id, before: factsOf(former), after: null })
      return null
    }),
    serve(webhookRoutes.renewSecret, async ({ params, response }) => {
      const { id, communeId } = await webhookOf(needs, params.id, response)
      const secret = newWebhookSecret()
      const sealed = await trials.seal(secret, { communeId, id })
      const webhook = await store.changeWebhook(communeId, id, { type: 'renew', sealed, at: atNow(needs) })
      if (!webhook) throw unknown()
      await tell(needs, response, { action: 'webhook_renewed', id, before: null, after: { name: webhook.name } })
      return { webhook: await viewOf(needs, webhook), secret }
    }),
  ]
}

function serveDeliveries(needs: WebhookRouteNeeds): ServedRoute[] {
  const { store, trials } = needs
  return [
    serve(webhookRoutes.tryOut, async ({ params, response }) => {
      const { outcome, answer } = await trials.tryOut(await webhookOf(needs, params.id, response))
      return { delivered: outcome === 'delivered', answer }
    }),
    serve(webhookRoutes.replay, async ({ params, body: { deliveryIds: ids = null }, response }) => {
      const { id: webhookId, communeId } = await webhookOf(needs, params.id, response)
      return { count: await store.replayDeliveries(communeId, { webhookId, ids }, atNow(needs)) }
    }),
    serve(webhookRoutes.discard, async ({ params, body: { deliveryIds: ids = null }, response }) => {
      const { id: webhookId, communeId } = await webhookOf(needs, params.id, response)
      return { count: await store.discardDeliveries(communeId, { webhookId, ids }) }
    }),
  ]
}

function atNow({ now }: WebhookRouteNeeds): string {
  return now().toISOString()
}

function unknown(): AppError {
  return new AppError('unknown_webhook', 404)
}

/** @throws AppError `unknown_webhook` (404) */
async function webhookOf({ store }: WebhookRouteNeeds, id: string, response: Response): Promise<Webhook> {
  const webhooks = await store.listWebhooks(staffFrom(response).user.communeId)
  const webhook = webhooks.find((one) => one.id === id)
  if (!webhook) throw unknown()
  return webhook
}

const REFUSALS: Record<AddressRefusal, () => AppError> = {
  bad_address: () => new AppError('webhook_bad_address', 422, { field: 'address' }),
  private_address: () => new AppError('webhook_private_address', 422, { field: 'address' }),
  unreachable: () => new AppError('webhook_unreachable', 422, { field: 'address' }),
}

/** @throws AppError `webhook_bad_address`, `webhook_private_address`, `webhook_unreachable` (422) */
async function refuseAddress({ trials }: WebhookRouteNeeds, address: string): Promise<void> {
  const refusal = await trials.check(address)
  if (refusal) throw REFUSALS[refusal]()
}

async function viewOf(needs: WebhookRouteNeeds, webhook: Webhook): Promise<WebhookView> {
  return webhookView(webhook, await needs.store.listDeliveries(webhook.communeId), atNow(needs))
}

/** What the audit tells of a webhook: of its address the host alone, for the rest may hold a key. */
function factsOf({ name, address, events, format = 'guichet', state }: Webhook): AuditValue {
  return { name, host: new URL(address).host, events, format, state }
}

interface Act {
  action: Extract<AuditAction, `webhook_${string}`>
  id: string
  before: AuditValue
  after: AuditValue
}

async function tell(needs: WebhookRouteNeeds, response: Response, { action, id, before, after }: Act): Promise<void> {
  const { communeId, id: userId, displayName: userName } = staffFrom(response).user
  needs.securityEvents.changed(action, { userId, communeId, webhookId: id })
  await needs.store.recordAudit({
    id: randomUUID(),
    communeId,
    at: atNow(needs),
    userId,
    userName,
    action,
    target: { kind: 'webhook', id },
    before,
    after,
    why: '',
  })
}
