import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { EXAMPLE_LANGUAGES, type SpokenLanguage } from '../../platform/model/language.js'
import { phrases } from '../local-facts/load-fact-words.js'
import type { AddressKind } from './address.js'
import type { StreetLexicon } from './street-words.js'

const entryId = z.string().regex(/^[a-z0-9-]+$/)
const entryIds = z.array(entryId).min(1)
const listed = phrases.transform((words) => new Set(words))
/** Words by what they stand for. */
const spellings = z
  .record(z.string(), phrases)
  .transform((by) => new Map(Object.entries(by).flatMap(([word, all]) => all.map((one) => [one, word] as const))))

const streetsFile = z.strictObject({
  entries: z.strictObject({ collecte: entryIds, ecole: entryIds, vote: entryIds, quartier: entryIds }),
  types: spellings,
  unsure: listed,
  written: spellings,
  articles: listed,
  suffixes: listed,
  around: listed,
  own: listed,
})

/** The subject, and what asks of it where somebody lives. */
const asked = z.strictObject({ what: phrases, asks: phrases, other: phrases })
const wordsFile = z.strictObject({ vote: asked, ecole: asked, quartier: asked, collecte: asked, filler: phrases })

/** The words by which something is asked of an address, in a language. `other` makes another question of them. */
export type AddressPhrases = z.output<typeof wordsFile>

/** How streets are written, and how something is asked of them. */
export interface AddressWords {
  streets: StreetLexicon
  /** Entries that say more of each kind, the best first. */
  entries: Record<AddressKind, readonly string[]>
  /** French is always among them. */
  phrases: ReadonlyMap<SpokenLanguage, AddressPhrases>
}

/** Reads `<knowledgeDir>/addresses.json` and `<intentsDir>/addresses/<language>.json`. @throws when a file cannot be read, or is not so written */
export async function loadAddressWords({
  knowledgeDir,
  intentsDir,
}: {
  knowledgeDir: string
  intentsDir: string
}): Promise<AddressWords> {
  const read = async (...path: string[]) => JSON.parse(await readFile(join(...path), 'utf8'))
  const { entries, ...streets } = streetsFile.parse(await read(knowledgeDir, 'addresses.json'))
  const languages: SpokenLanguage[] = ['fr', ...EXAMPLE_LANGUAGES]
  const byLanguage = languages.map(
    async (language) => [language, wordsFile.parse(await read(intentsDir, 'addresses', `${language}.json`))] as const,
  )
  return { streets, entries, phrases: new Map(await Promise.all(byLanguage)) }
}
