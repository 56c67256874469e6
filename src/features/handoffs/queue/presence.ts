import type { Commune } from '../../../platform/model/commune.js'
import type { AbsenceCause, Presence, PresenceState } from '../../accounts/staff.js'

/** Silence after which a console without a stream is taken for lost: it asks every 20 s, or every minute in a tab that the browser slows down. */
export const PRESENCE_TTL_MS = 90_000
/** The same for a console with a stream, which answers a beat every 10 s. */
export const BEAT_TTL_MS = 30_000
/** Time for a console whose stream has closed to open another: a page read again, a network that blinks. */
export const STREAM_GRACE_MS = 8_000
/**
 * Silence of a console after which what its agent holds goes on: with the sweep that looks for it, within 90 s. An open console is heard every
 * 20 s, or every minute in a tab that the browser slows down.
 */
export const AGENT_SILENCE_MS = 85_000
/** Time in which an agent who said that she is absent, or was noted so, keeps what she holds by coming back. */
export const LEAVE_GRACE_MS = 30_000
/** Offers in a row that an agent leaves unanswered before she is taken for absent. */
export const MOST_MISSED_OFFERS = 2

const DEFAULT_IDLE_MINUTES = 15
const MINUTE_MS = 60_000

/** How an agent stands at one moment. */
export interface PresenceNow {
  state: PresenceState
  /** Why she is away although she did not say so. */
  cause: AbsenceCause | null
  /** Her own word for being away. */
  word: string | null
}

/** How an agent stands at an instant: what she declared, unless a deadline has passed since. Pure. */
export function presenceNow(presence: Presence, now: Date): PresenceNow {
  if (presence.state === 'away') return { state: 'away', cause: null, word: presence.word ?? null }
  const cause = causeOf(presence, now.getTime())
  return { state: cause === null ? presence.state : 'away', cause, word: null }
}

/** Whether an agent has left, so that what she holds goes on: one who is absent and whose time to come back is over. Pure. */
export function hasLeft(presence: Presence | undefined, now: Date): boolean {
  if (presence === undefined) return true
  const { state, cause, leaving } = presence
  // A deadline that has passed counts from the sweep that notes it on.
  if (state !== 'away' && cause === undefined) return false
  if (presenceNow(presence, now).state !== 'away') return false
  return leaving === undefined || Date.parse(leaving.at) <= now.getTime()
}

/** How long a console of a commune may be left untouched, ms. */
export function idleLimitMs(commune: Pick<Commune, 'presence'> | undefined): number {
  return (commune?.presence?.idleMinutes ?? DEFAULT_IDLE_MINUTES) * MINUTE_MS
}

/** What an agent did not answer, or left untouched, she must come back from herself; a lost console comes back when it is heard. */
function causeOf({ cause, idleAt, dueAt, seenAt }: Presence, nowMs: number): AbsenceCause | null {
  if (cause === 'idle' || cause === 'missed') return cause
  if (idleAt !== undefined && Date.parse(idleAt) <= nowMs) return 'idle'
  const dueMs = dueAt === undefined ? Date.parse(seenAt) + PRESENCE_TTL_MS : Date.parse(dueAt)
  return dueMs <= nowMs ? 'lost' : null
}

/** An agent who is noted as no longer there, and when what she holds goes on. One who was absent before has had her time. */
export function absent(presence: Presence, cause: AbsenceCause, leavesMs: number): Presence {
  return { ...presence, cause, leaving: presence.leaving ?? { at: new Date(leavesMs).toISOString() } }
}
