import type { Request } from 'express'
import { type Commune, receptionPhone } from '../model/commune.js'
import { frenchTypography } from '../text/typography.js'
import { API_PREFIX, isEmbedded } from './route.js'
import type { RouteTable } from './route-table.js'

/**
 * The phone that a citizen may call while the server cannot serve her: the one of the commune that her request names, or of the only one. `null` when the
 * commune is not known without the store, or has none; and for all that is of staff, who need no phone number of their own reception.
 */
export function phoneToCallInstead(
  communes: ReadonlyMap<string, Commune>,
  routes: RouteTable,
  request: Request,
): string | null {
  const path = request.originalUrl.split('?')[0] ?? ''
  const found = path.startsWith(API_PREFIX) ? routes.at(request.method, path.slice(API_PREFIX.length)) : undefined
  if (!found || !isEmbedded(found.route)) return null
  const named: unknown = (request.body as { communeId?: unknown } | undefined)?.communeId ?? found.params.id
  const [first, ...others] = communes.values()
  const commune = communes.get(String(named)) ?? (others.length === 0 ? first : undefined)
  return (commune && frenchTypography(receptionPhone(commune))) || null
}
