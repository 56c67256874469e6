import { forEachIndependently } from '../../platform/for-each-independently.js'
import type { Verb } from '../../platform/store/document.js'
import type { DocumentSet } from '../../platform/store/document-set.js'
import { encodeSegment } from '../../platform/store/file-system.js'
import { type WebhookSecret, withSecret } from '../webhooks/webhook.js'
import {
  type Appointment,
  type AppointmentsDocument,
  isOf,
  KEPT_APPOINTMENT_DAYS,
  withAppointment,
  withoutPerson,
} from './appointment.js'

/** What is stored of appointments, and how it changes. */
export interface AppointmentStore {
  /** What is known of the appointments of a commune; `null` where RDV Service Public is not connected. */
  readAppointments(communeId: string): Promise<AppointmentsDocument | null>
  /** The secrets by which RDV Service Public is known to a commune; `null` where it is not connected. Without the appointments: who is not known yet asks for it. */
  appointmentSecrets(communeId: string): Promise<WebhookSecret[] | null>
  /** The appointments of whoever has one of these digests. */
  appointmentsOf(communeId: string, contacts: readonly string[]): Promise<Appointment[]>
  /** Connects RDV Service Public, or gives it another secret: the former one is taken for a day more. Nobody is told. */
  connectAppointments(communeId: string, sealed: string, at: string): Promise<AppointmentsDocument>
  /** Forgets the secret and every appointment of a commune. Announced. */
  disconnectAppointments(communeId: string): Promise<'disconnected' | 'unknown'>
  /** Notes that RDV Service Public was heard, and keeps what it says of an appointment, unless something later is known. Announced where it changes something. */
  hearAppointment(communeId: string, at: string, said: Appointment | null): Promise<'kept' | 'unchanged'>
  /** Forgets whoever has one of these digests in the appointments that she has; one that is of nobody else is forgotten, and what is said of it later. Announced. @returns of how many */
  forgetAppointments(communeId: string, contacts: readonly string[]): Promise<number>
  /** Forgets the appointments whose day is more than {@link KEPT_APPOINTMENT_DAYS} days ago. */
  dropOldAppointments(at: string): Promise<void>
}

/** Where the appointments of a commune are kept. */
export function appointmentsKey(communeId: string): string {
  return encodeSegment(communeId)
}

/** The day before which appointments are kept no longer. */
export function firstKeptAppointment(at: string): string {
  return new Date(Date.parse(at) - KEPT_APPOINTMENT_DAYS * 24 * 3_600_000).toISOString()
}

/** Time after which it is noted again that RDV Service Public was heard, ms: a day of calls is not a day of writes. */
const HEARD_EVERY_MS = 3_600_000

/** The verbs about appointments. */
export function appointmentVerbs(documents: DocumentSet<AppointmentsDocument>): AppointmentStore {
  const update = async <R>(communeId: string, verb: Verb<AppointmentsDocument, R>) => {
    const key = appointmentsKey(communeId)
    return documents.has(key) ? documents.update(key, verb) : verb(null).result
  }
  return {
    readAppointments: async (communeId) => structuredClone(await documents.read(appointmentsKey(communeId))),
    appointmentSecrets: async (communeId) =>
      structuredClone((await documents.read(appointmentsKey(communeId)))?.secrets ?? null),
    async appointmentsOf(communeId, contacts) {
      const known = (await documents.read(appointmentsKey(communeId)))?.appointments ?? []
      return structuredClone(known.filter(isOf(contacts)))
    },
    connectAppointments: async (communeId, sealed, at) =>
      structuredClone(await documents.update(appointmentsKey(communeId), connected(communeId, sealed, at))),
    disconnectAppointments: (communeId) =>
      update(communeId, (document) => ({
        document: null,
        result: document ? 'disconnected' : 'unknown',
        changes: document ? [{ type: 'appointment', communeId }] : [],
        forgets: true,
      })),
    hearAppointment: (communeId, at, said) => update(communeId, withSaid(structuredClone(said), at)),
    forgetAppointments: (communeId, contacts) => update(communeId, withoutContacts(contacts)),
    async dropOldAppointments(at) {
      const first = firstKeptAppointment(at)
      await forEachIndependently(documents.keys(), async (key) => {
        const document = await documents.read(key)
        if (document?.appointments.some(({ startsAt }) => startsAt < first))
          await documents.update(
            key,
            without(({ startsAt }) => startsAt < first),
          )
      })
    },
  }
}

function connected(communeId: string, sealed: string, at: string): Verb<AppointmentsDocument, AppointmentsDocument> {
  return (document) => {
    const next: AppointmentsDocument = {
      version: 1,
      communeId,
      // Who lost the new one and renews again does not cut RDV Service Public off.
      secrets: withSecret(document?.secrets ?? [], sealed, at),
      heardAt: document?.heardAt ?? null,
      appointments: document?.appointments ?? [],
    }
    return { document: next, result: next, changes: [], forgets: true }
  }
}

function withSaid(said: Appointment | null, at: string): Verb<AppointmentsDocument, 'kept' | 'unchanged'> {
  return (document) => {
    if (!document) return { document, result: 'unchanged', changes: [] }
    const { communeId, heardAt, appointments: known } = document
    const isDue = heardAt === null || Date.parse(at) - Date.parse(heardAt) >= HEARD_EVERY_MS
    const appointments = said ? withAppointment(known, said) : known
    if (appointments === known) {
      const heard = isDue ? { ...document, heardAt: at } : document
      return { document: heard, result: 'unchanged', changes: [] }
    }
    return {
      document: { ...document, heardAt: isDue ? at : heardAt, appointments: [...appointments] },
      result: 'kept',
      changes: [{ type: 'appointment', communeId }],
      forgets: true,
    }
  }
}

function withoutContacts(contacts: readonly string[]): Verb<AppointmentsDocument, number> {
  return (document) => {
    const isOne = isOf(contacts)
    const count = document?.appointments.filter(isOne).length ?? 0
    if (!document || count === 0) return { document, result: 0, changes: [] }
    const { communeId } = document
    const appointments = document.appointments.map((one) => (isOne(one) ? withoutPerson(one, contacts) : one))
    return {
      document: { ...document, appointments },
      result: count,
      changes: [{ type: 'appointment', communeId }],
      forgets: true,
    }
  }
}

function without(isGone: (one: Appointment) => boolean): Verb<AppointmentsDocument, number> {
  return (document) => {
    const left = document?.appointments.filter((one) => !isGone(one)) ?? []
    const count = (document?.appointments.length ?? 0) - left.length
    if (!document || count === 0) return { document, result: 0, changes: [] }
    const { communeId } = document
    return {
      document: { ...document, appointments: left },
      result: count,
      changes: [{ type: 'appointment', communeId }],
      forgets: true,
    }
  }
}
