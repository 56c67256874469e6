import { AppError } from '../../../platform/model/app-error.js'
import type { GuardedKey, SignInTries } from '../../../platform/security/sign-in-tries.js'

/** A try that counts as failed until it is told otherwise: those made at the same instant are all counted. */
export interface Attempt {
  succeed(): Promise<void>
}

/** Makes who fails wait longer and longer. */
export interface SignInGuard {
  /** Begins a try. @throws AppError `sign_in_delayed` (429) while one of the keys has to wait */
  begin(keys: readonly GuardedKey[]): Promise<Attempt>
}

/** Guards by what all processes have counted (docs/decisions/022, 026). */
export function createSignInGuard(tries: SignInTries, now: () => Date): SignInGuard {
  return {
    async begin(keys) {
      const waitMs = await tries.begin(keys, now())
      if (waitMs > 0) throw new AppError('sign_in_delayed', 429, { retryAfterS: Math.ceil(waitMs / 1000) })
      return { succeed: () => tries.takeBack(keys) }
    },
  }
}
