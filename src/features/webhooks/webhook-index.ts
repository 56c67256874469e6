import type { WebhookEvent } from '../../platform/model/webhook-event.js'
import { encodeSegment } from '../../platform/store/file-system.js'
import type { DueRef } from './delivery.js'
import { type Delivery, isDue } from './delivery.js'
import type { Webhook } from './webhook.js'

interface IndexedCommune {
  communeId: string
  wanted: ReadonlySet<WebhookEvent['type']>
  /** Those that wait and whose webhook is told. */
  waiting: readonly Delivery[]
  deliveries: readonly Delivery[]
}

/** What must be known of webhooks at each write, and at each sweep, without reading a document. Kept up at each commit, whichever process made it. */
export class WebhookIndex {
  readonly #communes = new Map<string, IndexedCommune>()

  /** Replaces what is known of the webhooks of a commune, by the key of its document. */
  set(key: string, document: WebhooksDocument | null): void {
    if (!document) return void this.#communes.delete(key)
    const active = document.webhooks.filter(({ state }) => state === 'active')
    const ids = new Set(active.map(({ id }) => id))
    this.#communes.set(key, {
      communeId: document.communeId,
      wanted: new Set<WebhookEvent['type']>(active.flatMap(({ events }) => events)),
      waiting: document.deliveries.filter(({ webhookId, status }) => status === 'waiting' && ids.has(webhookId)),
      deliveries: document.deliveries,
    })
  }

  /** Whether a webhook of a commune is told of such events. */
  wants(communeId: string, type: WebhookEvent['type']): boolean {
    return this.#communes.get(webhooksKey(communeId))?.wanted.has(type) ?? false
  }

  /** Deliveries to try at an instant, those that waited longest first. */
  listDue(at: string): DueRef[] {
    const due = [...this.#communes.values()].flatMap(({ communeId, waiting }) =>
      waiting.filter((one) => isDue(one, at)).map((delivery) => ({ communeId, delivery })),
    )
    due.sort((a, b) => Date.parse(a.delivery.nextTryAt) - Date.parse(b.delivery.nextTryAt))
    return due.map(({ communeId, delivery: { id, webhookId } }) => ({ communeId, webhookId, deliveryId: id }))
  }

  /** The deliveries of each commune that has any. */
  deliveries(): [communeId: string, deliveries: readonly Delivery[]][] {
    return [...this.#communes.values()].map(({ communeId, deliveries }) => [communeId, deliveries])
  }
}

/** The webhooks of a commune, and what is on its way to them. */
export interface WebhooksDocument {
  version: 1
  communeId: string
  /** In the order in which they were registered. */
  webhooks: Webhook[]
  /** Oldest first. */
  deliveries: Delivery[]
}

/** Where the webhooks of a commune (any string) are kept. */
export function webhooksKey(communeId: string): string {
  return encodeSegment(communeId)
}
