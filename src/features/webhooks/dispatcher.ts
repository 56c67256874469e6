import { randomUUID } from 'node:crypto'
import { setTimeout } from 'node:timers/promises'
import { TRIAL_EVENT } from '../../platform/model/webhook-event.js'
import type { TryResult } from './delivery.js'
import { type DeliverySweep, sendEvent, sweepDeliveries } from './sweep-deliveries.js'
import { sealPlace, type Webhook } from './webhook.js'
import type { AddressRefusal } from './webhook-sender.js'

/** How long a stop waits for what is being sent, ms; what is cut short is sent again at its next try. */
const STOP_MS = 3_000

/** Sends what is due, and what an administrator tries. */
export interface Dispatcher extends WebhookTrials {
  /** Begins a sweep, unless one is under way. A receiver that does not answer holds nothing else. */
  send(): Promise<void>
  close(): Promise<void>
}

/** What a {@link Dispatcher} is given. */
export interface DispatcherOptions extends DeliverySweep {
  /** Told when a sweep failed: the next one tries again. */
  onFailure: (error: unknown) => void
}

/** Opens the way to the town's other software. */
export function createDispatcher(options: DispatcherOptions): Dispatcher {
  const { sender, sealer, now, onFailure } = options
  let sending: Promise<void> | null = null
  return {
    async send() {
      sending ??= sweepDeliveries(options)
        .then(() => {}, onFailure)
        .finally(() => {
          sending = null
        })
    },
    check: (address) => sender.check(address),
    seal: (secret, webhook) => sealer.seal(secret, sealPlace(webhook)),
    tryOut: (webhook) =>
      sendEvent(options, webhook, { id: randomUUID(), type: TRIAL_EVENT, at: now().toISOString(), data: {} }),
    async close() {
      if (sending) await Promise.race([sending, setTimeout(STOP_MS, null, { ref: false })])
    },
  }
}

/** How an address is checked and tried, and its secret sealed, when a webhook is registered. */
export interface WebhookTrials {
  /** Whether an address may be registered; `null` when it may. */
  check(address: string): Promise<AddressRefusal | null>
  /** Seals a secret for a webhook. */
  seal(secret: string, webhook: Pick<Webhook, 'communeId' | 'id'>): Promise<string>
  /** Sends a trial, once, whatever the state of the webhook; nothing is kept of it. */
  tryOut(webhook: Webhook): Promise<TryResult>
}
