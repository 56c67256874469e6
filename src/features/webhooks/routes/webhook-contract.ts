import { z } from 'zod'
import type { DeliveryStatus } from '../delivery.js'
import { WEBHOOK_EVENTS, type WebhookEvent, type WebhookEventType } from '../event.js'
import type { WebhookState } from '../webhook.js'

/** Longest address, and longest name, in characters. */
export const MAX_ADDRESS_LENGTH = 500
export const MAX_WEBHOOK_NAME_LENGTH = 80

const told = {
  name: z.string().trim().min(1).max(MAX_WEBHOOK_NAME_LENGTH),
  address: z.string().trim().min(1).max(MAX_ADDRESS_LENGTH),
  events: z.array(z.enum(WEBHOOK_EVENTS)).min(1).max(WEBHOOK_EVENTS.length),
}

/** Body of `POST /admin/webhooks`. */
export const webhookRequest = z.strictObject(told)
/** Body of `PUT /admin/webhooks/{id}`. `active: false` pauses it. */
export const webhookEditRequest = z.strictObject({ ...told, active: z.boolean() })
/** Body of `POST /admin/webhooks/{id}/replay` and `…/discard`; all dead letters without ids. */
export const deadLettersRequest = z.strictObject({ deliveryIds: z.array(z.string().max(64)).max(1_000).optional() })

/** Bodies of these calls. */
export type WebhookRequest = z.infer<typeof webhookRequest>
export type WebhookEditRequest = z.infer<typeof webhookEditRequest>
export type DeadLettersRequest = z.infer<typeof deadLettersRequest>

/** A webhook, without its secret. */
export interface WebhookView {
  id: string
  name: string
  address: string
  events: WebhookEventType[]
  state: WebhookState
  createdAt: string
  createdBy: string
  /** When the last delivery was made. */
  deliveredAt: string | null
  failingSince: string | null
  /** Whether it has not worked for a day, or is stopped because it does not. */
  needsCare: boolean
  /** Until when the former secret still signs. */
  formerSecretUntil: string | null
  waiting: number
  dead: number
}

/** What was sent, waits, or was given up. */
export interface DeliveryView {
  id: string
  webhookId: string
  /** What the receiver got as `webhook-id`. */
  eventId: string
  type: WebhookEvent['type']
  status: DeliveryStatus
  /** When it happened. */
  at: string
  tries: number
  triedAt: string | null
  /** `null` unless it waits. */
  nextTryAt: string | null
  /** A status, `500`, or a code, `timeout`. */
  answer: string | null
}

/** `GET /admin/webhooks`: deliveries latest first, at most 50 that were made or wait and 100 dead letters. */
export interface WebhooksView {
  webhooks: WebhookView[]
  deliveries: DeliveryView[]
  /** Webhooks of a commune at most. */
  most: number
}

/** A webhook with its secret, told this once. */
export interface WebhookSecretView {
  webhook: WebhookView
  secret: string
}

/** What came of a trial. */
export interface TrialView {
  delivered: boolean
  answer: string
}

/** How many dead letters were taken. */
export interface DeadLettersView {
  count: number
}
