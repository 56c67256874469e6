import type { Commune } from '../../../platform/model/commune.js'
import type { Entry } from '../../../platform/model/entry.js'
import type { User } from '../../accounts/staff.js'

/**
 * The accounts that keep an entry true: the one that its owner names; else those of the department that has its owner's name, or that answers for its
 * category; else every curator and administrator of the commune. Only who may write entries counts. Pure.
 * @param staff accounts of the commune that may sign in
 */
export function maintainersOf(
  { owner, category }: Pick<Entry, 'owner' | 'category'>,
  { departments = {} }: Pick<Commune, 'departments'>,
  staff: readonly User[],
): User[] {
  const writers = staff.filter(mayMaintain)
  const named = writers.filter(({ id }) => id === owner)
  if (named.length > 0) return named
  const department = Object.hasOwn(departments, owner)
    ? owner
    : Object.keys(departments).find((id) => departments[id]?.categories.includes(category))
  const own = writers.filter((user) => department !== undefined && user.departments?.includes(department))
  return own.length > 0 ? own : writers
}

/** Whether an account may keep entries true: it can write them, and sign in. Pure. */
export function mayMaintain({ roles, deactivatedAt }: Pick<User, 'roles' | 'deactivatedAt'>): boolean {
  return deactivatedAt === undefined && roles.some((role) => role === 'curator' || role === 'admin')
}
