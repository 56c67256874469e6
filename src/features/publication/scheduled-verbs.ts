import type { Document, Verb } from '../../platform/store/document.js'
import {
  type Attempt,
  claimUntil,
  isClaimed,
  isForgotten,
  isScheduleDue,
  MOST_SCHEDULED,
  type NewSchedule,
  type ScheduledPublication,
} from './scheduled.js'

/** Publications of every commune that wait for their hour, or for somebody: few, so one document. */
export interface ScheduledPublicationsDocument {
  version: 1
  /** In the order in which they were decided. */
  scheduled: ScheduledPublication[]
}

/** Publications for a later moment. */
export interface ScheduledPublicationStore {
  /** Keeps a publication for its hour; its entries leave those that they were in. Of one id, the last hour counts. */
  schedulePublication(publication: NewSchedule): Promise<'scheduled' | 'too_many' | 'publishing'>
  /** Those of a commune, the next first. */
  listScheduledPublications(communeId: string): Promise<ScheduledPublication[]>
  /** Gives one another hour; one that was held waits again. @returns what it is now */
  movePublication(
    which: ScheduledRef,
    to: { at: string; now: string },
  ): Promise<ScheduledPublication | 'unknown' | 'publishing'>
  /** Forgets one. @returns what it was */
  cancelPublication(which: ScheduledRef, now: string): Promise<ScheduledPublication | 'unknown' | 'publishing'>
  /** Takes one whose hour has come, for the process that makes it: whoever comes second gets nothing. `null` when none is due */
  claimDuePublication(now: string): Promise<ScheduledPublication | null>
  /** Ends a claim: made, it is forgotten; else it waits for somebody, or for the next try. Does nothing to a claim that another process has taken since. */
  settlePublication(claimed: ScheduledPublication, attempt: Attempt): Promise<void>
  /** Entries that were published, or are not to be any more, leave those that they were in. */
  unscheduleEntries(communeId: string, entryIds: readonly string[]): Promise<void>
  /** Forgets those that were held long ago. */
  dropHeldPublications(now: string): Promise<void>
}

/** One of a commune. */
interface ScheduledRef {
  communeId: string
  id: string
}

/** The verbs about publications that are scheduled. */
export function scheduledPublicationVerbs(
  document: Document<ScheduledPublicationsDocument>,
): ScheduledPublicationStore {
  const all = async () => (await document.read())?.scheduled ?? []
  return {
    schedulePublication: (publication) => document.update(withSchedule(structuredClone(publication))),
    async listScheduledPublications(communeId) {
      const own = (await all()).filter((one) => one.communeId === communeId)
      return structuredClone(own.sort((a, b) => Date.parse(a.at) - Date.parse(b.at)))
    },
    movePublication: (which, { at, now }) =>
      document.update(onOne(which, now, (one) => ({ ...one, at, tryAt: at, held: null, claimedUntil: null }))),
    cancelPublication: (which, now) => document.update(onOne(which, now, () => null)),
    async claimDuePublication(now) {
      // Looked for at each sweep: nothing is written when nothing is due.
      if (!(await all()).some((one) => isScheduleDue(one, now))) return null
      return document.update(withClaim(now))
    },
    async settlePublication(claimed, attempt) {
      await document.update(onOne(claimed, null, (one) => (isSameClaim(one, claimed) ? settled(one, attempt) : one)))
    },
    async unscheduleEntries(communeId, entryIds) {
      const left = (scheduled: readonly ScheduledPublication[]) => withoutEntries(scheduled, { communeId, entryIds })
      const before = await all()
      const after = left(before)
      if (after.length === before.length && after.every((one, index) => one === before[index])) return
      await document.update((found) => changed(left(found?.scheduled ?? []), undefined))
    },
    async dropHeldPublications(now) {
      if (!(await all()).some((one) => isForgotten(one, now))) return
      await document.update((found) =>
        changed(found?.scheduled.filter((one) => !isForgotten(one, now)) ?? [], undefined),
      )
    },
  }
}

function changed<R>(scheduled: ScheduledPublication[], result: R) {
  const next: ScheduledPublicationsDocument | null = scheduled.length > 0 ? { version: 1, scheduled } : null
  return { document: next, result, changes: [], forgets: true }
}

function unchanged<R>(document: ScheduledPublicationsDocument | null, result: R) {
  return { document, result, changes: [] }
}

function withSchedule(
  publication: NewSchedule,
): Verb<ScheduledPublicationsDocument, 'scheduled' | 'too_many' | 'publishing'> {
  return (document) => {
    const { communeId, decidedAt } = publication
    const before = document?.scheduled ?? []
    const entryIds = publication.entries.map(({ entryId }) => entryId)
    const own = before.filter((one) => one.communeId === communeId)
    const shared = own.filter(({ entries }) => entries.some(({ entryId }) => entryIds.includes(entryId)))
    if (shared.some((one) => isClaimed(one, decidedAt))) return unchanged(document, 'publishing')
    const left = withoutEntries(before, { communeId, entryIds })
    if (left.filter((one) => one.communeId === communeId).length >= MOST_SCHEDULED)
      return unchanged(document, 'too_many')
    return changed([...left, { ...publication, tryAt: publication.at, claimedUntil: null, held: null }], 'scheduled')
  }
}

/** A publication without any of its entries is none. */
function withoutEntries(
  scheduled: readonly ScheduledPublication[],
  gone: { communeId: string; entryIds: readonly string[] },
): ScheduledPublication[] {
  return scheduled.flatMap((one) => {
    const entries = one.entries.filter(({ entryId }) => !gone.entryIds.includes(entryId))
    if (one.communeId !== gone.communeId || entries.length === one.entries.length) return [one]
    return entries.length > 0 ? [{ ...one, entries }] : []
  })
}

/** @param now when nobody may be making it; `null` for whoever is */
function onOne(
  { communeId, id }: ScheduledRef,
  now: string | null,
  act: (one: ScheduledPublication) => ScheduledPublication | null,
): Verb<ScheduledPublicationsDocument, ScheduledPublication | 'unknown' | 'publishing'> {
  return (document) => {
    const one = document?.scheduled.find((known) => known.communeId === communeId && known.id === id)
    if (!document || !one) return unchanged(document, 'unknown')
    if (now !== null && isClaimed(one, now)) return unchanged(document, 'publishing')
    const next = act(one)
    const scheduled = document.scheduled.flatMap((known) => (known === one ? (next ?? []) : [known]))
    return changed(scheduled, structuredClone(next ?? one))
  }
}

function isSameClaim(one: ScheduledPublication, claimed: ScheduledPublication): boolean {
  return one.claimedUntil === claimed.claimedUntil
}

function settled(one: ScheduledPublication, attempt: Attempt): ScheduledPublication | null {
  switch (attempt.outcome) {
    case 'published':
      return null
    case 'held':
      return { ...one, held: attempt.held, claimedUntil: null }
    case 'again':
      return { ...one, tryAt: attempt.tryAt, claimedUntil: null }
    default:
      return attempt satisfies never
  }
}

function withClaim(now: string): Verb<ScheduledPublicationsDocument, ScheduledPublication | null> {
  return (document) => {
    const due = document?.scheduled.find((one) => isScheduleDue(one, now))
    if (!document || !due) return unchanged(document, null)
    const claimed = { ...due, claimedUntil: claimUntil(now) }
    const scheduled = document.scheduled.map((one) => (one === due ? claimed : one))
    return changed(scheduled, structuredClone(claimed))
  }
}
