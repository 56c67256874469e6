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
  /** Keyed digests of the phones and the e-mail addresses of whoever comes. */
  contacts: string[]
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

/** The appointments with one more, or with what is said of one now. What was said before what is known changes nothing, and nothing comes after an end. Pure. */
export function withAppointment(known: readonly Appointment[], said: Appointment): readonly Appointment[] {
  const former = known.find(({ id }) => id === said.id)
  if (former && (former.status === 'destroyed' || former.saidAt >= said.saidAt)) return known
  const others = known.filter(({ id }) => id !== said.id)
  return [...others, said].sort((a, b) => (a.startsAt < b.startsAt ? -1 : 1)).slice(-MOST_APPOINTMENTS)
}
