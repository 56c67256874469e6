import type { SpokenLanguage } from '../../platform/model/language.js'
import { STOP_WORDS } from '../../search/french-words.js'
import type { Lexicons } from '../words/load-lexicons.js'
import type { LanguageExamples } from '../words/load-utterances.js'
import { foreignLetters, foreignWords } from './foreign-words.js'

// Taken once: looked up at each letter, they would cost more than the sums.
const { exp, imul, log, min } = Math

/** Longest run of letters that is counted. */
const LONGEST_RUN = 4
/** Runs share so many counters, by their hash; a power of two. */
const COUNTERS = 1 << 16
/** How many sightings of a run its last letters are worth, the first left out. */
const SHORTER_WORTH = 8
/** How many sightings of a word its letters are worth, as a share of all the words. */
const LETTERS_WORTH = 0.2
/** Probability of a letter that was never seen. */
const UNSEEN_LETTER = 1 / 200
/** Letters of a word beyond these say nothing more. */
const LONGEST_WORD = 30
/** The hash of no letter. */
const NO_LETTER = 2_166_136_261

/**
 * How likely a word is in a language: by how often its texts have it, and by its letters, each after the three before it. What was seen rarely leans
 * on what is common: a word on its letters, four letters on the last three of them, and so on.
 * Source: MacKay and Peto, "A hierarchical Dirichlet language model", 1995.
 */
class WordLikelihood {
  /** How often the texts have each word. */
  readonly #words = new Map<string, number>()
  /** In how many places of different words each run of letters is, by its hash. */
  readonly #runs = new Uint32Array(COUNTERS)
  readonly #total: number

  /** @param words those of the language's texts, folded, repeats included */
  constructor(words: readonly string[]) {
    this.#total = words.length
    for (const word of words) {
      const before = this.#words.get(word) ?? 0
      this.#words.set(word, before + 1)
      if (before === 0) this.#countRuns(framed(word))
    }
  }

  /** Whether the texts have a word. */
  has(word: string): boolean {
    return this.#words.has(word)
  }

  /** Natural logarithm of the likelihood of a word; finite, below 0. */
  log(word: string): number {
    const worth = LETTERS_WORTH * this.#total + 1
    const seen = this.#words.get(word) ?? 0
    const letters = this.#logOfLetters(framed(word))
    // The likelihood of many letters may be too small for a number; its logarithm is not.
    const sum = seen === 0 ? log(worth) + letters : log(seen + worth * exp(letters))
    return sum - log(this.#total + worth)
  }

  #countRuns(letters: string): void {
    for (let end = 1; end <= letters.length; end += 1) {
      let run = NO_LETTER
      this.#count(run)
      for (let start = end - 1; start >= 0 && end - start <= LONGEST_RUN; start -= 1) {
        run = withLetter(run, letters.charCodeAt(start))
        this.#count(run)
      }
    }
  }

  #count(run: number): void {
    this.#runs[counterOf(run)] = this.#countOf(run) + 1
  }

  #countOf(run: number): number {
    return this.#runs[counterOf(run)] ?? 0
  }

  #logOfLetters(letters: string): number {
    let sum = 0
    for (let end = 2; end <= letters.length; end += 1) {
      let likelihood = UNSEEN_LETTER
      let [run, before] = [NO_LETTER, NO_LETTER]
      for (let start = end - 1; start >= 0 && end - start <= LONGEST_RUN; start -= 1) {
        run = withLetter(run, letters.charCodeAt(start))
        if (start < end - 1) before = withLetter(before, letters.charCodeAt(start))
        const seenBefore = this.#countOf(before)
        // Counters are shared: a run is seen no more often than what begins it.
        const seen = min(seenBefore, this.#countOf(run))
        likelihood = (seen + SHORTER_WORTH * likelihood) / (seenBefore + SHORTER_WORTH)
      }
      sum += log(likelihood)
    }
    return sum
  }
}

/** A word between the marks of its beginning and end. */
function framed(word: string): string {
  return `^${word.slice(0, LONGEST_WORD)}$`
}

/** The hash of a run with one more letter before it. Source: FNV-1a, a hash of few steps. */
function withLetter(hash: number, letter: number): number {
  return imul(hash ^ letter, 16_777_619)
}

function counterOf(hash: number): number {
  return (hash ^ (hash >>> 15)) & (COUNTERS - 1)
}

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
