import { randomUUID } from 'node:crypto'
import { type Request, type Response, Router } from 'express'
import type { HttpContext } from '../../../platform/http/http-context.js'
import { parseBody } from '../../../platform/http/problem.js'
import { AppError } from '../../../platform/model/app-error.js'
import { requireRole, staffFrom } from '../../accounts/routes/staff-access.js'
import type { AuditAction, AuditValue } from '../../audit/audit.js'
import type { Delivery } from '../delivery.js'
import { newSecret } from '../signature.js'
import { MOST_WEBHOOKS, needsCare, signing, type Webhook } from '../webhook.js'
import type { AddressRefusal } from '../webhook-sender.js'
import {
  type DeadLettersView,
  type DeliveryView,
  deadLettersRequest,
  type TrialView,
  type WebhookSecretView,
  type WebhooksView,
  type WebhookView,
  webhookEditRequest,
  webhookRequest,
} from './webhook-contract.js'

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

/** The town's other software that is told what happens in a commune. */
export function webhookRoutes(context: HttpContext): Router {
  const router = Router()
  const { store } = context.assistant
  const isAdmin = requireRole(context, ['admin'])
  router.get('/admin/webhooks', isAdmin, async (_request, response) => {
    const { communeId } = staffFrom(response).user
    const [webhooks, deliveries] = await Promise.all([store.listWebhooks(communeId), store.listDeliveries(communeId)])
    response.json(webhooksView(webhooks, deliveries, atNow(context)) satisfies WebhooksView)
  })
  router.post('/admin/webhooks', isAdmin, async (request, response) => {
    const asked = parseBody(webhookRequest, request.body)
    await refuseAddress(context, asked.address)
    const { communeId, id: userId, displayName: userName } = staffFrom(response).user
    const id = randomUUID()
    const secret = newSecret()
    const webhook: Webhook = {
      ...asked,
      events: [...new Set(asked.events)],
      id,
      communeId,
      state: 'active',
      secrets: [{ sealed: await context.webhooks.seal(secret, { communeId, id }), until: null }],
      createdAt: atNow(context),
      createdBy: { userId, userName },
      deliveredAt: null,
      failingSince: null,
    }
    if ((await store.addWebhook(webhook)) === 'too_many') throw new AppError('too_many_webhooks', 409)
    await tell(context, response, { action: 'webhook_added', id, before: null, after: factsOf(webhook) })
    response.status(201).json({ webhook: await viewOf(context, webhook), secret } satisfies WebhookSecretView)
  })
  router.put('/admin/webhooks/:id', isAdmin, async (request, response) => {
    const edit = parseBody(webhookEditRequest, request.body)
    const { communeId } = staffFrom(response).user
    const former = await webhookOf(context, request, response)
    if (edit.address !== former.address) await refuseAddress(context, edit.address)
    const events = [...new Set(edit.events)]
    const webhook = await store.changeWebhook(communeId, former.id, { type: 'edit', edit: { ...edit, events } })
    if (!webhook) throw unknown()
    const [before, after] = [factsOf(former), factsOf(webhook)]
    await tell(context, response, { action: 'webhook_changed', id: former.id, before, after })
    response.json((await viewOf(context, webhook)) satisfies WebhookView)
  })
  router.delete('/admin/webhooks/:id', isAdmin, async (request, response) => {
    const former = await webhookOf(context, request, response)
    await store.deleteWebhook(former.communeId, former.id)
    await tell(context, response, { action: 'webhook_removed', id: former.id, before: factsOf(former), after: null })
    response.status(204).end()
  })
  router.post('/admin/webhooks/:id/secret', isAdmin, async (request, response) => {
    const { id, communeId } = await webhookOf(context, request, response)
    const secret = newSecret()
    const sealed = await context.webhooks.seal(secret, { communeId, id })
    const webhook = await store.changeWebhook(communeId, id, { type: 'renew', sealed, at: atNow(context) })
    if (!webhook) throw unknown()
    await tell(context, response, { action: 'webhook_renewed', id, before: null, after: { name: webhook.name } })
    response.json({ webhook: await viewOf(context, webhook), secret } satisfies WebhookSecretView)
  })
  router.post('/admin/webhooks/:id/trial', isAdmin, async (request, response) => {
    const { outcome, answer } = await context.webhooks.tryOut(await webhookOf(context, request, response))
    response.json({ delivered: outcome === 'delivered', answer } satisfies TrialView)
  })
  router.post('/admin/webhooks/:id/replay', isAdmin, async (request, response) => {
    const { deliveryIds: ids = null } = parseBody(deadLettersRequest, request.body)
    const { id: webhookId, communeId } = await webhookOf(context, request, response)
    const count = await store.replayDeliveries(communeId, { webhookId, ids }, atNow(context))
    response.json({ count } satisfies DeadLettersView)
  })
  router.post('/admin/webhooks/:id/discard', isAdmin, async (request, response) => {
    const { deliveryIds: ids = null } = parseBody(deadLettersRequest, request.body)
    const { id: webhookId, communeId } = await webhookOf(context, request, response)
    const count = await store.discardDeliveries(communeId, { webhookId, ids })
    response.json({ count } satisfies DeadLettersView)
  })
  return router
}

function atNow({ assistant }: HttpContext): string {
  return assistant.now().toISOString()
}

function unknown(): AppError {
  return new AppError('unknown_webhook', 404)
}

/** @throws AppError `unknown_webhook` (404) */
async function webhookOf({ assistant }: HttpContext, request: Request, response: Response): Promise<Webhook> {
  const webhooks = await assistant.store.listWebhooks(staffFrom(response).user.communeId)
  const webhook = webhooks.find(({ id }) => id === String(request.params.id))
  if (!webhook) throw unknown()
  return webhook
}

const REFUSALS: Record<AddressRefusal, () => AppError> = {
  bad_address: () => new AppError('webhook_bad_address', 422, { field: 'address' }),
  private_address: () => new AppError('webhook_private_address', 422, { field: 'address' }),
  unreachable: () => new AppError('webhook_unreachable', 422, { field: 'address' }),
}

/** @throws AppError `webhook_bad_address`, `webhook_private_address`, `webhook_unreachable` (422) */
async function refuseAddress({ webhooks }: HttpContext, address: string): Promise<void> {
  const refusal = await webhooks.check(address)
  if (refusal) throw REFUSALS[refusal]()
}

async function viewOf(context: HttpContext, webhook: Webhook): Promise<WebhookView> {
  return webhookView(webhook, await context.assistant.store.listDeliveries(webhook.communeId), atNow(context))
}

/** What the audit tells of a webhook: of its address the host alone, for the rest may hold a key. */
function factsOf({ name, address, events, state }: Webhook): AuditValue {
  return { name, host: new URL(address).host, events, state }
}

interface Act {
  action: Extract<AuditAction, `webhook_${string}`>
  id: string
  before: AuditValue
  after: AuditValue
}

async function tell(context: HttpContext, response: Response, { action, id, before, after }: Act): Promise<void> {
  const { communeId, id: userId, displayName: userName } = staffFrom(response).user
  context.securityEvents.changed(action, { userId, communeId, webhookId: id })
  await context.assistant.store.recordAudit({
    id: randomUUID(),
    communeId,
    at: atNow(context),
    userId,
    userName,
    action,
    target: { kind: 'webhook', id },
    before,
    after,
    why: '',
  })
}
