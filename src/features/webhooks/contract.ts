import { z } from 'zod'
import { type Route, route } from '../../platform/http/route.js'
import { TRIAL_EVENT, WEBHOOK_EVENTS, WEBHOOK_FORMATS } from '../../platform/model/webhook-event.js'

/** Longest address, and longest name, in characters. */
export const MAX_ADDRESS_LENGTH = 500
export const MAX_WEBHOOK_NAME_LENGTH = 80

const told = {
  name: z.string().trim().min(1).max(MAX_WEBHOOK_NAME_LENGTH),
  address: z.string().trim().min(1).max(MAX_ADDRESS_LENGTH),
  events: z.array(z.enum(WEBHOOK_EVENTS)).min(1).max(WEBHOOK_EVENTS.length),
  /** Left out: as it is, Guichet's own for a new one. */
  format: z.enum(WEBHOOK_FORMATS).optional(),
}
/** All dead letters of the webhook without ids. */
const deadLetters = z.strictObject({ deliveryIds: z.array(z.string().max(64)).max(1_000).optional() })

/** A webhook, without its secret. */
const webhook = z.object({
  id: z.string(),
  name: z.string(),
  address: z.string(),
  events: z.array(z.enum(WEBHOOK_EVENTS)),
  format: z.enum(WEBHOOK_FORMATS),
  /** `gone`: its receiver wants no more (410); `failing`: it failed for days. */
  state: z.enum(['active', 'paused', 'gone', 'failing']),
  createdAt: z.string(),
  createdBy: z.string(),
  /** When the last delivery was made. */
  deliveredAt: z.string().nullable(),
  failingSince: z.string().nullable(),
  /** Whether it has not worked for a day, or is stopped because it does not. */
  needsCare: z.boolean(),
  /** Until when the former secret still signs. */
  formerSecretUntil: z.string().nullable(),
  waiting: z.number(),
  dead: z.number(),
})

/** What was sent, waits, or was given up. */
const delivery = z.object({
  id: z.string(),
  webhookId: z.string(),
  /** What the receiver got as `webhook-id`. */
  eventId: z.string(),
  type: z.enum([...WEBHOOK_EVENTS, TRIAL_EVENT]),
  status: z.enum(['waiting', 'delivered', 'dead']),
  /** When it happened. */
  at: z.string(),
  tries: z.number(),
  triedAt: z.string().nullable(),
  /** `null` unless it waits. */
  nextTryAt: z.string().nullable(),
  /** A status, `500`, or a code, `timeout`. */
  answer: z.string().nullable(),
})

/** Deliveries latest first, at most 50 that were made or wait and 100 dead letters; `most`: webhooks of a commune at most. */
const webhooks = z.object({ webhooks: z.array(webhook), deliveries: z.array(delivery), most: z.number() })
/** A webhook with its secret, told this once. */
const webhookSecret = z.object({ webhook, secret: z.string() })
/** What came of a trial. */
const trial = z.object({ delivered: z.boolean(), answer: z.string() })
/** How many dead letters were taken. */
const taken = z.object({ count: z.number() })

/** Shapes of what these routes answer. */
export type WebhookView = z.infer<typeof webhook>
export type DeliveryView = z.infer<typeof delivery>
export type WebhooksView = z.infer<typeof webhooks>
export type WebhookSecretView = z.infer<typeof webhookSecret>

/** What is typed of a webhook: its name is masked, its address is the town's. */
const typed = { name: 'masked', address: 'curated' } as const
const admin = { access: ['admin'], errors: [401, 403, 404, 422] } as const satisfies Partial<Route>

/** The town's other software that is told what happens. */
export const webhookRoutes = {
  list: route({
    ...admin,
    method: 'get',
    path: '/admin/webhooks',
    summary: 'Webhooks of the commune, their last deliveries and their dead letters',
    answer: webhooks,
    errors: [401, 403],
  }),
  add: route({
    ...admin,
    method: 'post',
    path: '/admin/webhooks',
    summary: 'Register a webhook; its secret is told this once',
    body: z.strictObject(told),
    typed,
    answer: webhookSecret,
    status: 201,
    errors: [401, 403, 409, 422],
  }),
  change: route({
    ...admin,
    method: 'put',
    path: '/admin/webhooks/{id}',
    summary: 'Change a webhook, pause it or let it be told again',
    body: z.strictObject({ ...told, active: z.boolean() }),
    typed,
    answer: webhook,
  }),
  remove: route({
    ...admin,
    method: 'delete',
    path: '/admin/webhooks/{id}',
    summary: 'Forget a webhook, with everything on its way to it',
    answer: null,
    errors: [401, 403, 404],
  }),
  renewSecret: route({
    ...admin,
    method: 'post',
    path: '/admin/webhooks/{id}/secret',
    summary: 'Renew the secret, told this once; the former one signs besides it for a day',
    answer: webhookSecret,
    errors: [401, 403, 404],
  }),
  tryOut: route({
    ...admin,
    method: 'post',
    path: '/admin/webhooks/{id}/trial',
    summary: 'Send a trial now, once',
    answer: trial,
    errors: [401, 403, 404],
  }),
  replay: route({
    ...admin,
    method: 'post',
    path: '/admin/webhooks/{id}/replay',
    summary: 'Try dead letters again, from their first try',
    body: deadLetters,
    typed: { 'deliveryIds.*': 'checked' },
    answer: taken,
  }),
  discard: route({
    ...admin,
    method: 'post',
    path: '/admin/webhooks/{id}/discard',
    summary: 'Forget dead letters',
    body: deadLetters,
    typed: { 'deliveryIds.*': 'checked' },
    answer: taken,
  }),
}
