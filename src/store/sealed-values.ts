import { secondFactorPlace } from '../features/accounts/staff.js'
import { type AppointmentsDocument, appointmentSealPlace } from '../features/appointments/appointment.js'
import { sealPlace } from '../features/webhooks/webhook.js'
import { ONLY } from '../platform/store/document-cache.js'
import type { Sealer } from '../platform/store/sealer.js'
import type { Medium } from './document-store.js'

/** What a value that is kept sealed belongs to: the second factor of an account, the secret of a webhook or of RDV Service Public, or what was masked for an open request. */
export type SealedOwner =
  | { kind: 'second_factor'; email: string }
  | { kind: 'webhook'; communeId: string; name: string }
  | { kind: 'appointments'; communeId: string }
  | { kind: 'masked'; conversationId: string }

interface SealedValue {
  owner: SealedOwner
  sealed: string
  place: string
}

/** What a key opens of what a store keeps sealed, and what it does not. Each owner once. */
export interface OpenedBy {
  opened: number
  lost: SealedOwner[]
}

/** Tries a key on everything that a store keeps sealed, but for what passes with a session. @throws AppError `storage_unavailable`, `seal_key_unusable` */
export async function openedBy(medium: Medium, sealer: Sealer): Promise<OpenedBy> {
  const lost = new Map<string, SealedOwner>()
  let opened = 0
  for (const { owner, sealed, place } of await sealedValues(medium)) {
    if ((await sealer.open(sealed, place)) !== null) opened += 1
    else lost.set(JSON.stringify(owner), owner)
  }
  return { opened, lost: [...lost.values()] }
}

async function sealedValues(medium: Medium): Promise<SealedValue[]> {
  const values: SealedValue[] = []
  const users = (await medium.users.open(NOBODY)(ONLY).read())?.users ?? []
  for (const { id, email, secondFactor } of users)
    if (secondFactor)
      values.push({
        owner: { kind: 'second_factor', email },
        sealed: secondFactor.sealedSecret,
        place: secondFactorPlace(id),
      })
  const webhooksOf = medium.webhooks.open(NOBODY)
  // One that cannot be read was named when the store was opened, and is left alone.
  // A former secret is in use for a day more only.
  for (const key of medium.webhooks.keys)
    for (const webhook of (
      await webhooksOf(key)
        .read()
        .catch(() => null)
    )?.webhooks ?? [])
      for (const { sealed } of webhook.secrets.slice(0, 1))
        values.push({
          owner: { kind: 'webhook', communeId: webhook.communeId, name: webhook.name },
          sealed,
          place: sealPlace(webhook),
        })
  const appointmentsOf = medium.appointments.open(NOBODY)
  for (const key of medium.appointments.keys) {
    const document = await appointmentsOf(key)
      .read()
      .catch(() => null)
    for (const { sealed } of document?.secrets.slice(0, 1) ?? []) {
      const { communeId } = document as AppointmentsDocument
      values.push({
        owner: { kind: 'appointments', communeId },
        sealed,
        place: appointmentSealPlace(communeId),
      })
    }
  }
  for (const [conversationId, { sealed }] of medium.index.masked.listPlaced())
    values.push({ owner: { kind: 'masked', conversationId }, sealed, place: conversationId })
  return values
}

const NOBODY = { committed: () => {} }
