import { AppError } from '../../../platform/model/app-error.js'
import type { Sealer } from '../../../platform/store/sealer.js'
import type { AccountStore } from '../account-verbs.js'
import { hashRecoveryCode, isRecoveryCode } from '../recovery-codes.js'
import { secondFactorPlace, type User } from '../staff.js'
import { matchTotp } from '../totp.js'
import type { SignInGuard } from './sign-in-guard.js'

/** What keeps a second factor. */
export interface SealNeeds {
  /** Seals with the server's own key. */
  sealer: Sealer
}

/** What checks one. */
export interface FactorNeeds extends SealNeeds {
  store: Pick<AccountStore, 'applyToAccount'>
  now: () => Date
  signInGuard: SignInGuard
}

/** Seals the secret of an account's second factor. */
export function sealSecret({ sealer }: SealNeeds, userId: string, secret: Buffer): Promise<string> {
  return sealer.seal(secret.toString('base64url'), secondFactorPlace(userId))
}

/** The secret of an account; `null` when the key of the data folder is another one. */
export async function openSecret({ sealer }: SealNeeds, userId: string, sealed: string): Promise<Buffer | null> {
  const opened = await sealer.open(sealed, secondFactorPlace(userId))
  return opened === null ? null : Buffer.from(opened, 'base64url')
}

/**
 * Takes a code of the phone or a recovery code, once, when the account has a second factor.
 * @throws AppError `second_factor_needed`, `second_factor_wrong` (401), `sign_in_delayed` (429)
 */
export async function requireSecondFactor(needs: FactorNeeds, user: User, code: string | undefined): Promise<void> {
  if (!user.secondFactor) return
  if (code === undefined) throw new AppError('second_factor_needed', 401, { field: 'code' })
  if (!(await takesSecondFactor(needs, user, code))) throw new AppError('second_factor_wrong', 401, { field: 'code' })
}

/** Whether a code is one of an account's second factor; then it is taken, once. @throws AppError `sign_in_delayed` (429) */
export async function takesSecondFactor(needs: FactorNeeds, user: User, code: string): Promise<boolean> {
  // Only who knows the password comes here: the account itself may wait, whatever the address.
  const attempt = await needs.signInGuard.begin([{ key: `second-factor ${user.id}` }])
  const isTaken = await takeCode(needs, user, code)
  if (isTaken) await attempt.succeed()
  return isTaken
}

async function takeCode(needs: FactorNeeds, { id, secondFactor }: User, code: string): Promise<boolean> {
  const { store, now } = needs
  if (isRecoveryCode(code)) {
    const hash = hashRecoveryCode(code)
    return (await store.applyToAccount(id, { type: 'use_recovery', hash }, null)).outcome === 'applied'
  }
  const secret = secondFactor && (await openSecret(needs, id, secondFactor.sealedSecret))
  const step = secret ? matchTotp(secret, code, now(), secondFactor.lastStep) : null
  if (step === null) return false
  return (await store.applyToAccount(id, { type: 'use_step', step }, null)).outcome === 'applied'
}
