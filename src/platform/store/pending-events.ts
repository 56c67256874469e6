import type { WebhookEvent } from '../../features/webhooks/event.js'

/** Events of one document that are not queued yet. */
export interface EventsOfDocument {
  key: string
  communeId: string
  events: readonly WebhookEvent[]
}

/** Events that lie with what happened and wait to be queued for the webhooks of their commune, found without reading a document. */
export class PendingEvents {
  readonly #byKey = new Map<string, EventsOfDocument>()

  /** Replaces those of a document. */
  set(key: string, communeId: string, events: readonly WebhookEvent[] = []): void {
    if (events.length > 0) this.#byKey.set(key, { key, communeId, events })
    else this.#byKey.delete(key)
  }

  list(): EventsOfDocument[] {
    return [...this.#byKey.values()]
  }
}
