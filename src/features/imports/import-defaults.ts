import type { DateTime } from 'luxon'
import type { Commune } from '../../platform/model/commune.js'
import type { SayExchange } from './exchange-words.js'
import type { ImportDefaults } from './plan-import.js'

/** What an import writes where its lines say nothing: the commune as the source, its first service as the owner, a year to read them again. */
export function importDefaults(
  commune: Pick<Commune, 'nom' | 'services' | 'timeZone'>,
  { now, owner, say }: { now: DateTime; owner?: string | undefined; say: SayExchange },
): ImportDefaults {
  const today = now.setZone(commune.timeZone)
  return {
    category: 'mairie-pratique',
    owner: owner ?? Object.keys(commune.services)[0] ?? 'accueil',
    sourceName: commune.nom,
    today: today.toISODate() ?? '',
    reviewBy: today.plus({ years: 1 }).toISODate() ?? '',
    say: (key, value) => say('fr', key, { value }),
  }
}
