import type { Handoff } from '../../../platform/model/handoff.js'

/** Fewest waits from which something is said about the next one. */
const FEWEST_WAITS = 5
/** How many of the last waits are looked at. */
export const LAST_WAITS = 20

/** Waits are told as shorter than one of these, in minutes: more would be a promise, less a guess. */
const BOUNDS_MIN = [2, 5, 10, 15, 20, 30, 45, 60]
const MINUTE_MS = 60_000

/** A wait that is over. */
export interface Wait {
  ms: number
  /** ISO instant. */
  endedAt: string
}

/** When the first agent came, ISO instant; `null` when none did in time, though one may have opened it again afterwards. */
export function takenAt({ firstTakenAt, reopenedAt, assignedAt }: Handoff): string | null {
  return firstTakenAt ?? (reopenedAt === undefined ? assignedAt : null)
}

/**
 * The wait of a handoff that tells something about the next one: until an agent came, or until nobody had. Not that of a citizen who gave
 * up, nor of one who came back from a talk.
 */
export function waitOf(handoff: Handoff): Wait | null {
  const { kind, requestedAt, returnedAt, status, endedAt } = handoff
  const until = takenAt(handoff) ?? (status === 'expired' ? endedAt : null)
  if (kind !== 'live' || returnedAt !== undefined || until === null) return null
  return { ms: Date.parse(until) - Date.parse(requestedAt), endedAt: until }
}

/**
 * What a citizen may expect: most waits of late were shorter than this, in minutes; `null` when too few are known, or when most were
 * longer than an hour. It is the first of a few round bounds above the median of the last waits.
 */
export function usualWaitMinutes(waitsMs: readonly number[]): number | null {
  if (waitsMs.length < FEWEST_WAITS) return null
  const sorted = [...waitsMs].sort((a, b) => a - b)
  const median = ((sorted[(sorted.length - 1) >> 1] ?? 0) + (sorted[sorted.length >> 1] ?? 0)) / 2
  return BOUNDS_MIN.find((minutes) => median < minutes * MINUTE_MS) ?? null
}

/** Since when a person waits for an agent's answer: since her first words without one, or since her request, where the assistant had answered these. Pure. */
export function owedSince({ requestedAt }: { requestedAt: string }, awaitingSince: string): string {
  return Date.parse(awaitingSince) > Date.parse(requestedAt) ? awaitingSince : requestedAt
}
