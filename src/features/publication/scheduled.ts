import type { Actor, AuditValue } from '../../platform/model/audit.js'
import type { GateSource, HeldReason } from './contract.js'
import type { GateReport, GateVerdict } from './gate-report.js'

const HOUR_MS = 3_600_000
/** How long after its hour a publication that was missed is still made, ms. */
const MOST_LATE_MS = 24 * HOUR_MS
/** How far ahead one is scheduled, ms. */
export const MOST_AHEAD_MS = 366 * 24 * HOUR_MS
/** How long a publication that was not made is shown, ms. */
const HELD_MS = 30 * 24 * HOUR_MS
/** How long whoever publishes one has it for itself, ms: longer than a report of the largest base. */
const CLAIM_MS = 15 * 60_000
/** Publications of one commune that wait, or are told, at most. */
export const MOST_SCHEDULED = 100

/** How soon one is tried again that could not be measured, ms. */
const AGAIN_MS = 60_000

/** That a publication waits for somebody: since when, why, and for which of its entries. */
export interface Held {
  at: string
  reason: HeldReason
  entryId: string | null
}

/** What a report said that matters when the question is asked again. */
export interface SeenReport {
  /** Of the content that was served. */
  servedVersion: string
  verdict: GateVerdict
  /** Questions that another entry takes, or that were asked in vain and are no longer answered. */
  broken: number
  /** What the audit keeps of it. */
  summary: AuditValue
}

/** Entries that are published together at an hour. */
export interface ScheduledPublication {
  /** Of the publication too, once it is made: it is made once. */
  id: string
  communeId: string
  entries: readonly GateSource[]
  /** ISO instant. */
  at: string
  /** Who decided it, when and why. */
  by: Actor
  decidedAt: string
  why: string
  seen: SeenReport
  /** When it is tried: at its hour, or later where it could not be measured then. */
  tryAt: string
  /** Until when a process is making it; `null` when none is. */
  claimedUntil: string | null
  /** `null` while it waits for its hour. */
  held: Held | null
}

/** What a publication is scheduled with. */
export type NewSchedule = Omit<ScheduledPublication, 'tryAt' | 'claimedUntil' | 'held'>

/** How an attempt ended: made, held, or to be tried again. */
export type Attempt = { outcome: 'published' } | { outcome: 'held'; held: Held } | { outcome: 'again'; tryAt: string }

/** What matters of a report when the question is asked again. */
export function toSeenReport(report: GateReport, summary: AuditValue): SeenReport {
  const { servedVersion, verdict, counts, replay } = report
  return { servedVersion, verdict, broken: counts.stolen + counts.lost + replay.counts.lost, summary }
}

const VERDICTS: readonly GateVerdict[] = ['passed', 'doubtful', 'blocked']

/** Whether a report is worse than the one that was read. Pure. */
export function isWorse(now: SeenReport, seen: SeenReport): boolean {
  return VERDICTS.indexOf(now.verdict) > VERDICTS.indexOf(seen.verdict) || now.broken > seen.broken
}

/** Whether its hour has come, and no process is making it. */
export function isScheduleDue({ tryAt, held, claimedUntil }: ScheduledPublication, now: string): boolean {
  return !held && tryAt <= now && !isClaimed({ claimedUntil }, now)
}

/** Whether a process is making it. */
export function isClaimed({ claimedUntil }: Pick<ScheduledPublication, 'claimedUntil'>, now: string): boolean {
  return claimedUntil !== null && claimedUntil > now
}

/** Whether it is too late for it. */
export function isTooLate({ at }: ScheduledPublication, now: Date): boolean {
  return now.getTime() - Date.parse(at) > MOST_LATE_MS
}

/** Until when a process that takes one at an instant has it. */
export function claimUntil(now: string): string {
  return new Date(Date.parse(now) + CLAIM_MS).toISOString()
}

/** When one is tried again that could not be measured at an instant. */
export function retryAt(now: Date): string {
  return new Date(now.getTime() + AGAIN_MS).toISOString()
}

/** Whether a publication that was not made is no longer shown. */
export function isForgotten({ held }: ScheduledPublication, now: string): boolean {
  return held !== null && Date.parse(now) - Date.parse(held.at) > HELD_MS
}
