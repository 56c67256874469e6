import { DateTime } from 'luxon'
import { z } from 'zod'
import type { Appointment, Reachable } from './appointment.js'
import { APPOINTMENT_STATUSES } from './contract.js'

/** Longest word of RDV Service Public that is kept, in characters. */
const MOST_WORDS = 200
/** People who come to one appointment, at most: a workshop has some. */
const MOST_PEOPLE = 50

/** RDV Service Public writes instants as ISO 8601 has them, or as Ruby does: `2026-12-08 10:00:00 +0100`, `… UTC`. */
const instant = z.string().transform((text, context) => {
  const moment = DateTime.fromISO(
    text
      .replace(/ UTC$/, 'Z')
      .replace(/ (?=[+-]\d)/, '')
      .replace(' ', 'T'),
  )
  if (moment.isValid) return moment.toUTC().toISO()
  context.addIssue({ code: 'custom', message: 'an instant' })
  return z.NEVER
})
const words = z.string().transform((text) => text.trim().slice(0, MOST_WORDS))
const optional = z.string().nullish()
const person = z.object({
  phone_number_formatted: optional,
  phone_number: optional,
  email: optional,
  contact_email: optional,
})
const people = z
  .array(person)
  .transform((all) => all.slice(0, MOST_PEOPLE))
  .default([])

/** Of what happened when: since 2026 when the object was read, before that `timestamp`, which says the same. */
const meta = z.object({
  model: z.string(),
  event: z.enum(['created', 'updated', 'destroyed']),
  payload_computed_at: instant.optional(),
  timestamp: instant.optional(),
  event_occurred_at: instant.optional(),
})
const rdv = z.object({
  uuid: z.string().min(1).max(64),
  status: z.enum(APPOINTMENT_STATUSES).exclude(['destroyed']),
  starts_at: instant,
  duration_in_min: z.number().int().min(0).max(10_000),
  address: words.nullish(),
  motif: z.object({ name: words }),
  lieu: z.object({ name: words }).nullish(),
  users: people,
  participations: z
    .array(z.object({ user: person }))
    .transform((all) => all.slice(0, MOST_PEOPLE))
    .default([]),
})

/** What a call says of an appointment, and how each of its people can be reached. */
export interface Heard {
  said: Omit<Appointment, 'people'>
  people: Reachable[][]
}

/**
 * What a call of RDV Service Public says; `null` where it is of something else than an appointment. Pure. @throws ZodError when it is not what the contract says
 */
export function readCall(body: unknown): Heard | null {
  const call = z.object({ meta, data: z.unknown() }).parse(body)
  if (call.meta.model !== 'Rdv') return null
  const { event, payload_computed_at: computed, timestamp, event_occurred_at: occurred } = call.meta
  const saidAt = z.string().parse(computed ?? timestamp ?? occurred)
  const { uuid: id, status, starts_at: startsAt, duration_in_min: minutes, ...data } = rdv.parse(call.data)
  if (event === 'destroyed')
    return { said: { id, status: 'destroyed', startsAt, minutes, motive: '', place: '', saidAt }, people: [] }
  return {
    said: {
      id,
      status,
      startsAt,
      minutes,
      motive: data.motif.name,
      place: data.lieu?.name || data.address || '',
      saidAt,
    },
    people: [...data.users, ...data.participations.map(({ user }) => user)].map((one) => [
      { phone: one.phone_number_formatted, email: one.email },
      { phone: one.phone_number, email: one.contact_email },
    ]),
  }
}
