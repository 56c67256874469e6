import { createHash } from 'node:crypto'
import type { WebhookEvent } from '../../platform/model/webhook-event.js'
import { KEPT_DELIVERY_DAYS, MOST_DEAD, MOST_DELIVERED, STOPPED_MS, type Webhook } from './webhook.js'

/** A delivery that is due. */
export interface DueRef {
  communeId: string
  webhookId: string
  deliveryId: string
}

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS

/** Time before the try after so many, ms: ten tries take a little more than a day (docs/webhooks.md). */
const WAITS_MS = [1, 5, 15, 30, 60, 120, 240, 480, 720].map((minutes) => minutes * MINUTE_MS)

/** Share by which a wait is shorter or longer, so that what failed together does not come back together. */
export const JITTER = 0.2

/** Longest wait that a receiver may ask for, ms. */
export const LONGEST_WAIT_MS = 24 * HOUR_MS

/**
 * Time before the next try, ms. What a receiver asks for (`Retry-After`) counts when it is longer, up to {@link LONGEST_WAIT_MS}. Pure: the jitter of a
 * delivery's try is always the same.
 * @param tries that were made, at least 1
 */
export function waitMs(deliveryId: string, tries: number, retryAfterMs: number | null = null): number {
  const wait = WAITS_MS[Math.min(tries, WAITS_MS.length) - 1] ?? MINUTE_MS
  const drawn = createHash('sha256').update(`${deliveryId} ${tries}`).digest().readUInt32BE(0) / 2 ** 32
  const jittered = Math.round(wait * (1 - JITTER + 2 * JITTER * drawn))
  return Math.max(jittered, Math.min(retryAfterMs ?? 0, LONGEST_WAIT_MS))
}

/** Tries after which a delivery is given up. */
export const MOST_TRIES = 10

/** Where a delivery stands: `dead` ones wait for an administrator. */
export type DeliveryStatus = 'waiting' | 'delivered' | 'dead'

/** An event on its way to a webhook. */
export interface Delivery {
  id: string
  webhookId: string
  event: WebhookEvent
  status: DeliveryStatus
  /** The one under way included. */
  tries: number
  /** ISO instant of the next try, while it waits. */
  nextTryAt: string
  /** ISO instant of the last try; `null` before the first. */
  triedAt: string | null
  /** What the last try met: a status, `200`, or a code, `timeout`. Never a word of an answer. */
  answer: string | null
  /** When it was queued, delivered or given up: from then on it is kept for {@link KEPT_DELIVERY_DAYS} days. */
  since: string
}

/** What came of a try. `gone`: the receiver wants no more (410). */
export type TryResult =
  | { outcome: 'delivered'; answer: string }
  | { outcome: 'gone'; answer: string }
  /** `retryAfterMs`: what the receiver asked for. */
  | { outcome: 'failed'; answer: string; retryAfterMs: number | null }

/** A delivery that is due, with the webhook it goes to. */
export interface DueDelivery {
  delivery: Delivery
  webhook: Webhook
}

/** Whether a delivery is to be tried at an instant. */
export function isDue({ status, nextTryAt }: Delivery, at: string): boolean {
  return status === 'waiting' && Date.parse(nextTryAt) <= Date.parse(at)
}

/** A delivery whose next try begins: counted, and the one after put off, before anything is sent. Given up when the last one was cut off. Pure. */
export function started(delivery: Delivery, at: string): Delivery {
  if (delivery.tries >= MOST_TRIES) return { ...delivery, status: 'dead', answer: 'interrupted', since: at }
  const tries = delivery.tries + 1
  return { ...delivery, tries, triedAt: at, nextTryAt: later(at, waitMs(delivery.id, tries)) }
}

/** A delivery and its webhook after a try. Pure. */
export function settled({ delivery, webhook }: DueDelivery, result: TryResult, at: string): DueDelivery {
  const { answer } = result
  if (result.outcome === 'delivered') {
    return {
      delivery: { ...delivery, status: 'delivered', answer, since: at },
      webhook: { ...webhook, deliveredAt: at, failingSince: null },
    }
  }
  const failingSince = webhook.failingSince ?? at
  const failed = { ...webhook, failingSince }
  if (result.outcome === 'gone') {
    return { delivery: { ...delivery, status: 'dead', answer, since: at }, webhook: { ...failed, state: 'gone' } }
  }
  const isStopped = webhook.state === 'active' && Date.parse(at) - Date.parse(failingSince) >= STOPPED_MS
  const next = isStopped ? { ...failed, state: 'failing' as const } : failed
  if (delivery.tries >= MOST_TRIES)
    return { delivery: { ...delivery, status: 'dead', answer, since: at }, webhook: next }
  const nextTryAt = later(at, waitMs(delivery.id, delivery.tries, result.retryAfterMs))
  return { delivery: { ...delivery, answer, nextTryAt }, webhook: next }
}

/** A dead letter that is tried again, from its first try. Pure. */
export function replayed(delivery: Delivery, at: string): Delivery {
  return { ...delivery, status: 'waiting', tries: 0, nextTryAt: at, since: at }
}

/**
 * What is kept of the deliveries of a commune, given oldest first: neither too old nor too many. The same list when all is. Pure.
 * @param at an instant that has passed for certain; without one, none is too old
 */
export function keptDeliveries(deliveries: readonly Delivery[], at?: string): readonly Delivery[] {
  const oldestMs = at === undefined ? Number.NEGATIVE_INFINITY : Date.parse(at) - KEPT_DELIVERY_DAYS * 86_400_000
  const room = new Map<string, number>()
  const kept = deliveries.toReversed().filter(({ webhookId, status, since }) => {
    if (Date.parse(since) < oldestMs) return false
    if (status === 'waiting') return true
    const key = `${webhookId} ${status}`
    const left = room.get(key) ?? (status === 'dead' ? MOST_DEAD : MOST_DELIVERED)
    room.set(key, left - 1)
    return left > 0
  })
  return kept.length === deliveries.length ? deliveries : kept.reverse()
}

function later(at: string, ms: number): string {
  return new Date(Date.parse(at) + ms).toISOString()
}
