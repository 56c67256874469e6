import type { Request } from 'express'
import { type Commune, receptionPhone } from '../model/commune.js'
import { frenchTypography } from '../text/typography.js'
import { API_PREFIX } from './calls.js'

/** What a citizen's browser asks: everything else is of staff, who need no phone number of their own reception. */
const CITIZEN_PATH = new RegExp(`^${API_PREFIX}/(?:ask$|conversations|communes/([^/]+))`)

/**
 * The phone that a citizen may call while the server cannot serve her: the one of the commune that her request names, or of the only one. `null` when the
 * commune is not known without the store, or has none.
 */
export function phoneToCallInstead(communes: ReadonlyMap<string, Commune>, request: Request): string | null {
  const path = CITIZEN_PATH.exec(request.originalUrl.split('?')[0] ?? '')
  if (!path) return null
  const named: unknown = path[1] ?? (request.body as { communeId?: unknown } | undefined)?.communeId
  const [first, ...others] = communes.values()
  const commune = typeof named === 'string' ? communes.get(named) : others.length === 0 ? first : undefined
  return (commune && frenchTypography(receptionPhone(commune))) || null
}
