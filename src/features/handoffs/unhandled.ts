import type { QueuedHandoff } from '../../platform/model/digest.js'
import type { Handoff } from '../../platform/model/handoff.js'

/** Days for which a request that nobody handles is announced before it is closed: the weekly letter tells of it once or twice meanwhile. */
export const UNHANDLED_NOTICE_DAYS = 14

const DAY_MS = 24 * 3_600_000

/**
 * When a citizen or an agent last did something for a request, ISO instant; the end of the half-day in which she is to be phoned, and the day until which
 * an agent put it aside, count as if they did. Pure.
 */
export function lastHandledAt({ handoff, digest }: QueuedHandoff): string {
  const { requestedAt, firstTakenAt, assignedAt, reopenedAt, snoozedUntil, slot, missedCalls = [] } = handoff
  const { lastAt, agentSpokeAt } = digest
  const instants = [
    firstTakenAt,
    assignedAt,
    reopenedAt,
    snoozedUntil,
    slot?.endsAt,
    ...missedCalls,
    lastAt,
    agentSpokeAt,
  ]
  return instants.reduce<string>((last, at) => (at && Date.parse(at) > Date.parse(last) ? at : last), requestedAt)
}

/** What the end of a request is reckoned from. */
export interface ClosingTerm {
  /** For which its commune keeps a request that nobody handles. */
  days: number
  now: Date
  /** Ends after it are not told, unless they are to be announced already. */
  by: Date
}

/**
 * When an open request is closed unanswered, ISO instant: after its days, and never less than {@link UNHANDLED_NOTICE_DAYS} after that was announced;
 * `null` while nobody is to be told. Pure.
 */
export function closesAt(row: QueuedHandoff, { days, now, by }: ClosingTerm): string | null {
  const due = Date.parse(lastHandledAt(row)) + days * DAY_MS
  const soonest = now.getTime() + UNHANDLED_NOTICE_DAYS * DAY_MS
  if (due > Math.max(soonest, by.getTime())) return null
  // An announcement from a clock that ran ahead puts nothing off.
  const announced = Math.min(Date.parse(row.handoff.closesAt ?? '') || soonest, soonest)
  return new Date(Math.max(due, announced)).toISOString()
}

/** Whether a request waits for an agent at all: at the counter, nobody waits for the end of a talk that its agent forgot to close. */
export function awaitsAgent({ kind, status }: Pick<Handoff, 'kind' | 'status'>): boolean {
  return kind !== 'desk' && (status === 'pending' || status === 'assigned')
}
