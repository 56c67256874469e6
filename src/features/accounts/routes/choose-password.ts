import type { HttpContext } from '../../../platform/http/http-context.js'
import { AppError } from '../../../platform/model/app-error.js'
import { hashPassword } from '../password.js'
import { passwordFault } from '../password-fault.js'
import type { User } from '../staff.js'

/** The hash of a password that its owner may choose. @throws AppError `password_too_short`, `password_too_common`, `password_personal` (422) */
export async function hashChosenPassword(
  { commonestPasswords, communes, assistant }: HttpContext,
  { id, email, displayName, communeId }: User,
  password: string,
): Promise<string> {
  const owner = { email, displayName, commune: communes.get(communeId)?.nom ?? '' }
  const field = 'password'
  switch (passwordFault(password, owner, commonestPasswords)) {
    case 'password_too_short':
      throw new AppError('password_too_short', 422, { field })
    case 'password_too_common':
      throw new AppError('password_too_common', 422, { field })
    case 'password_personal':
      throw new AppError('password_personal', 422, { field })
    case null: {
      const others = await assistant.store.findUsersByEmail(email)
      const beside = others.find((one) => one.id !== id && one.passwordHash !== null)
      return hashPassword(password, beside?.passwordHash)
    }
  }
}
