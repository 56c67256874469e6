import type { Delivery } from '../../../src/features/webhooks/delivery.js'
import type { Webhook } from '../../../src/features/webhooks/webhook.js'
import type { WebhookEvent } from '../../../src/platform/model/webhook-event.js'

/** An instant, `minutes` after nine o'clock of the tests' day. */
export function at(minutes: number): string {
  return new Date(Date.UTC(2025, 2, 3, 9, minutes)).toISOString()
}

export function webhook(patch: Partial<Webhook> = {}): Webhook {
  return {
    id: 'w1',
    communeId: 'bourg',
    name: 'Suivi',
    address: 'https://suivi.example/guichet',
    events: ['handoff.requested', 'handoff.closed'],
    state: 'active',
    secrets: [{ sealed: 'sealed', until: null }],
    createdAt: at(0),
    createdBy: { userId: 'ada', userName: 'Ada' },
    deliveredAt: null,
    failingSince: null,
    ...patch,
  }
}

export function event(patch: Partial<WebhookEvent> = {}): WebhookEvent {
  return { id: 'e1', type: 'handoff.requested', at: at(0), data: { handoffId: 'h1' }, ...patch }
}

export function delivery(patch: Partial<Delivery> = {}): Delivery {
  return {
    id: 'd1',
    webhookId: 'w1',
    event: event(),
    status: 'waiting',
    tries: 0,
    nextTryAt: at(0),
    triedAt: null,
    answer: null,
    since: at(0),
    ...patch,
  }
}
