import { DescribedError } from '../../platform/http/problem.js'
import type { Commune } from '../../platform/model/commune.js'
import { frenchTypography } from '../../platform/text/typography.js'
import type { LiveCommunes } from './live-communes.js'

/** What says whether a commune is suspended. */
export interface SuspensionNeeds {
  liveCommunes: Pick<LiveCommunes, 'suspensionOf'>
}

/**
 * Refuses what a citizen asks of a commune that its operator has suspended, and tells her whom to phone and where to go. What is hers she may still read and
 * erase. @throws AppError `commune_suspended` (503)
 */
export function requireOpenCommune({ liveCommunes }: SuspensionNeeds, commune: Commune): void {
  if (liveCommunes.suspensionOf(commune.id)) throw new DescribedError('commune_suspended', 503, waysTo(commune))
}

/** By what the message `error.commune_suspended` leads to the town hall: its phone and its address, else its site. Pure. */
export function waysTo({ nom: commune, site, reception, services }: Commune): { commune: string; contact: string } {
  const { telephone = '', adresse = '' } = services[reception] ?? {}
  const ways = [frenchTypography(telephone), adresse].filter((way) => way !== '')
  return { commune, contact: ways.join(', ') || site || commune }
}
