import type { AppointmentView, ConnectionView } from '../../../src/features/appointments/contract.js'
import type { WebhooksView } from '../../../src/features/webhooks/contract.js'

/** A webhook that works and one that does not, with what was sent, waits and was given up. */
export function sampleWebhooks(): WebhooksView {
  const at = '2026-11-24T08:00:00.000Z'
  const works = {
    id: 'w1',
    name: 'Suivi des demandes',
    address: 'https://suivi.example/guichet',
    events: ['handoff.requested' as const, 'handoff.closed' as const],
    format: 'guichet' as const,
    state: 'active' as const,
    createdAt: at,
    createdBy: 'Ada',
    deliveredAt: at,
    failingSince: null,
    needsCare: false,
    formerSecretUntil: '2026-11-25T08:00:00.000Z',
    waiting: 1,
    dead: 0,
  }
  const fails = { ...works, id: 'w2', name: 'Tableau de bord', failingSince: at, needsCare: true, waiting: 0, dead: 2 }
  const sent = {
    webhookId: 'w1',
    eventId: 'e1',
    type: 'handoff.requested' as const,
    at,
    tries: 1,
    triedAt: at,
    nextTryAt: null,
    answer: '204',
  }
  return {
    webhooks: [works, { ...fails, state: 'failing', formerSecretUntil: null }],
    deliveries: [
      { ...sent, id: 'd1', webhookId: 'w2', status: 'dead', tries: 10, answer: 'timeout' },
      { ...sent, id: 'd2', webhookId: 'w2', status: 'dead', tries: 10, answer: '500' },
      { ...sent, id: 'd3', status: 'waiting', answer: '503', nextTryAt: '2026-11-24T08:05:00.000Z' },
      { ...sent, id: 'd4', status: 'delivered' },
    ],
    most: 5,
  }
}

/** RDV Service Public, connected and heard. */
export function sampleConnection(): ConnectionView {
  const address = 'https://chat.ville.example/api/v1/appointments/villebourg'
  return { address, isConnected: true, heardAt: '2026-11-24T08:00:00.000Z', formerSecretUntil: null, count: 3 }
}

/** One that is to come. */
export function sampleAppointment(): AppointmentView {
  const place = { motive: 'Renouvellement de carte d’identité', place: 'Mairie annexe' }
  return { id: 'rdv-1', status: 'unknown', isPast: false, when: 'mardi 8 décembre à 10\u00a0h', ...place }
}
