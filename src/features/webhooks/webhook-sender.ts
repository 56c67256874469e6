import type { WebhookBody } from '../../platform/model/webhook-event.js'
import type { TryResult } from './delivery.js'

/** Why an address may not be registered. */
export type AddressRefusal = 'bad_address' | 'private_address' | 'unreachable'

/** What is sent, with the secrets that sign it. */
export interface SignedMessage extends WebhookBody {
  address: string
  id: string
  /** ISO instant of the try. */
  at: string
  /** `whsec_…`, at least one. */
  secrets: readonly string[]
}

/** The way to the town's other software. */
export interface WebhookSender {
  /** Whether an address may be told anything; `null` when it may. Never rejects. */
  check(address: string): Promise<AddressRefusal | null>
  /** One try. Never rejects: whatever happens is an outcome. */
  send(message: SignedMessage): Promise<TryResult>
}
