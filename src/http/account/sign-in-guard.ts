import { FREE_FAILURES, signInDelayS } from '../../domain/accounts/sign-in-delay.js'
import { AppError } from '../../domain/app-error.js'

/** Makes who fails wait longer and longer. A key is an account as seen from one address: nobody can lock out somebody who is elsewhere. */
export interface SignInGuard {
  /** @throws AppError `sign_in_delayed` (429) while the key has to wait */
  check(key: string): void
  fail(key: string): void
  succeed(key: string): void
}

/** Failures are forgotten after this time without another, ms. */
const FORGET_MS = 30 * 60_000
/** Keys remembered at most; the oldest leave first. */
const MOST_KEYS = 10_000

interface Failures {
  count: number
  lastAt: number
}

/** Counts failures in memory: a restart forgets them, as it forgets who waits. */
export function createSignInGuard(now: () => Date): SignInGuard {
  const failures = new Map<string, Failures>()
  const read = (key: string) => {
    const known = failures.get(key)
    if (known && now().getTime() - known.lastAt > FORGET_MS) failures.delete(key)
    return failures.get(key) ?? { count: 0, lastAt: 0 }
  }
  return {
    check(key) {
      const { count, lastAt } = read(key)
      const waitMs = lastAt + signInDelayS(count) * 1000 - now().getTime()
      if (count > FREE_FAILURES && waitMs > 0)
        throw new AppError('sign_in_delayed', 429, { retryAfterS: Math.ceil(waitMs / 1000) })
    },
    fail(key) {
      const { count } = read(key)
      failures.delete(key)
      failures.set(key, { count: count + 1, lastAt: now().getTime() })
      const [oldest] = failures.size > MOST_KEYS ? failures.keys() : []
      if (oldest !== undefined) failures.delete(oldest)
    },
    succeed: (key) => failures.delete(key),
  }
}
