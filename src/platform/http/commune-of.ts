import type { User } from '../../features/accounts/staff.js'
import { AppError } from '../model/app-error.js'
import type { Commune } from '../model/commune.js'
import type { NamedCommune } from './contract.js'
import type { HttpContext } from './http-context.js'

/** The commune named by a request, or the server's own. @throws AppError `unknown_commune` (404) */
export function communeOf(context: HttpContext, id: string | undefined): Commune {
  const commune = context.communes.get(id ?? context.defaultCommuneId)
  if (!commune) throw new AppError('unknown_commune', 404, { field: 'communeId' })
  return commune
}

/** The communes of some accounts, by their names. */
export function communesOf(context: HttpContext, users: readonly Pick<User, 'communeId'>[]): NamedCommune[] {
  const ids = new Set(users.map(({ communeId }) => communeId))
  const communes = [...context.communes.values()].filter(({ id }) => ids.has(id))
  return communes.map(({ id, nom: name }) => ({ id, name })).sort((a, b) => a.name.localeCompare(b.name, 'fr'))
}
