import { AppError } from '../model/app-error.js'
import type { Commune } from '../model/commune.js'
import type { NamedCommune } from './shapes.js'

/** The communes of the server as they are now. */
export interface KnownCommunes {
  communes: ReadonlyMap<string, Commune>
  /** The one that is meant where none is named. */
  defaultCommuneId?: string
}

/** The commune named by a request, or the server's own. @throws AppError `unknown_commune` (404) */
export function communeOf({ communes, defaultCommuneId = '' }: KnownCommunes, id: string | undefined): Commune {
  const commune = communes.get(id ?? defaultCommuneId)
  if (!commune) throw new AppError('unknown_commune', 404, { field: 'communeId' })
  return commune
}

/** The communes of some accounts, by their names. */
export function communesOf(
  known: Pick<KnownCommunes, 'communes'>,
  accounts: readonly { communeId: string }[],
): NamedCommune[] {
  const ids = new Set(accounts.map(({ communeId }) => communeId))
  const communes = [...known.communes.values()].filter(({ id }) => ids.has(id))
  return communes.map(({ id, nom: name }) => ({ id, name })).sort((a, b) => a.name.localeCompare(b.name, 'fr'))
}
