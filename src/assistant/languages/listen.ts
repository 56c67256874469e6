import type { RecognisedLanguage } from '../../platform/model/language.js'
import type { Probability } from '../../platform/model/turn.js'
import type { LexiconRow, Lexicons } from '../words/load-lexicons.js'
import { foreignLetters, foreignWords, withoutHeads } from './foreign-words.js'
import { type LanguageTables, type LearnedLanguages, languageTables } from './language-tables.js'

/** Letters of Persian, Urdu and their neighbours: a text that has them is not Arabic. */
const NOT_ARABIC = /[پچژٹڈڑںےۓ]/u
const IN_CYRILLIC: ReadonlySet<RecognisedLanguage> = new Set(['uk', 'ru'])
/** Least share of a message's letters that its script must have. */
const MOST_OF = 0.5

// All evidence below is in nats: the logarithm of how many times likelier a word is in the one language than in French. Chosen on example questions
// of `intents/` that the tables had not seen.

/** Most that a word says for a language that has it, so that no word decides alone what the others deny. */
const MOST_OF_KNOWN = 10
/** Most that a word says by its letters alone: names, brands and typing errors look like any language. */
const MOST_OF_LETTERS = 4
/** Most that a word says for French: foreign messages name French things. */
const MOST_FOR_FRENCH = 6
/** Letters from which a word says all that it may; a short one is often an accident of typing. */
const WHOLE_WORD = 5
/** Least evidence for another language than French. */
const LEAST_EVIDENCE = 5
/** Words beyond these are not weighed: the language of a text is plain by then. */
const MOST_WORDS = 20

/** The language of a message; French unless another is plain. Pure, well under a millisecond. */
export function recogniseLanguage(text: string, tables: LanguageTables): RecognisedLanguage {
  return tables.courtesyOf(foreignWords(text)) ?? byScript(text, tables) ?? byWords(text, tables)
}

function byScript(text: string, tables: LanguageTables): RecognisedLanguage | null {
  const letters = text.match(/\p{L}/gu)?.length ?? 0
  const share = (script: RegExp) => (letters === 0 ? 0 : (text.match(script)?.length ?? 0) / letters)
  if (share(/\p{Script=Arabic}/gu) > MOST_OF) return NOT_ARABIC.test(text) ? 'fr' : 'ar'
  return share(/\p{Script=Cyrillic}/gu) > MOST_OF ? ukrainianOrRussian(text, tables) : null
}

function ukrainianOrRussian(text: string, tables: LanguageTables): RecognisedLanguage {
  const ukrainian = /[іїєґ]/iu.test(text)
  const russian = /[ыэёъ]/iu.test(text)
  if (ukrainian !== russian) return ukrainian ? 'uk' : 'ru'
  return likeliest(weighedOf(text), tables, [...IN_CYRILLIC]) ?? 'uk'
}

function byWords(text: string, tables: LanguageTables): RecognisedLanguage {
  // A single word is as likely a name, a brand or a typing error.
  if (foreignWords(text).filter((word) => /\p{L}/u.test(word)).length < 2) return 'fr'
  const weighed = weighedOf(text)
  const hasCyrillic = /\p{Script=Cyrillic}/u.test(text)
  const foreign = [...tables.likelihoods.keys()].filter((one) => one !== 'fr' && (hasCyrillic || !IN_CYRILLIC.has(one)))
  const language = likeliest(weighed, tables, foreign)
  return language && isPlain(weighed, language, tables) ? language : 'fr'
}

/** A word of a message that is no name, or a letter that {@link foreignLetters} finds in it. */
interface Weighed {
  text: string
  /** Share of what a long word would say, in [0, 1]. */
  weight: number
}

function weighedOf(text: string): Weighed[] {
  const tokens = text.trim().split(/\s+/u, MOST_WORDS)
  const weighed = new Map<string, number>()
  for (const [at, token] of tokens.entries()) {
    if (isName(tokens, at)) continue
    for (const word of foreignWords(token)) {
      const letters = word.replace(/\P{L}/gu, '').length
      if (letters > 1 || letters === word.length) weighed.set(word, Math.min(1, letters / WHOLE_WORD))
    }
    for (const letter of foreignLetters(token)) weighed.set(letter, 1)
  }
  return [...weighed].map(([text, weight]) => ({ text, weight }))
}

const CAPITALISED = /^\P{L}*\p{Lu}\p{L}*\p{Ll}/u

/** Whether a capital says that a word is a name: inside the message, or at its head with another right after. */
function isName(tokens: readonly string[], at: number): boolean {
  const hasCapital = (index: number) => CAPITALISED.test(tokens[index] ?? '')
  return hasCapital(at) && (at > 0 || hasCapital(1))
}

/** The language in which the words are likeliest; `null` when the tables have none of those given. */
function likeliest(
  weighed: readonly Weighed[],
  { likelihoods }: LanguageTables,
  languages: readonly RecognisedLanguage[],
): RecognisedLanguage | null {
  let best: { language: RecognisedLanguage; log: number } | null = null
  for (const language of languages) {
    const likelihood = likelihoods.get(language)
    if (!likelihood) continue
    const log = weighed.reduce((sum, { text }) => sum + likelihood.log(text), 0)
    if (best === null || log > best.log) best = { language, log }
  }
  return best?.language ?? null
}

/** Whether a message is plainly of a language rather than French. */
function isPlain(weighed: readonly Weighed[], language: RecognisedLanguage, { likelihoods }: LanguageTables): boolean {
  const [theirs, french] = [likelihoods.get(language), likelihoods.get('fr')]
  // Letters alone make no language: what is typed at random looks like one too.
  if (!theirs || !french || !weighed.some(({ text }) => theirs.has(text))) return false
  const evidence = weighed.reduce((sum, { text, weight }) => {
    const most = theirs.has(text) ? MOST_OF_KNOWN : MOST_OF_LETTERS
    return sum + Math.max(-MOST_FOR_FRENCH, Math.min(most * weight, theirs.log(text) - french.log(text)))
  }, 0)
  return evidence > LEAST_EVIDENCE
}

/** The lexicon's words that a word may be a form of, nearest first. */
type KnownForms = (word: string) => readonly string[]

/** Endings: the shortest stem, and how many letters may follow it in the word and in the lexicon's word together; never more than the stem has. */
interface Endings {
  leastStem: number
  mostLetters: number
}

const ENDINGS: Partial<Record<RecognisedLanguage, Endings>> = {
  ar: { leastStem: 3, mostLetters: 2 },
  tr: { leastStem: 4, mostLetters: 7 },
  uk: { leastStem: 4, mostLetters: 4 },
  ru: { leastStem: 4, mostLetters: 4 },
  ro: { leastStem: 4, mostLetters: 4 },
}
const OTHER_ENDINGS: Endings = { leastStem: 4, mostLetters: 3 }
/** A shorter stem is one word with a letter more: "bin", "bins". */
const LEAST_WHOLE = 3

/** A word of the lexicon that has a stem, and how many letters it has after it. */
interface KnownStem {
  word: string
  cut: number
}

/**
 * Knows plurals and cases without grammar: two words are forms of one when they share a long enough beginning. Grammatical words are
 * known as they are; Arabic words also without what is written at their head.
 */
function createKnownForms(
  language: RecognisedLanguage,
  words: Iterable<string>,
  grammar: ReadonlySet<string>,
): KnownForms {
  const { leastStem, mostLetters } = ENDINGS[language] ?? OTHER_ENDINGS
  const known = new Set(words)
  /** The beginnings of a word, with how many letters are cut off. */
  const stemsOf = (word: string): { stem: string; cut: number }[] =>
    Array.from({ length: mostLetters + 1 }, (_, cut) => ({ stem: word.slice(0, word.length - cut), cut })).filter(
      ({ stem, cut }) => stem.length >= leastStem || (stem.length >= LEAST_WHOLE && cut <= 1),
    )
  const byStem = new Map<string, KnownStem[]>()
  for (const word of known) {
    if (grammar.has(word)) continue
    for (const { stem, cut } of stemsOf(word)) byStem.set(stem, [...(byStem.get(stem) ?? []), { word, cut }])
  }
  const headsOf = language === 'ar' ? withoutHeads : (word: string) => [word]
  return (word) => {
    const costs = new Map<string, number>()
    const consider = (form: string, cost: number) => costs.set(form, Math.min(cost, costs.get(form) ?? cost))
    for (const form of headsOf(word)) {
      if (known.has(form)) consider(form, 0)
      for (const { stem, cut } of stemsOf(form)) {
        const most = stem.length < leastStem ? 1 : Math.min(mostLetters, stem.length)
        for (const other of byStem.get(stem) ?? []) if (cut + other.cut <= most) consider(other.word, cut + other.cut)
      }
    }
    return [...costs].sort(([, a], [, b]) => a - b).map(([form]) => form)
  }
}

/** A message of another language, as French words to search. */
interface FrenchWords {
  /** Search words in the order of the message, without repeats; not a sentence, and not for a citizen to read. */
  text: string
  /** Share of the words with a subject that the lexicon knew, in [0, 1]; 0 when there is none. */
  knownShare: Probability
}

/** Turns a message into French search words. Pure. */
type ToFrench = (text: string) => FrenchWords

/** A row of a lexicon, in words. */
interface Phrase {
  words: string[]
  french: string
}

/**
 * Builds the translation of one language, word by word: the longest phrase first. `isFrench` tells words that need no
 * translation, such as "CAF"; numbers are kept.
 */
export function createToFrench(
  language: RecognisedLanguage,
  rows: readonly LexiconRow[],
  isFrench: (word: string) => boolean,
): ToFrench {
  const phrases = rows.map(({ foreign, french }) => ({ words: phraseWords(language, foreign), french }))
  const grammar = new Set(phrases.flatMap(({ words, french }) => (french === '' && words.length === 1 ? words : [])))
  const formsOf = createKnownForms(language, new Set(phrases.flatMap(({ words }) => words)), grammar)
  const byFirstWord = indexByFirstWord(phrases)
  return (text) => {
    const words = foreignWords(text)
    const forms = words.map(formsOf)
    const french = new Set<string>()
    let known = 0
    let unknown = 0
    for (let at = 0; at < words.length; ) {
      const word = words[at] ?? ''
      const phrase = longestPhrase(forms, at, byFirstWord)
      if (phrase) {
        if (phrase.french !== '') known += 1
        french.add(phrase.french)
      } else if (/\p{N}/u.test(word)) french.add(word)
      else if (word.length > 2 && isFrench(word)) {
        known += 1
        french.add(word)
      } else if (word.length > 1) unknown += 1
      at += phrase?.words.length ?? 1
    }
    french.delete('')
    return { text: [...french].join(' '), knownShare: known === 0 ? 0 : known / (known + unknown) }
  }
}

/** The words of a lexicon's phrase; Arabic ones without their article. */
function phraseWords(language: RecognisedLanguage, phrase: string): string[] {
  const words = foreignWords(phrase)
  if (language !== 'ar') return words
  return words.map((word) => withoutHeads(word).find((rest, index) => index > 0 && word === `ال${rest}`) ?? word)
}

function indexByFirstWord(phrases: readonly Phrase[]): Map<string, Phrase[]> {
  const index = new Map<string, Phrase[]>()
  for (const phrase of phrases) {
    const [first] = phrase.words
    if (first !== undefined) index.set(first, [...(index.get(first) ?? []), phrase])
  }
  return index
}

/** The longest phrase that begins at a word; among equals, the one whose first word is nearest. */
function longestPhrase(
  forms: readonly (readonly string[])[],
  at: number,
  byFirstWord: ReadonlyMap<string, readonly Phrase[]>,
): Phrase | null {
  let longest: Phrase | null = null
  for (const first of forms[at] ?? []) {
    for (const phrase of byFirstWord.get(first) ?? []) {
      const fits = phrase.words.every((word, index) => forms[at + index]?.includes(word))
      if (fits && phrase.words.length > (longest?.words.length ?? 0)) longest = phrase
    }
  }
  return longest
}

/** The language of a message, and the French words to search for it. */
export interface Heard {
  language: RecognisedLanguage
  /** Every French word that the lexicon gave, however few; empty for a French message. */
  words: string
  /** The same when enough of the message is known to search it, else `null`. */
  french: string | null
}

/** Listens to a message. Pure. */
export type Listen = (text: string) => Heard

/** Least share of the words with a subject that must be known for a match to be claimed. Chosen on the tests of this folder. */
export const LEAST_KNOWN_SHARE: Probability = 0.4

/** Builds {@link Listen} from lexicons, and from what {@link learnLanguages} made of them. */
export function createListener(lexicons: Lexicons, learned: LearnedLanguages): Listen {
  const tables = languageTables(learned)
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
