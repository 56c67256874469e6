import { AppError } from '../../../platform/model/app-error.js'
import type { AccountRefusal } from '../account-action.js'
import type { AccountResult } from '../account-verbs.js'
import type { User } from '../staff.js'

/** The account as it has become. @throws AppError when it was refused */
export function requireApplied(result: AccountResult): User {
  if (result.outcome === 'unknown_account') throw new AppError('unknown_account', 404)
  if (result.outcome === 'refused') throw refusalError(result.refusal)
  return result.user
}

function refusalError(refusal: AccountRefusal): AppError {
  switch (refusal) {
    case 'last_admin':
      return new AppError('last_admin', 409)
    case 'deactivated':
      return new AppError('account_deactivated', 409)
    case 'no_proposed_factor':
    case 'no_second_factor':
      return new AppError('no_second_factor', 409)
    case 'code_used':
      return new AppError('second_factor_wrong', 401, { field: 'code' })
    case 'other_subject':
      return new AppError('sign_in_failed', 401)
    default:
      return refusal satisfies never
  }
}
