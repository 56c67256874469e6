import { createHash, randomBytes } from 'node:crypto'
import { afterSuccess, afterTry, type Failures, type SignInTries, waitMsOf } from '../security/sign-in-tries.js'
import { NamedLocks } from '../store/named-locks.js'
import type { Instances } from './instances.js'

/** Life of the salt of the hashes, ms: whoever called on one day cannot be recognised on the next. */
export const SALT_LIFE_MS = 24 * 3_600_000

/** A process that has its store alone: there is nobody to talk to. */
export function singleInstance(): Instances {
  const locks = new NamedLocks()
  let salt = randomBytes(16)
  let drawnAt = Date.now()
  return {
    broadcast() {},
    onMessage: () => () => {},
    withLock: (name, act) => locks.withLock(name, act),
    hash(value) {
      if (Date.now() - drawnAt > SALT_LIFE_MS) {
        salt = randomBytes(16)
        drawnAt = Date.now()
      }
      return createHash('sha256').update(salt).update(value).digest('base64url').slice(0, 22)
    },
    tries: memoryTries(),
  }
}

/** Keys remembered at most; those tried longest ago leave first. */
const MOST_KEYS = 100_000

/** Counts tries in memory: a restart forgets them (docs/decisions/022). */
function memoryTries(): SignInTries {
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
