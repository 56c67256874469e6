import { afterSuccess, afterTry, type Failures, type SignInTries, waitMsOf } from '../security/sign-in-tries.js'

/** Keys remembered at most; those tried longest ago leave first. */
const MOST_KEYS = 100_000

/** Counts tries in memory: a restart forgets them (docs/decisions/022). */
export function memoryTries(): SignInTries {
  const tries = new Map<string, Failures>()
  return {
    async begin(keys, at) {
      const waitMs = Math.max(0, ...keys.map((key) => waitMsOf(tries.get(key.key), key, at)))
      if (waitMs > 0) return waitMs
      for (const { key } of keys) {
        const next = afterTry(tries.get(key), at)
        tries.delete(key)
        tries.set(key, next)
        const [oldest] = tries.size > MOST_KEYS ? tries.keys() : []
        if (oldest !== undefined) tries.delete(oldest)
      }
      return 0
    },
    async takeBack(keys) {
      for (const key of keys) {
        const left = afterSuccess(tries.get(key.key), key)
        if (left) tries.set(key.key, left)
        else tries.delete(key.key)
      }
    },
  }
}
