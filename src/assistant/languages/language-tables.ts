import type { RecognisedLanguage } from '../../platform/model/language.js'
import { STOP_WORDS } from '../../search/french-words.js'
import type { LanguageExamples, Lexicons } from '../words/load-lexicons.js'
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
  readonly #words: ReadonlyMap<string, number>
  readonly #runs: Uint32Array
  readonly #total: number

  constructor({ words, runs, total }: Learned) {
    this.#words = words
    this.#runs = runs
    this.#total = total
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

/** What was read of a language: plain data. */
interface Learned {
  /** How often its texts have each word. */
  words: Map<string, number>
  /** In how many places of different words each run of letters is, by its hash. */
  runs: Uint32Array
  /** Words of its texts, repeats included. */
  total: number
}

/** All texts at once: word by word, their number would cost more than their length. */
function learn(texts: readonly string[]): Learned {
  const all = texts.join('\n')
  const read = [...foreignWords(all), ...foreignLetters(all)]
  const words = new Map<string, number>()
  const runs = new Uint32Array(COUNTERS)
  for (const word of read) {
    const before = words.get(word) ?? 0
    words.set(word, before + 1)
    if (before === 0) countRuns(framed(word), runs)
  }
  return { words, runs, total: read.length }
}

function countRuns(letters: string, runs: Uint32Array): void {
  const count = (run: number) => {
    const counter = counterOf(run)
    runs[counter] = (runs[counter] as number) + 1
  }
  for (let end = 1; end <= letters.length; end += 1) {
    let run = NO_LETTER
    count(run)
    for (let start = end - 1; start >= 0 && end - start <= LONGEST_RUN; start -= 1) {
      run = withLetter(run, letters.charCodeAt(start))
      count(run)
    }
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
  likelihoods: ReadonlyMap<RecognisedLanguage, Pick<WordLikelihood, 'has' | 'log'>>
  /**
   * The one language whose lexicon has all the words of a message as one line without a subject ("gracias", "boa tarde"); `null` when none or several have, or when
   * all the words are French too.
   */
  courtesyOf(words: readonly string[]): RecognisedLanguage | null
  /** Whether French has a word: grammar, or used in the town's own entries. */
  isFrench(word: string): boolean
}

/** What was learnt of every language: plain data, of which tables are made. */
export interface LearnedLanguages {
  likelihoods: Map<RecognisedLanguage, Learned>
  /** The languages whose lexicon has a line without a subject, by its words. */
  courtesies: Map<string, Set<RecognisedLanguage>>
}

/** Learns the languages from their lexicons, from what is asked in each, and from French texts, such as the titles of the entries. A tenth of a second. */
export function learnLanguages(
  lexicons: Lexicons,
  examples: LanguageExamples,
  frenchTexts: readonly string[] = [],
): LearnedLanguages {
  const searchWords = [...lexicons.values()].flatMap((rows) => rows.map((row) => row.french))
  const french = learn([...STOP_WORDS, ...searchWords, ...frenchTexts, ...(examples.get('fr') ?? [])])
  const likelihoods = new Map([['fr' as RecognisedLanguage, french]])
  for (const language of new Set([...lexicons.keys(), ...examples.keys()])) {
    if (language === 'fr') continue
    const words = (lexicons.get(language) ?? []).map(({ foreign }) => foreign)
    likelihoods.set(language, learn([...words, ...(examples.get(language) ?? [])]))
  }
  const courtesies = new Map<string, Set<RecognisedLanguage>>()
  for (const [language, rows] of lexicons) {
    for (const { foreign } of rows.filter(({ french }) => french === '')) {
      const line = foreignWords(foreign).join(' ')
      courtesies.set(line, (courtesies.get(line) ?? new Set()).add(language))
    }
  }
  return { likelihoods, courtesies }
}

/** The tables of what was learnt. */
export function languageTables({ likelihoods: learned, courtesies }: LearnedLanguages): LanguageTables {
  const likelihoods = new Map([...learned].map(([language, one]) => [language, new WordLikelihood(one)]))
  const french = likelihoods.get('fr')
  const isFrench = (word: string) => french?.has(word) === true
  return {
    likelihoods,
    courtesyOf(words) {
      const [language, another] = courtesies.get(words.join(' ')) ?? []
      return language === undefined || another || words.every(isFrench) ? null : language
    },
    isFrench,
  }
}
