import type { TryResult } from './delivery.js'
import type { Webhook } from './webhook.js'
import type { AddressRefusal } from './webhook-sender.js'

/** What whoever registers webhooks asks of their sending. */
export interface WebhookDesk {
  /** Whether an address may be registered; `null` when it may. */
  check(address: string): Promise<AddressRefusal | null>
  /** Seals a secret for a webhook. */
  seal(secret: string, webhook: Pick<Webhook, 'communeId' | 'id'>): Promise<string>
  /** Sends a trial, once, whatever the state of the webhook; nothing is kept of it. */
  tryOut(webhook: Webhook): Promise<TryResult>
}
