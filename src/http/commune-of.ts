import { AppError } from '../domain/app-error.js'
import type { Commune } from '../domain/commune.js'
import type { HttpContext } from './http-context.js'

/** The commune named by a request, or the server's own. @throws AppError `unknown_commune` (404) */
export function communeOf(context: HttpContext, id: string | undefined): Commune {
  const commune = context.communes.get(id ?? context.defaultCommuneId)
  if (!commune) throw new AppError('unknown_commune', 404, { field: 'communeId' })
  return commune
}
