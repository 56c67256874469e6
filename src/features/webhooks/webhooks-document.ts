import { encodeSegment } from '../../platform/store/encode-segment.js'
import type { Delivery } from './delivery.js'
import type { Webhook } from './webhook.js'

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
