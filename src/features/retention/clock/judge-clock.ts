import type { ClockAcceptance, ClockGap, ClockNote, Misdated } from './clock-note.js'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

/** How far two times may be apart and still agree, ms: machines are set right by seconds. */
export const AGREES_MS = 5 * 60_000
/** How long the clock must go with the time that passes before a stretch that nobody measured is believed, ms of running: time for whoever is warned to set it right. */
export const BELIEVED_AFTER_MS = DAY_MS
/** The longest that a machine is off without anybody having to say so, ms: a long weekend. */
export const LONGEST_ABSENCE_MS = 72 * HOUR_MS
/** How fast the believed time follows a clock that is a little ahead, ms by ms. Source: the most that a kernel slews its clock (adjtimex). */
const SLEW = 500e-6
/** The longest time for which anything is kept, ms: `platform/model/retention`. */
const LONGEST_KEPT_MS = 3_660 * DAY_MS
/** Stretches of wrong dates that are told apart; more become one. */
const MOST_MISDATED = 20

/** Who else says what time it is. */
export interface ClockWitness {
  /** For people: `database`, or the name of a machine. */
  name: string
  ms: number
}

/** What a machine sees of the time at an instant. */
export interface ClockReading {
  boot: string
  host: string
  /** Time since the machine's start, ms: never set. */
  steadyMs: number
  /** What the clock says, ms since the epoch. */
  wallMs: number
  witnesses: readonly ClockWitness[]
}

/** What is known at a reading, before the clock is judged. */
interface Reckoning extends ClockNote {
  wallMs: number
  /** Since what was known, as far as it was measured, ms. */
  elapsedMs: number
  isSameBoot: boolean
}

/**
 * What is known of the time after a reading. Within one start of a machine what passed is measured, so that the clock is compared exactly, over restarts of
 * the server too; before another start it may have been off, up to {@link LONGEST_ABSENCE_MS}. Nothing that nobody measured is believed before the clock has
 * gone with the time for {@link BELIEVED_AFTER_MS}. Pure.
 * @param former what was known, of this machine or another; `null` when nothing was
 */
export function judgeClock(former: ClockNote | null, reading: ClockReading): ClockNote {
  const { wallMs, witnesses } = reading
  const here = reckon(former, reading)
  const odd = witnesses.find(({ ms }) => Math.abs(wallMs - ms) >= AGREES_MS)
  const {
    elapsedMs: _,
    isSameBoot: __,
    wallMs: ___,
    ...note
  } = odd ? doubted(here, odd.name, wallMs - odd.ms) : (agreed(here) ?? doubted(here, 'note', wallMs - here.believedMs))
  return { ...note, misdated: fewer(note.misdated, note.believedMs) }
}

function reckon(former: ClockNote | null, { boot, host, steadyMs, wallMs }: ClockReading): Reckoning {
  const isSameBoot = former !== null && former.boot === boot && steadyMs >= former.steadyMs
  const elapsedMs = isSameBoot ? steadyMs - former.steadyMs : 0
  const known = former ?? { believedMs: wallMs, gaps: [], doubt: null, misdated: [], accepted: null }
  const gap: ClockGap = { boot, byMs: former ? 0 : null, agreedMs: 0, fromMs: null }
  return {
    ...known,
    ...{ boot, host, steadyMs, witnessedMs: null, wallMs, elapsedMs, isSameBoot },
    believedMs: known.believedMs + elapsedMs,
    gaps: isSameBoot ? known.gaps : [...known.gaps, gap],
  }
}

/** What is believed once the clock says what it may; `null` when it does not. */
function agreed(here: Reckoning): Reckoning | null {
  const { boot, wallMs, believedMs, elapsedMs, gaps, isSameBoot } = here
  const byMs = wallMs - believedMs
  const own = ownGap(gaps, boot)
  if (!own) {
    if (Math.abs(byMs) >= AGREES_MS) return null
    const most = elapsedMs * SLEW
    return settled(here, { believedMs: believedMs + Math.max(-most, Math.min(byMs, most)), gaps })
  }
  const totalMs = (own.byMs ?? 0) + byMs
  const mostMs = gaps.some((gap) => gap.byMs === null) ? Number.POSITIVE_INFINITY : LONGEST_ABSENCE_MS
  if (totalMs <= -AGREES_MS || totalMs > mostMs) return null
  const isJump = isSameBoot && Math.abs(byMs) >= AGREES_MS
  const grown: ClockGap = { ...own, byMs: own.byMs === null ? null : totalMs, fromMs: own.fromMs ?? wallMs }
  const next = isJump ? { ...grown, agreedMs: -elapsedMs, fromMs: wallMs } : grown
  return settled(here, {
    believedMs: wallMs,
    gaps: gaps.map((gap) => (gap === own ? next : gap)),
    misdated: isJump ? datedBehind(own.fromMs, believedMs, byMs) : [],
  })
}

function ownGap(gaps: readonly ClockGap[], boot: string): ClockGap | undefined {
  return gaps.findLast((gap) => gap.boot === boot)
}

/** What was dated before the clock was set right, if it was behind. */
function datedBehind(fromMs: number | null, toMs: number, byMs: number): Misdated[] {
  return fromMs === null || byMs < AGREES_MS ? [] : [{ fromMs, toMs, byMs }]
}

/** What was dated while the clock was doubted and behind, now that it says more. */
function datedInDoubt({ doubt, elapsedMs, wallMs, believedMs }: Reckoning): Misdated[] {
  if (!doubt?.behind) return []
  const { fromMs, toMs, byMs } = doubt.behind
  // It went on to say some more after it was last noted.
  return datedBehind(fromMs, toMs + elapsedMs + AGREES_MS, byMs + wallMs - believedMs)
}

interface Settling {
  believedMs: number
  gaps: readonly ClockGap[]
  misdated?: Misdated[]
}

/** The clock agrees: the doubt is lifted, and gaps after which it has gone with the time for long enough are believed. */
function settled(here: Reckoning, { believedMs, gaps, misdated = [] }: Settling): Reckoning {
  const ranMs = here.doubt ? 0 : here.elapsedMs
  const left = gaps
    .map((gap) => ({ ...gap, agreedMs: gap.agreedMs + ranMs }))
    .filter(({ agreedMs }) => agreedMs < BELIEVED_AFTER_MS)
  return { ...here, believedMs, gaps: left, doubt: null, misdated: here.misdated.concat(datedInDoubt(here), misdated) }
}

function doubted(here: Reckoning, against: string, byMs: number): Reckoning {
  const { doubt: former, believedMs, wallMs, elapsedMs } = here
  const known = former?.behind
  const behind =
    byMs < 0
      ? {
          // It may have been set since it was last looked at.
          fromMs: Math.min(known?.fromMs ?? Number.POSITIVE_INFINITY, wallMs - elapsedMs),
          toMs: Math.max(known?.toMs ?? Number.NEGATIVE_INFINITY, wallMs),
          byMs: Math.max(known?.byMs ?? 0, -byMs),
        }
      : (known ?? null)
  return { ...here, doubt: { sinceMs: former?.sinceMs ?? believedMs, byMs, against, behind } }
}

/** What is known of the time once an operator has said that the clock is right. Pure. */
export function noteAccepted(former: ClockNote | null, acceptance: ClockAcceptance, reading: ClockReading): ClockNote {
  const { boot, host, steadyMs, wallMs } = reading
  const here = reckon(former, reading)
  const isSaidHere = acceptance.boot === boot && steadyMs >= acceptance.steadyMs
  // Another machine whose clock says the same is meant too.
  const isMeant = !isSaidHere && Math.abs(wallMs - acceptance.wallMs) < AGREES_MS
  const said = isMeant ? reading : acceptance
  // A clock that is ahead of what was measured was behind before, for nobody knows how long: since the start, or since ever.
  const own = ownGap(here.gaps, boot)
  const before = former === null ? [] : datedBehind(own ? own.fromMs : 0, here.believedMs, wallMs - here.believedMs)
  return judgeClock(
    {
      ...{ boot: said.boot, host, steadyMs: said.steadyMs, believedMs: said.wallMs, gaps: [], doubt: null },
      ...{ misdated: here.misdated.concat(datedInDoubt(here), before), accepted: acceptance.id, witnessedMs: null },
    },
    reading,
  )
}

/** Without what nothing can be as old as, and not too many. */
function fewer(misdated: readonly Misdated[], believedMs: number): Misdated[] {
  const kept = misdated.filter(({ toMs, byMs }) => toMs + byMs + LONGEST_KEPT_MS > believedMs)
  if (kept.length <= MOST_MISDATED) return kept
  return [
    {
      fromMs: Math.min(...kept.map(({ fromMs }) => fromMs)),
      toMs: Math.max(...kept.map(({ toMs }) => toMs)),
      byMs: Math.max(...kept.map(({ byMs }) => byMs)),
    },
  ]
}

/**
 * The latest instant that has passed for certain, whatever the clock says, ms since the epoch: the time without the gaps that are not believed yet, and
 * without as much as nobody would notice. `null` while the clock is doubted, or nothing is known. Pure.
 */
export function provenMs({ believedMs, gaps, doubt }: ClockNote, wallMs: number): number | null {
  if (doubt || gaps.some(({ byMs }) => byMs === null)) return null
  const unprovenMs = gaps.reduce((sum, { byMs }) => sum + Math.max(0, byMs ?? 0), 0)
  return Math.min(wallMs, believedMs) - unprovenMs - AGREES_MS
}
