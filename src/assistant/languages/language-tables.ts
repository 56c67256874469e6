import type { SpokenLanguage } from '../../platform/model/language.js'
import { STOP_WORDS } from '../../search/french-words.js'
import type { LanguageExamples } from '../words/load-language-examples.js'
import type { Lexicons } from '../words/load-lexicons.js'
import { foreignLetters, foreignWords } from './foreign-words.js'
import { WordLikelihood } from './word-likelihood.js'

/** What is known of the languages that the assistant recognises. */
export interface LanguageTables {
  /** How likely a word is in each of them, French first. */
  likelihoods: ReadonlyMap<SpokenLanguage, Pick<WordLikelihood, 'has' | 'log'>>
  /**
   * The one language whose lexicon has all the words of a message as one line without a subject ("gracias", "boa tarde"); `null` when none or several have, or when
   * all the words are French too.
   */
  courtesyOf(words: readonly string[]): SpokenLanguage | null
  /** Whether French has a word: grammar, or used in the town's own entries. */
  isFrench(word: string): boolean
}

/** Learns the languages from their lexicons, from what is asked in each, and from French texts, such as the titles of the entries. A tenth of a second. */
export function createLanguageTables(
  lexicons: Lexicons,
  examples: LanguageExamples,
  frenchTexts: readonly string[] = [],
): LanguageTables {
  const searchWords = [...lexicons.values()].flatMap((rows) => rows.map((row) => row.french))
  const french = learn([...STOP_WORDS, ...searchWords, ...frenchTexts, ...(examples.get('fr') ?? [])])
  const likelihoods = new Map<SpokenLanguage, WordLikelihood>([['fr', french]])
  for (const language of new Set([...lexicons.keys(), ...examples.keys()])) {
    if (language === 'fr') continue
    const words = (lexicons.get(language) ?? []).map(({ foreign }) => foreign)
    likelihoods.set(language, learn([...words, ...(examples.get(language) ?? [])]))
  }
  const courtesies = new Map<string, Set<SpokenLanguage>>()
  for (const [language, rows] of lexicons) {
    for (const { foreign } of rows.filter(({ french }) => french === '')) {
      const line = foreignWords(foreign).join(' ')
      courtesies.set(line, (courtesies.get(line) ?? new Set()).add(language))
    }
  }
  return {
    likelihoods,
    courtesyOf(words) {
      const [language, another] = courtesies.get(words.join(' ')) ?? []
      return language === undefined || another || words.every((word) => french.has(word)) ? null : language
    },
    isFrench: (word) => french.has(word),
  }
}

/** All texts at once: word by word, their number would cost more than their length. */
function learn(texts: readonly string[]): WordLikelihood {
  const all = texts.join('\n')
  return new WordLikelihood([...foreignWords(all), ...foreignLetters(all)])
}
