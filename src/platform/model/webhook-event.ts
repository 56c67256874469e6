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

/** How what is sent is written: Guichet's own way, or as an event of CloudEvents 1.0 in its structured JSON form. */
export const WEBHOOK_FORMATS = ['guichet', 'cloudevents'] as const
/** One of {@link WEBHOOK_FORMATS}. */
export type WebhookFormat = (typeof WEBHOOK_FORMATS)[number]

/** What a body needs to know besides its event. */
export interface BodyOf {
  communeId: string
  /** Default: Guichet's own. */
  format?: WebhookFormat | undefined
  /** Where the server is reached, `https://chat.ville.fr`; `null` when nobody has said. */
  publicOrigin: string | null
}

/** What a request about an event is made of. */
export interface WebhookBody {
  contentType: string
  body: string
}

/** The body that is sent, the same at each try. Pure. */
export function bodyOf(event: WebhookEvent, { communeId, format, publicOrigin }: BodyOf): WebhookBody {
  const { id, type, at, data } = event
  if (format !== 'cloudevents') {
    const body = JSON.stringify({ type, version: WEBHOOK_VERSION, timestamp: at, communeId, data })
    return { contentType: 'application/json; charset=utf-8', body }
  }
  const subject = data.handoffId ?? data.entryId ?? data.conversationId
  const told = {
    specversion: '1.0',
    id,
    source: `${publicOrigin ?? ''}/api/v1/communes/${communeId}`,
    type: `guichet.${type}.v${WEBHOOK_VERSION}`,
    ...(subject === undefined ? {} : { subject }),
    time: at,
    datacontenttype: 'application/json',
    communeid: communeId,
    data,
  }
  return { contentType: 'application/cloudevents+json; charset=utf-8', body: JSON.stringify(told) }
}
