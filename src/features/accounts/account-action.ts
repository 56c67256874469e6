import type { Role } from '../../platform/model/role.js'
import type { User } from './staff.js'

/** What an administrator says of somebody. */
export interface Edit {
  type: 'edit'
  displayName: string
  roles: Role[]
  departments: string[]
  /** With how many citizens she talks at once; `null`: as many as the others of her commune; absent: as many as before. */
  capacity?: number | null | undefined
}

/** What is done to an account. */
export type AccountAction =
  | Edit
  | { type: 'deactivate'; at: string }
  | { type: 'reactivate' }
  /** Ends every session of hers. */
  | { type: 'set_password'; passwordHash: string }
  | { type: 'propose_factor'; sealedSecret: string; at: string }
  /** Takes the proposed secret into use. Ends every session of hers: those were opened with less. */
  | { type: 'confirm_factor'; step: number; at: string; recoveryHashes: string[] }
  | { type: 'renew_recovery'; recoveryHashes: string[] }
  /** Ends every session of hers. */
  | { type: 'remove_factor' }
  /** A code of this time step was given; each is taken once. */
  | { type: 'use_step'; step: number }
  | { type: 'use_recovery'; hash: string }
  | { type: 'sign_in'; at: string; subject?: string }

/** Why something is not done to an account. `last_admin`: a commune, or the server, would have nobody left to manage it. */
export type AccountRefusal =
  | 'last_admin'
  | 'deactivated'
  | 'no_proposed_factor'
  | 'no_second_factor'
  | 'code_used'
  | 'other_subject'

/** What comes of an action. */
export type AccountTransition = { outcome: 'applied'; user: User } | { outcome: 'refused'; refusal: AccountRefusal }

/**
 * What becomes of an account. Pure.
 * @param others every other account of the server
 */
export function changeAccount(user: User, action: AccountAction, others: readonly User[]): AccountTransition {
  switch (action.type) {
    case 'edit':
      return keepingAdmins(user, edited(user, action), others)
    case 'deactivate':
      return keepingAdmins(user, endingSessions({ ...user, deactivatedAt: action.at }), others)
    case 'reactivate': {
      const { deactivatedAt: _, ...active } = user
      return applied(active)
    }
    case 'set_password':
      return ifActive(user, () => endingSessions({ ...user, passwordHash: action.passwordHash }))
    case 'sign_in':
      return signedIn(user, action)
    default:
      return changeFactor(user, action)
  }
}

type FactorAction = Extract<
  AccountAction,
  { type: 'propose_factor' | 'confirm_factor' | 'renew_recovery' | 'remove_factor' | 'use_step' | 'use_recovery' }
>

function changeFactor(user: User, action: FactorAction): AccountTransition {
  if (action.type === 'propose_factor') {
    const { sealedSecret, at } = action
    return ifActive(user, () => ({ ...user, proposedFactor: { sealedSecret, at } }))
  }
  if (action.type === 'confirm_factor') {
    const { proposedFactor, ...kept } = user
    if (!proposedFactor) return refused('no_proposed_factor')
    const { sealedSecret } = proposedFactor
    const { at: confirmedAt, step: lastStep, recoveryHashes } = action
    return applied(endingSessions({ ...kept, secondFactor: { sealedSecret, confirmedAt, lastStep, recoveryHashes } }))
  }
  const { secondFactor, ...without } = user
  if (!secondFactor) return refused('no_second_factor')
  switch (action.type) {
    case 'renew_recovery':
      return applied({ ...user, secondFactor: { ...secondFactor, recoveryHashes: action.recoveryHashes } })
    case 'remove_factor':
      return applied(endingSessions(without))
    case 'use_step':
      if (action.step <= secondFactor.lastStep) return refused('code_used')
      return applied({ ...user, secondFactor: { ...secondFactor, lastStep: action.step } })
    case 'use_recovery': {
      const left = secondFactor.recoveryHashes.filter((hash) => hash !== action.hash)
      if (left.length === secondFactor.recoveryHashes.length) return refused('code_used')
      return applied({ ...user, secondFactor: { ...secondFactor, recoveryHashes: left } })
    }
    default:
      return action satisfies never
  }
}

function edited(user: User, { displayName, roles, departments, capacity = user.capacity ?? null }: Edit): User {
  const { departments: _, capacity: __, ...kept } = user
  return {
    ...kept,
    displayName,
    roles,
    ...(departments.length > 0 ? { departments } : {}),
    ...(capacity === null ? {} : { capacity }),
  }
}

function signedIn(user: User, { at, subject }: Extract<AccountAction, { type: 'sign_in' }>): AccountTransition {
  // An address may be given to someone else one day: the provider's own name for a person may not.
  if (subject !== undefined && user.subject !== undefined && user.subject !== subject) return refused('other_subject')
  return ifActive(user, () => ({ ...user, lastSignInAt: at, ...(subject === undefined ? {} : { subject }) }))
}

function endingSessions(user: User): User {
  return { ...user, generation: (user.generation ?? 0) + 1 }
}

function ifActive(user: User, change: () => User): AccountTransition {
  return user.deactivatedAt === undefined ? applied(change()) : refused('deactivated')
}

/** A commune that has somebody to manage it, and a server that has a super-admin, keep one. */
function keepingAdmins(before: User, after: User, others: readonly User[]): AccountTransition {
  const everyone = (user: User) => [user, ...others]
  const losesAdmin = hasAdmin(everyone(before), before) && !hasAdmin(everyone(after), before)
  const losesSuperAdmin = hasSuperAdmin(everyone(before)) && !hasSuperAdmin(everyone(after))
  return losesAdmin || losesSuperAdmin ? refused('last_admin') : applied(after)
}

function hasAdmin(users: readonly User[], { communeId }: User): boolean {
  return users.some((user) => user.communeId === communeId && user.roles.includes('admin') && isUsable(user))
}

function hasSuperAdmin(users: readonly User[]): boolean {
  return users.some((user) => user.roles.includes('super-admin') && isUsable(user))
}

/** Who was invited and never came manages nothing. */
function isUsable(user: User): boolean {
  return accountState(user) === 'active'
}

/** Where an account stands: `invited` until she has a password or has signed in. */
export type AccountState = 'invited' | 'active' | 'deactivated'

/** Where an account stands. */
export function accountState({ deactivatedAt, passwordHash, lastSignInAt }: User): AccountState {
  if (deactivatedAt !== undefined) return 'deactivated'
  return passwordHash === null && lastSignInAt === undefined ? 'invited' : 'active'
}

function applied(user: User): AccountTransition {
  return { outcome: 'applied', user }
}

function refused(refusal: AccountRefusal): AccountTransition {
  return { outcome: 'refused', refusal }
}
