import { FREE_FAILURES, signInDelayS } from '../../domain/accounts/sign-in-delay.js'
import { AppError } from '../../domain/app-error.js'

/** Whose tries are counted together. */
export interface GuardedKey {
  key: string
  /** Failures that cost nothing; {@link FREE_FAILURES} by default. */
  free?: number
  /** Many people's tries: who succeeds takes back her own alone. */
  shared?: boolean
}

/** A try that counts as failed until it is told otherwise: those made at the same instant are all counted. */
export interface Attempt {
  succeed(): void
}

/** Makes who fails wait longer and longer. */
export interface SignInGuard {
  /** Begins a try. @throws AppError `sign_in_delayed` (429) while one of the keys has to wait */
  begin(keys: readonly GuardedKey[]): Attempt
}

/** Failures are forgotten after this time without another, ms. */
const FORGET_MS = 30 * 60_000
/** Keys remembered at most; those tried longest ago leave first. */
const MOST_KEYS = 100_000

interface Failures {
  count: number
  lastAt: number
}

/** Counts failures in memory: a restart forgets them, as it forgets who waits (docs/decisions/022). */
export function createSignInGuard(now: () => Date): SignInGuard {
  const failures = new Map<string, Failures>()
  const read = (key: string) => {
    const known = failures.get(key)
    if (known && now().getTime() - known.lastAt > FORGET_MS) failures.delete(key)
    return failures.get(key) ?? { count: 0, lastAt: 0 }
  }
  const check = ({ key, free = FREE_FAILURES }: GuardedKey) => {
    const { count, lastAt } = read(key)
    const waitMs = lastAt + signInDelayS(count, free) * 1000 - now().getTime()
    if (count > free && waitMs > 0)
      throw new AppError('sign_in_delayed', 429, { retryAfterS: Math.ceil(waitMs / 1000) })
  }
  const add = ({ key }: GuardedKey) => {
    const { count } = read(key)
    failures.delete(key)
    failures.set(key, { count: count + 1, lastAt: now().getTime() })
    const [oldest] = failures.size > MOST_KEYS ? failures.keys() : []
    if (oldest !== undefined) failures.delete(oldest)
  }
  const takeBack = ({ key, shared }: GuardedKey) => {
    const known = failures.get(key)
    if (shared && known && known.count > 1) failures.set(key, { ...known, count: known.count - 1 })
    else failures.delete(key)
  }
  return {
    begin(keys) {
      keys.forEach(check)
      keys.forEach(add)
      return { succeed: () => keys.forEach(takeBack) }
    },
  }
}
