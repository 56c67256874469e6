/** What a commune's other software can be told of. A type is never given another meaning: a new shape is a new version. */
export const WEBHOOK_EVENTS = [
  'handoff.requested',
  'handoff.claimed',
  'handoff.closed',
  'callback.requested',
  'message.left',
  'conversation.rated',
  'entry.published',
  'entry.archived',
  'answers.stopped',
  'answers.resumed',
] as const
/** One of {@link WEBHOOK_EVENTS}. */
export type WebhookEventType = (typeof WEBHOOK_EVENTS)[number]

/** What is sent when an administrator tries a webhook. Nobody subscribes to it. */
export const TRIAL_EVENT = 'webhook.trial'

/** Ids, times, reasons and numbers: never a text, a name, or anything that tells who a citizen or an agent is. */
export type WebhookData = Record<string, string | number | boolean | null>

/** Something that happened, kept with what happened until it is queued for the webhooks of its commune. */
export interface WebhookEvent {
  /** Sent as `webhook-id`: the same at each try and to each webhook, by which a receiver knows what it has already. */
  id: string
  type: WebhookEventType | typeof TRIAL_EVENT
  /** ISO instant. */
  at: string
  data: WebhookData
}

/** Version of the shape of what is sent. */
export const WEBHOOK_VERSION = 1

/** The body that is sent, the same at each try. */
export function bodyOf({ type, at, data }: WebhookEvent, communeId: string): string {
  return JSON.stringify({ type, version: WEBHOOK_VERSION, timestamp: at, communeId, data })
}
