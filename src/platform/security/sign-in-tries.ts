/** Failures that cost nothing: people mistype. */
const FREE_FAILURES = 4
const FIRST_DELAY_S = 2
const LONGEST_DELAY_S = 15 * 60

/** Seconds to wait after so many failures in a row: none for the `free` first ones, then 2, doubled each time, a quarter of an hour at most. */
export function signInDelayS(failures: number, free: number = FREE_FAILURES): number {
  if (failures <= free) return 0
  return Math.min(LONGEST_DELAY_S, FIRST_DELAY_S * 2 ** (failures - free - 1))
}

/** Whose tries are counted together. */
export interface GuardedKey {
  key: string
  /** Failures that cost nothing; {@link FREE_FAILURES} by default. */
  free?: number
  /** Many people's tries: whoever succeeds takes back her own alone. */
  shared?: boolean
}

/** Tries that have failed, or not ended yet. */
export interface Failures {
  count: number
  /** ms since 1970. */
  lastAt: number
}

/** Counts tries by key. What is decided and what is counted are one step: a thousand tries of the same instant are a thousand. */
export interface SignInTries {
  /** Counts one more try of each key, unless one of them has to wait. @returns how long, ms; 0 when the try was counted. @throws AppError `storage_unavailable` */
  begin(keys: readonly GuardedKey[], at: Date): Promise<number>
  /** Takes back tries that have succeeded. */
  takeBack(keys: readonly GuardedKey[]): Promise<void>
}

/** Failures are forgotten after this time without another, ms. */
export const FORGET_FAILURES_MS = 30 * 60_000
/** How far the clocks of several servers may be apart, ms. A failure that is later than that was dated by a clock that has been set back since. */
const MOST_APART_MS = 60_000

/** How long a key has to wait before another try, ms; 0 when it need not. Pure. */
export function waitMsOf(failures: Failures | undefined, { free = FREE_FAILURES }: GuardedKey, at: Date): number {
  const { count, lastAt } = remembered(failures, at)
  if (count <= free) return 0
  return Math.max(0, lastAt + signInDelayS(count, free) * 1000 - at.getTime())
}

/** After one more try. Pure. */
export function afterTry(failures: Failures | undefined, at: Date): Failures {
  return { count: remembered(failures, at).count + 1, lastAt: at.getTime() }
}

/** After a try that has succeeded; `null`: nothing is left to remember. Pure. */
export function afterSuccess(failures: Failures | undefined, { shared }: GuardedKey): Failures | null {
  return shared && failures && failures.count > 1 ? { ...failures, count: failures.count - 1 } : null
}

const NONE: Failures = { count: 0, lastAt: 0 }

function remembered(failures: Failures | undefined, at: Date): Failures {
  if (failures === undefined) return NONE
  const ageMs = at.getTime() - failures.lastAt
  return ageMs <= FORGET_FAILURES_MS && ageMs >= -MOST_APART_MS ? failures : NONE
}
