import { createHash, randomBytes } from 'node:crypto'
import { Turns } from '../store/turns.js'
import type { Instances } from './instances.js'
import { memoryTries } from './memory-tries.js'

/** Life of the salt of the hashes, ms: who called on one day cannot be recognised on the next. */
export const SALT_LIFE_MS = 24 * 3_600_000

/** A process that has its store alone: there is nobody to talk to. */
export function singleInstance(): Instances {
  const turns = new Turns()
  let salt = randomBytes(16)
  let drawnAt = Date.now()
  return {
    tell() {},
    hear: () => () => {},
    inTurn: (name, act) => turns.inTurn(name, act),
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
