import type { SpokenLanguage } from '../../domain/language.js'
import { foreignWords } from './foreign-words.js'
import type { LanguageTables } from './language-tables.js'

/** Letters that French does not write, the languages that do, and how much each says. */
const LETTERS: readonly { letters: RegExp; languages: readonly SpokenLanguage[]; weight: number }[] = [
  { letters: /[ñ¿¡]/gu, languages: ['es'], weight: 1 },
  { letters: /[ãõ]/gu, languages: ['pt'], weight: 1 },
  { letters: /[ığş]/gu, languages: ['tr'], weight: 1 },
  { letters: /[ățșţ]/gu, languages: ['ro'], weight: 1 },
  { letters: /ß/gu, languages: ['de'], weight: 1 },
  { letters: /[áíóú]/gu, languages: ['es', 'pt'], weight: 0.5 },
  { letters: /[äöü]/gu, languages: ['de', 'tr'], weight: 0.5 },
  { letters: /[ìò]/gu, languages: ['it'], weight: 0.5 },
]
/** Letters beyond this many of a kind say nothing more. */
const MOST_LETTERS = 2

/** Letters of Persian, Urdu and their neighbours: a text that has them is not Arabic. */
const NOT_ARABIC = /[پچژٹڈڑںےۓ]/u
/** Least share of a message's letters that its script must have. */
const MOST_OF = 0.5

/** Least evidence, in words, against French. Chosen on the questions of `intents/` and `benchmarks/quality/`. */
const LEAST_EVIDENCE = 1.5
/** How much the foreign words must outweigh the French ones. */
const OUTWEIGHS = 2
/** Least share of the words that must be foreign. */
const LEAST_SHARE = 0.3
/** A message of so few words must not hold one that French alone has. */
const SHORT = 2
/** Evidence that needs no second look in a short message; with less, no word may be nearly a French one. */
const SHORT_EVIDENCE = 2
/** A Cyrillic text of so many letters without one that is Ukrainian alone is more likely Russian. */
const LONG_CYRILLIC = 12

/** The language of a message; French unless another is plain. Pure, well under a millisecond. */
export function recogniseLanguage(text: string, tables: LanguageTables): SpokenLanguage {
  return byScript(text, tables) ?? tables.courtesyOf(foreignWords(text)) ?? byWords(text, tables)
}

function byScript(text: string, tables: LanguageTables): SpokenLanguage | null {
  const letters = text.match(/\p{L}/gu)?.length ?? 0
  const share = (script: RegExp) => (letters === 0 ? 0 : (text.match(script)?.length ?? 0) / letters)
  if (share(/\p{Script=Arabic}/gu) > MOST_OF) return NOT_ARABIC.test(text) ? 'fr' : 'ar'
  return share(/\p{Script=Cyrillic}/gu) > MOST_OF ? ukrainianOrRussian(text, tables) : null
}

function ukrainianOrRussian(text: string, tables: LanguageTables): SpokenLanguage {
  const ukrainian = /[іїєґ]/iu.test(text)
  const russian = /[ыэёъ]/iu.test(text)
  if (ukrainian !== russian) return ukrainian ? 'uk' : 'ru'
  const words = foreignWords(text)
  const count = (language: SpokenLanguage) => words.filter((word) => tables.languagesOf(word).includes(language)).length
  const lead = count('ru') - count('uk')
  if (lead !== 0) return lead > 0 ? 'ru' : 'uk'
  return words.join('').length >= LONG_CYRILLIC ? 'ru' : 'uk'
}

function byWords(text: string, tables: LanguageTables): SpokenLanguage {
  const words = foreignWords(text).filter((word) => !/\p{N}/u.test(word))
  const candidates = new Set(words.flatMap((word) => [...tables.languagesOf(word)]))
  const letters = lettersOf(text)
  let best: { language: SpokenLanguage; score: number } | null = null
  for (const language of candidates) {
    if (!isPlain(words, language, letters.get(language) ?? 0, tables)) continue
    const score = distinctiveness(words, language, tables) + (letters.get(language) ?? 0)
    if (best === null || score > best.score) best = { language, score }
  }
  return best?.language ?? 'fr'
}

/** Whether a message is plainly of a language rather than French: words that both have say nothing. */
function isPlain(words: readonly string[], language: SpokenLanguage, letters: number, tables: LanguageTables): boolean {
  let foreign = letters
  let french = 0
  let weight = 0
  for (const word of words) {
    const [isForeign, isFrench] = [tables.languagesOf(word).includes(language), tables.isFrench(word)]
    weight += weightOf(word)
    if (isForeign && !isFrench) foreign += weightOf(word)
    if (isFrench && !isForeign) french += weightOf(word)
  }
  if ((french > 0 && foreign <= OUTWEIGHS * french) || foreign / weight < LEAST_SHARE) return false
  if (words.length > SHORT) return foreign >= LEAST_EVIDENCE
  if (french > 0 || foreign < 1) return false
  return foreign >= SHORT_EVIDENCE || !words.some(tables.isNearFrench)
}

/** How much the words speak for a language against the other foreign ones. */
function distinctiveness(words: readonly string[], language: SpokenLanguage, tables: LanguageTables): number {
  return words.reduce((sum, word) => {
    const languages = tables.languagesOf(word)
    return languages.includes(language) ? sum + weightOf(word) / languages.length : sum
  }, 0)
}

/** A short word is often an accident of typing. */
function weightOf(word: string): number {
  return word.length === 1 ? 0.25 : word.length === 2 ? 0.5 : 1
}

function lettersOf(text: string): Map<SpokenLanguage, number> {
  const lower = text.normalize('NFC').toLowerCase()
  const found = new Map<SpokenLanguage, number>()
  for (const { letters, languages, weight } of LETTERS) {
    const count = Math.min(lower.match(letters)?.length ?? 0, MOST_LETTERS)
    for (const language of languages) found.set(language, (found.get(language) ?? 0) + count * weight)
  }
  return found
}
