import type { Actor } from '../../platform/model/audit.js'
import type { WebhookEventType, WebhookFormat } from '../../platform/model/webhook-event.js'

/** Most webhooks of a commune. */
export const MOST_WEBHOOKS = 5
/** How long the former secret still signs after it was renewed, ms. */
const OVERLAP_MS = 24 * 3_600_000
/** Days for which what was sent, or given up, can be seen. */
export const KEPT_DELIVERY_DAYS = 30
/** Deliveries that were made, and that were given up, kept for each webhook at most: the last ones. */
export const MOST_DELIVERED = 100
export const MOST_DEAD = 1_000
/** A webhook that has failed for so long is told to administrators, ms. */
export const FAILING_MS = 24 * 3_600_000
/** A webhook that has failed for so long is stopped, ms: what it would be told grows without end. */
export const STOPPED_MS = 5 * 24 * 3_600_000

/** A secret of a webhook, sealed with the server's key. */
export interface WebhookSecret {
  sealed: string
  /** Until when it signs, ISO instant; `null`: until it is renewed. */
  until: string | null
}

/** Whether a webhook is told, and if not, why: an administrator paused it, its receiver wants no more (410), or it failed for days. */
export type WebhookState = 'active' | 'paused' | 'gone' | 'failing'

/** An address of the town's other software, told what happens in a commune. */
export interface Webhook {
  id: string
  communeId: string
  /** In the words of the person who registered it. */
  name: string
  /** `https://…` */
  address: string
  events: WebhookEventType[]
  /** Default: Guichet's own. */
  format?: WebhookFormat | undefined
  state: WebhookState
  /** The one in use first; a former one that still signs after it. */
  secrets: WebhookSecret[]
  createdAt: string
  createdBy: Actor
  /** When the last delivery was made, ISO instant. */
  deliveredAt: string | null
  /** Since when no try has succeeded, ISO instant; `null` when the last one did. */
  failingSince: string | null
}

/** What an administrator decides of a webhook. */
export type WebhookEdit = Pick<Webhook, 'name' | 'address' | 'events' | 'format'> & { active: boolean }

/** What the secrets of a webhook are sealed to. */
export function sealPlace({ communeId, id }: Pick<Webhook, 'communeId' | 'id'>): string {
  return `webhook ${communeId} ${id}`
}

/** A webhook after an edit. Another address, or one that is told again, begins anew. Pure. */
export function edited(webhook: Webhook, { active, ...edit }: WebhookEdit): Webhook {
  const state = active ? 'active' : webhook.state === 'active' ? 'paused' : webhook.state
  const begins = edit.address !== webhook.address || (active && webhook.state !== 'active')
  return { ...webhook, ...edit, state, ...(begins ? { failingSince: null } : {}) }
}

/** A webhook with another secret; the former one still signs for {@link OVERLAP_MS}. Pure. */
export function renewed(webhook: Webhook, sealed: string, at: string): Webhook {
  return { ...webhook, secrets: withSecret(webhook.secrets, sealed, at).slice(0, 2) }
}

/** A secret before those that are still good: the one that was in use is for {@link OVERLAP_MS} more. Pure. */
export function withSecret(secrets: WebhookSecret[], sealed: string, at: string): WebhookSecret[] {
  const until = new Date(Date.parse(at) + OVERLAP_MS).toISOString()
  return [{ sealed, until: null }, ...signing({ secrets }, at).map((one) => ({ ...one, until: one.until ?? until }))]
}

/** The secrets that sign at an instant. Pure. */
export function signing({ secrets }: Pick<Webhook, 'secrets'>, at: string): WebhookSecret[] {
  return secrets.filter(({ until }) => until === null || Date.parse(until) > Date.parse(at))
}

/** Whether administrators are to be told that a webhook does not work. Pure. */
export function needsCare({ state, failingSince }: Pick<Webhook, 'state' | 'failingSince'>, at: string): boolean {
  if (state === 'gone' || state === 'failing') return true
  return state === 'active' && failingSince !== null && Date.parse(at) - Date.parse(failingSince) >= FAILING_MS
}
