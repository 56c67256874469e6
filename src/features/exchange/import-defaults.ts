import type { DateTime } from 'luxon'
import type { Commune } from '../../platform/model/commune.js'
import { type RecognisedLanguage, STAFF_LANGUAGES } from '../../platform/model/language.js'
import { loadCatalogues } from '../entries/catalogue/load-catalogues.js'
import { COLUMN_KINDS, type ColumnKind } from './column-kinds.js'
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

/** Says a sentence of `knowledge/messages/admin-exchange.*.json`; in French for a language that it lacks. */
export type SayExchange = (language: RecognisedLanguage, key: string, parameters?: Record<string, string>) => string

/** Loads what imports and exports say in commands, in files and in refusals. @throws when a catalogue cannot be read */
export function loadExchangeWords(knowledgeDir: string): Promise<SayExchange> {
  return loadCatalogues({ knowledgeDir, prefix: 'admin-exchange.', languages: STAFF_LANGUAGES }, 'failed')
}

/** Headings of the columns of an exported sheet, in French as its entries are. */
export function columnHeadings(say: SayExchange): (kind: ColumnKind) => string {
  const headings = new Map(COLUMN_KINDS.map((kind) => [kind, say('fr', `column.${kind}`)]))
  return (kind) => headings.get(kind) ?? kind
}

/** Says a sentence of `knowledge/messages/admin-packs.*.json`; in French for a language that it lacks. */
export type SayPacks = (language: RecognisedLanguage, key: string, parameters?: Record<string, string>) => string

/** Loads what packs say in commands and in refusals. @throws when a catalogue cannot be read */
export function loadPackWords(knowledgeDir: string): Promise<SayPacks> {
  return loadCatalogues({ knowledgeDir, prefix: 'admin-packs.', languages: STAFF_LANGUAGES }, 'failed')
}
