import { createHmac } from 'node:crypto'
import type { ServerSealer } from '../../platform/store/sealer.js'
import { isPhoneNumber, phoneToDial } from '../../platform/text/phone-number.js'
import type { WebhookSecret } from '../webhooks/webhook.js'
import type { AppointmentStatus } from './contract.js'

/** Days for which an appointment is kept after its day. */
export const KEPT_APPOINTMENT_DAYS = 30
/** Appointments of a commune, at most: those that are furthest in the past go first. */
export const MOST_APPOINTMENTS = 5_000

/** An appointment of RDV Service Public, without whose it is. */
export interface Appointment {
  /** The `uuid` of RDV Service Public. */
  id: string
  status: AppointmentStatus
  /** ISO instant, UTC. */
  startsAt: string
  minutes: number
  motive: string
  /** Empty where none is said: by phone. */
  place: string
  /** Of each person who comes, keyed digests of her phones and e-mail addresses. */
  people: string[][]
  /** That somebody erased hers: who is not known yet is not added any more, since it may be she. */
  isClosed?: true
  /** Of when RDV Service Public said this, ISO instant, UTC. */
  saidAt: string
}

/** The appointments of a commune, and the secret by which RDV Service Public is known. */
export interface AppointmentsDocument {
  version: 1
  communeId: string
  /** The one in use first; a former one, which is still taken until its time, after it. */
  secrets: WebhookSecret[]
  /** When RDV Service Public was last heard, ISO instant; `null`: never since it was connected. */
  heardAt: string | null
  appointments: Appointment[]
}

/** How the shared secret of a commune is sealed. */
export function appointmentSealPlace(communeId: string): string {
  return `appointments ${communeId}`
}

/** How somebody can be reached, as it was written. */
export interface Reachable {
  phone?: string | null | undefined
  email?: string | null | undefined
}

/**
 * Digests of ways to reach people, each the same however it is written: by them an appointment is found for a request without a number or an address
 * being kept. HMAC-SHA256 under a secret of the server's, so that nobody finds the number by trying them all.
 */
export async function contactDigests(
  sealer: Pick<ServerSealer, 'secretFor'>,
  communeId: string,
  people: readonly Reachable[],
): Promise<string[]> {
  const ways = people.flatMap(({ phone, email }) => [
    ...(phone && isPhoneNumber(phone) ? [phoneToDial(phone)] : []),
    ...(email?.includes('@') ? [email.trim().toLowerCase()] : []),
  ])
  if (ways.length === 0) return []
  const secret = await sealer.secretFor('appointments')
  const digestOf = (way: string) => createHmac('sha256', secret).update(`${communeId} ${way}`).digest('base64url')
  return [...new Set(ways.map(digestOf))]
}

/** The same digests for each of several people; nobody twice, and nobody of whom nothing is known. */
export async function digestsOfEach(
  sealer: Pick<ServerSealer, 'secretFor'>,
  communeId: string,
  people: readonly (readonly Reachable[])[],
): Promise<string[][]> {
  return eachOnce(await Promise.all(people.map((ways) => contactDigests(sealer, communeId, ways))))
}

/** Those of whom something is known that is not all known of another. Pure. */
function eachOnce(people: readonly string[][]): string[][] {
  const isIn = (one: readonly string[], other: readonly string[]) => one.every((digest) => other.includes(digest))
  return people.filter(
    (one, at) =>
      one.length > 0 &&
      !people.some((other, beside) => beside !== at && isIn(one, other) && (beside < at || !isIn(other, one))),
  )
}

/** Whether an appointment is of somebody who has one of these digests. */
export function isOf(digests: readonly string[]): (one: Pick<Appointment, 'people'>) => boolean {
  return ({ people }) => people.some(isPerson(digests))
}

function isPerson(digests: readonly string[]): (person: readonly string[]) => boolean {
  return (person) => person.some((digest) => digests.includes(digest))
}

/** What is left of an appointment when one of its people erases hers: it goes on for the others, and with the last nothing of it is said any more. Pure. */
export function withoutPerson(one: Appointment, digests: readonly string[]): Appointment {
  const isHers = isPerson(digests)
  const people = one.people.filter((person) => !isHers(person))
  if (people.length > 0) return { ...one, people, isClosed: true }
  return { ...one, status: 'destroyed', motive: '', place: '', people: [] }
}

/** The appointments with one more, or with what is said of one now. What was said before what is known changes nothing, and nothing comes after an end. Pure. */
export function withAppointment(known: readonly Appointment[], said: Appointment): readonly Appointment[] {
  const former = known.find(({ id }) => id === said.id)
  if (former && (former.status === 'destroyed' || former.saidAt >= said.saidAt)) return known
  const others = known.filter(({ id }) => id !== said.id)
  return [...others, former?.isClosed ? closedTo(former, said) : said]
    .sort((a, b) => (a.startsAt < b.startsAt ? -1 : 1))
    .slice(-MOST_APPOINTMENTS)
}

/** What is said of an appointment of which somebody erased hers: of the people whom it had left, by what was left of them. */
function closedTo(former: Appointment, said: Appointment): Appointment {
  const left = new Set(former.people.flat())
  const people = eachOnce(said.people.map((person) => person.filter((digest) => left.has(digest))))
  return { ...said, people, isClosed: true }
}
