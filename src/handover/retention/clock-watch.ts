/** How far the clock may move apart from the time that passed before it is doubted, ms: machines are set right by seconds. */
const LEAST_JUMP_MS = 5 * 60_000
/** How long it is doubted afterwards, ms: time for whoever is warned to set it right. */
const DOUBT_MS = 3_600_000

/** What {@link createClockWatch} is given. */
export interface ClockWatchOptions {
  /** The time of day, which can be set. */
  now: () => Date
  /** Time that passes and is never set, ms. */
  steadyMs: () => number
  /** Told once a jump, with how far the clock went, ms; negative: back. */
  onJump: (byMs: number) => void
}

/**
 * Says whether the clock can be trusted with what cannot be undone. Asked at each sweep, it compares the clock with the time that passed; after a jump the
 * clock is doubted for an hour, so that a wrong date erases nothing at once. What a clock was before the first question is not known.
 */
export function createClockWatch({ now, steadyMs, onJump }: ClockWatchOptions): () => boolean {
  let last = { wall: now().getTime(), steady: steadyMs() }
  let doubtedUntil = Number.NEGATIVE_INFINITY
  return () => {
    const here = { wall: now().getTime(), steady: steadyMs() }
    const byMs = here.wall - last.wall - (here.steady - last.steady)
    last = here
    if (Math.abs(byMs) >= LEAST_JUMP_MS) {
      doubtedUntil = here.steady + DOUBT_MS
      onJump(byMs)
    }
    return here.steady >= doubtedUntil
  }
}
