import type { SpokenLanguage } from '../../platform/model/language.js'
import type { Probability } from '../../platform/model/probability.js'
import type { LanguageExamples } from '../words/load-language-examples.js'
import type { Lexicons } from '../words/load-lexicons.js'
import { createLanguageTables } from './language-tables.js'
import { recogniseLanguage } from './recognise-language.js'
import { createToFrench, type FrenchWords } from './to-french.js'

/** The language of a message, and the French words to search for it. */
export interface Heard {
  language: SpokenLanguage
  /** Every French word that the lexicon gave, however few; empty for a French message. */
  words: string
  /** The same when enough of the message is known to search it, else `null`. */
  french: string | null
}

/** Listens to a message. Pure. */
export type Listen = (text: string) => Heard

/** Least share of the words with a subject that must be known for a match to be claimed. Chosen on the tests of this folder. */
export const LEAST_KNOWN_SHARE: Probability = 0.4

/** Builds {@link Listen} from what {@link createLanguageTables} learns from. */
export function createListener(
  lexicons: Lexicons,
  examples: LanguageExamples,
  frenchTexts: readonly string[] = [],
): Listen {
  const tables = createLanguageTables(lexicons, examples, frenchTexts)
  const translators = new Map(
    [...lexicons].map(([language, rows]) => [language, createToFrench(language, rows, tables.isFrench)]),
  )
  return (text) => {
    const language = recogniseLanguage(text, tables)
    const words = language === 'fr' ? undefined : translators.get(language)?.(text)
    return { language, words: words?.text ?? '', french: searchable(words) }
  }
}

function searchable(words: FrenchWords | undefined): string | null {
  return words && words.text !== '' && words.knownShare >= LEAST_KNOWN_SHARE ? words.text : null
}
