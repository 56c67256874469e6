import { createHmac } from 'node:crypto'

/** What is said of a person who comes to an appointment. */
interface Person {
  phone_number?: string
  email?: string
}

/** What a test says of an appointment. */
export interface Rdv {
  uuid?: string
  status?: string
  starts_at?: string
  people?: Person[]
  motif?: string
  lieu?: string | null
}

/** A call as RDV Service Public makes it. */
export interface RdvCall {
  method: 'POST'
  headers: Record<string, string>
  body: string
}

/**
 * RDV Service Public, as its public contract says: `docs/api/webhooks/api-notifications-webhooks.md`, `app/jobs/webhook_job.rb`, `app/blueprints/*` and
 * `app/models/concerns/webhook_deliverable.rb` of github.com/betagouv/rdv-service-public, read on 2 December 2026. @param secret the shared secret
 */
export function rdvServicePublic(secret: string) {
  const call = (body: object): RdvCall => {
    const payload = JSON.stringify(body)
    return {
      method: 'POST',
      headers: {
        'Content-Type': 'application/json; charset=utf-8',
        'X-Lapin-Signature': createHmac('sha256', secret).update(payload).digest('hex'),
      },
      body: payload,
    }
  }
  return {
    /** @param at when it happened @param form of the instants: that of 2026, or the one of before */
    tell(event: 'created' | 'updated' | 'destroyed', rdv: Rdv, at: string, form: 'iso' | 'ruby' = 'iso'): RdvCall {
      const when = form === 'iso' ? { event_occurred_at: at, payload_computed_at: at } : { timestamp: at }
      return call({ data: rdvOf(rdv, form), meta: { model: 'Rdv', event, webhook_reason: null, ...when } })
    },
    /** Of something else: an opening, an absence, a person. */
    tellOther: (model: string) =>
      call({
        data: { id: 7, email: 'ada@example.org' },
        meta: { model, event: 'updated', timestamp: '2026-11-12T10:00:00Z' },
      }),
    call,
  }
}

function rdvOf({ uuid = 'rdv-1', status = 'unknown', starts_at, people = [], motif, lieu }: Rdv, form: 'iso' | 'ruby') {
  const start = starts_at ?? (form === 'iso' ? '2026-12-08T10:00:00.000+01:00' : '2026-12-08 10:00:00 +0100')
  const users = people.map((person, index) => ({
    id: index + 1,
    first_name: 'Jeanne',
    last_name: 'Dupont',
    birth_date: '1950-01-01',
    phone_number: null,
    phone_number_formatted: null,
    email: null,
    ...person,
  }))
  return {
    id: 4321,
    uuid,
    status,
    starts_at: start,
    ends_at: start.replace('10:00', '10:30'),
    duration_in_min: 30,
    address: '1 place de la Mairie, Villebourg',
    context: 'Je viens avec ma fille',
    cancelled_at: null,
    collectif: false,
    organisation: { id: 2, name: 'Mairie de Villebourg' },
    motif: { id: 12, name: motif ?? 'Renouvellement de carte d’identité', location_type: 'public_office' },
    lieu: lieu === null ? null : { id: 3, name: lieu ?? 'Mairie annexe', address: '2 rue Haute, Villebourg' },
    users,
    participations: users.map((user) => ({ id: user.id, status, user })),
    agents: [{ id: 9, email: 'agent@ville.fr', first_name: 'Anne' }],
  }
}
