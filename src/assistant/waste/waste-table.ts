import snowball from 'snowball-stemmers'
import type { RecognisedLanguage } from '../../platform/model/language.js'
import { type FactPhrase, type FactTable, toPhrase, toTable } from '../local-facts/fact-table.js'
import { foldFactWord } from '../local-facts/fact-tokens.js'
import type { Tables } from '../words/tables.js'
import type { WasteGuide } from './waste.js'

/** What a phrase is in a question on waste: what asks where something goes, the something, what may stand beside its name, or nothing. */
export type WasteRole = 'asked' | 'object' | 'worn' | 'filler'

/** How questions on waste are heard in a language. */
export interface WasteTable {
  table: FactTable<WasteRole>
  stemOf: (word: string) => string
}

/** A shorter word that ends by "s" is no plural: "gas", "bus". */
const LEAST_PLURAL = 3
/** Letters by which a word is known to begin no name. */
const BEGINNING = 3

/** Languages whose nouns change their ends; elsewhere a stem makes a flower of "fleurir". Ukrainian endings are near enough to Russian ones. Source of the rules: snowballstem.org. */
const STEMMERS: Partial<Record<RecognisedLanguage, string>> = {
  ar: 'arabic',
  uk: 'russian',
  ru: 'russian',
  tr: 'turkish',
  ro: 'romanian',
}

/** The phrases by which questions on waste are heard, by language: plain data, of which tables are made. */
export type WastePhrases = Map<RecognisedLanguage, FactPhrase<WasteRole>[]>

/** The phrases of every language, French first. A name is heard as it is written and with other endings. */
export function wastePhrases(guide: WasteGuide, words: Tables['waste'], facts: Tables['facts']): WastePhrases {
  const phrasesOf = ([language, { asked, worn, filler }]: [RecognisedLanguage, WasteWords]) => {
    const stemOf = stemmerOf(language)
    const of = (role: WasteRole, phrases: readonly string[]) => phrases.map((phrase) => toPhrase(phrase, role))
    const objects = [...guide.objects.values()].flatMap(({ id, names }) =>
      (names[language] ?? []).flatMap((name) => namePhrases(name, id, stemOf)),
    )
    const nothing = [...filler, ...(facts.get(language)?.filler ?? [])]
    return [...objects, ...of('asked', asked), ...of('worn', worn), ...of('filler', nothing)]
  }
  return new Map([...words].map((one) => [one[0], phrasesOf(one)]))
}
type WasteWords = Tables['waste'] extends ReadonlyMap<RecognisedLanguage, infer Words> ? Words : never

/** The tables of phrases. */
export function wasteTables(phrases: WastePhrases): WasteTable[] {
  return [...phrases].map(([language, all]) => {
    const objects = all.filter(({ role }) => role === 'object')
    const beginnings = new Set(objects.flatMap(({ words }) => words.map(beginningOf)))
    const stemOf = stemmerOf(language)
    // A stem takes a tenth of a millisecond: it is looked for where it may be one of a name.
    const stemOfNamed = (word: string) => (beginnings.has(beginningOf(foldFactWord(word))) ? stemOf(word) : word)
    return { table: toTable(language, all), stemOf: stemOfNamed }
  })
}

function stemmerOf(language: RecognisedLanguage): (word: string) => string {
  const name = STEMMERS[language]
  const stemmer = name === undefined ? null : snowball.newStemmer(name)
  return (word) => {
    const lower = word.toLocaleLowerCase(language)
    return stemmer ? stemmer.stem(lower) : singularOf(lower, language)
  }
}

/** Ends of plurals that are longer than an "s". */
const PLURALS: Partial<Record<RecognisedLanguage, RegExp>> = {
  en: /(?<=x|ch|sh|ss)es$/u,
  es: /(?<=[lnrdzj])es$/u,
  pt: /(?<=[rz])es$/u,
}

/** A word without the end of a plural: only compared, never shown. */
function singularOf(word: string, language: RecognisedLanguage): string {
  if (word.length <= LEAST_PLURAL) return word
  if (language === 'en' && word.endsWith('ies')) return `${word.slice(0, -3)}y`
  const longer = PLURALS[language]
  return longer?.test(word) ? word.replace(longer, '') : word.replace(/(?<=[^s])[sx]$/u, '')
}

function beginningOf(word: string): string {
  return word.slice(0, BEGINNING)
}

function namePhrases(name: string, id: string, stemOf: WasteTable['stemOf']): FactPhrase<WasteRole>[] {
  const stems = name.split(/[^\p{L}\p{M}\p{N}]+/u).map(stemOf)
  return [name, stems.join(' ')].map((one) => toPhrase(one, 'object', { value: name, ids: [id] }))
}
