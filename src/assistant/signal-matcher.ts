import { endOfPhrase, firstWords, hasWordsOf, type PhrasePart, readPhrases, wordsOf } from './phrase.js'
import { DANGER_SIGNALS } from './words/load-dangers.js'
import type { SignalPhrases } from './words/load-lexicons.js'
import type { Tables } from './words/tables.js'

/** A word of a text as phrases are compared with it, and where it stands: the characters `[from, to)`. */
interface PlacedWord {
  word: string
  from: number
  to: number
}

const WORD = /[\p{L}\p{M}\p{N}]+/gu
/** "jveux", "jai", "jen": no French word begins with a `j` and a consonant. */
const GLUED_JE = /^j(?=(?:ai|en|etais|attends?)$|[^aeiouy\d].)/

/** Lower-case words without accents nor mute letters; apostrophes and hyphens separate. A shortening may stand for several words. */
function placedWords(text: string, spellings: SignalWords['spellings']): PlacedWord[] {
  return [...text.matchAll(WORD)].flatMap(({ 0: written, index }) =>
    soundsOf(written, spellings).map((word) => ({ word, from: index, to: index + written.length })),
  )
}

function soundsOf(written: string, spellings: SignalWords['spellings']): string[] {
  return written
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/œ/g, 'oe')
    .replace(GLUED_JE, 'je ')
    .split(' ')
    .flatMap((word) => (spellings.get(word) ?? word).split(' '))
    .filter((word) => word !== '')
    .map(withoutMuteLetters)
}

/** "veux", "veut" and "veu" sound the same, as do "plus" and "plu", "frappe" and "frapé". */
function withoutMuteLetters(word: string): string {
  return word.length < 4 ? word : word.replace(/(.)\1/g, '$1').replace(/(?<=...)(?:es?|[sxt])$/, '')
}

/** Signals that count only when they are the whole message. */
export const SMALL_TALK_SIGNALS = ['greeting', 'thanks', 'goodbye', 'who-are-you'] as const
/** Signals about the talk itself, anywhere in the message. */
export const TALK_SIGNALS = ['wish-human', 'not-understood', 'anger'] as const
/** Signals about what is asked, anywhere in the message: the state of one's own file, which no entry knows. */
export const SUBJECT_SIGNALS = ['personal-file'] as const
/** Signals about what the person can do, anywhere in the message: she cannot manage online, or cannot read. */
export const MEANS_SIGNALS = ['digital-help'] as const

/** Moods and subjects that neither a question of a guide nor a follow-up must stand in the way of. */
export const ABOVE_A_TALK = ['not-understood', 'anger', 'personal-file'] as const

/** A signal of any of the five kinds. */
export type Signal =
  | (typeof DANGER_SIGNALS)[number]
  | (typeof SMALL_TALK_SIGNALS)[number]
  | (typeof TALK_SIGNALS)[number]
  | (typeof SUBJECT_SIGNALS)[number]
  | (typeof MEANS_SIGNALS)[number]

/** Whether a message with these signals is a courtesy, and nothing else. */
export function isSmallTalk(signals: readonly Signal[]): boolean {
  return SMALL_TALK_SIGNALS.some((signal) => signals.includes(signal))
}

/** Finds the signals of a text, gravest first. */
export interface SignalMatcher {
  (text: string): Signal[]
  /** A text without the phrases that make a signal of it; those that must be the whole message are left. */
  without(text: string, signal: Signal): string
}

/** Expressions that hold a signal's words without its meaning: "il y a le feu d'artifice", "en finir avec mes démarches". */
const HARMLESS = 'harmless'
/** A way of doing it is asked, not the state of one's own file: "comment savoir où en est ma demande" has an answer. */
const HOW_TO = 'how-to'
/**
 * Lists that count only when they are the whole message, and what they are then: in a question about noisy neighbours, "j'en peux plus" is a manner of
 * speaking, "assurance incendie" has its answer, and "agent" is part of many questions.
 */
const ALONE = {
  'vital-alone': 'danger-vital',
  'distress-alone': 'danger-suicide',
  'child-alone': 'danger-child',
  'violence-alone': 'danger-violence',
  'wish-alone': 'wish-human',
} as const satisfies Record<string, Signal>

/** How phrases are heard: `intents/lexicons/signals.json`. */
export type SignalWords = Tables['signals']
/** Those words as they sound. */
type Sounds = Record<'skipped' | 'skippedInDanger' | 'negations' | 'negative', ReadonlySet<string>>

/** A telephone beside a cry or a wish leaves it whole: "appelez-moi au 06…". */
const NUMBER = /^\d+$/
const ANYWHERE = [...DANGER_SIGNALS, ...TALK_SIGNALS, ...SUBJECT_SIGNALS, ...MEANS_SIGNALS] as const

/** A phrase of a list. */
interface Phrase {
  list: string
  parts: PhrasePart[]
  /** Whether it holds a negation itself. */
  isNegative: boolean
}

/** A phrase found in a text, at the words `[from, to)`. */
interface Found {
  phrase: Phrase
  from: number
  to: number
}

/**
 * Prepares phrases for matching. A phrase is found when its words follow one another in the text, whatever the
 * accents, capitals, apostrophes, mute letters and usual shortenings; slots are filled as {@link readPhrases} says. Small talk and the dangers of
 * {@link ALONE} must be the whole message, politeness aside. A phrase does not count after a negation, nor where a harmless
 * expression goes on to its last word or beyond; a subject does not count once a way of doing is asked.
 * @param byFirstWord those phrases, as {@link indexPhrases} gives them
 */
export function createSignalMatcher(
  phrases: SignalPhrases,
  words: SignalWords,
  byFirstWord = indexPhrases(phrases, words),
): SignalMatcher {
  const places = (text: string) => placedWords(text, words.spellings)
  const toWords = (text: string) => places(text).map(({ word }) => word)
  const sounds = soundsIn(words)
  const of = (list: string) => (phrases[list] ?? []).map(toWords)
  const find = (said: readonly string[]) => findCounting(said, byFirstWord, sounds)
  const around = [...of('greeting'), ...of('thanks'), ...of('goodbye'), ...words.around.map(toWords)]
  const courtesies = new Set(around.map((words) => words.join(' ')))
  const byFirst = (list: string) => groupByFirst(of(list))
  const alone = Object.entries(ALONE).map(([list, signal]) => ({ signal, phrases: byFirst(list) }))
  const smallTalk = SMALL_TALK_SIGNALS.map((name) => ({ name, phrases: byFirst(name) }))
  const match = (text: string): Signal[] => {
    const said = toWords(text)
    const heard = new Set(find(said).map(({ phrase }) => phrase.list))
    const spoken = said.filter((word) => !NUMBER.test(word))
    for (const { signal, phrases } of alone) if (isWhole(spoken, phrases, courtesies)) heard.add(signal)
    const whole = smallTalk.filter((one) => isWhole(said, one.phrases, courtesies)).map(({ name }) => name)
    return [...ANYWHERE.filter((name) => heard.has(name)), ...whole.slice(-1)]
  }
  const without = (text: string, signal: Signal): string => {
    const placed = places(text)
    const cut = find(placed.map(({ word }) => word))
      .filter(({ phrase }) => phrase.list === signal)
      .map(({ from, to }) => ({ from: placed[from]?.from ?? 0, to: placed[to - 1]?.to ?? 0 }))
    return cutOut(text, cut)
  }
  return Object.assign(match, { without })
}

/** A text without some stretches, given by where they begin, each with a space in its place. */
function cutOut(text: string, stretches: readonly { from: number; to: number }[]): string {
  let kept = ''
  let last = 0
  for (const { from, to } of stretches) {
    if (from >= last) kept += `${text.slice(last, from)} `
    last = Math.max(last, to)
  }
  return kept + text.slice(last)
}

function soundsIn({ skipped, skippedInDanger, negations, negative }: SignalWords): Sounds {
  const of = (words: readonly string[]) => new Set(words.map(withoutMuteLetters))
  const denying = of(negations)
  return {
    skipped: of(skipped),
    skippedInDanger: of(skippedInDanger),
    negations: denying,
    negative: new Set([...denying, ...of(negative)]),
  }
}

function groupByFirst(phrases: readonly string[][]): Map<string, string[][]> {
  const groups = new Map<string, string[][]>()
  for (const phrase of phrases) {
    const [first = ''] = phrase
    groups.set(first, [...(groups.get(first) ?? []), phrase])
  }
  return groups
}

/** Phrases that are found anywhere, by the words with which they begin: plain data. */
export function indexPhrases(phrases: SignalPhrases, words: SignalWords): Map<string, Phrase[]> {
  const { negative } = soundsIn(words)
  const toWords = (text: string) => placedWords(text, words.spellings).map(({ word }) => word)
  const index = new Map<string, Phrase[]>()
  for (const list of [...ANYWHERE, HARMLESS, HOW_TO]) {
    for (const parts of readPhrases(phrases[list] ?? [], toWords)) {
      const phrase: Phrase = { list, parts, isNegative: wordsOf(parts).some((word) => negative.has(word)) }
      for (const first of firstWords(parts)) index.set(first, [...(index.get(first) ?? []), phrase])
    }
  }
  return index
}

/** The phrases that count, in the order of their first words. */
function findCounting(
  words: readonly string[],
  byFirstWord: ReadonlyMap<string, readonly Phrase[]>,
  sounds: Sounds,
): Found[] {
  const said = new Set(words)
  const possible = new Map(
    [...said].map((word) => [word, byFirstWord.get(word)?.filter(({ parts }) => hasWordsOf(parts, said))]),
  )
  const found = words.flatMap((word, from) =>
    (possible.get(word) ?? []).flatMap((phrase): Found[] => {
      const to = endOfPhrase(words, from, phrase.parts, (word) => isSkippable(word, phrase, sounds))
      return to === null ? [] : [{ phrase, from, to }]
    }),
  )
  const harmless = found.filter(({ phrase }) => phrase.list === HARMLESS)
  const howTo = found.filter(({ phrase }) => phrase.list === HOW_TO)
  return found.filter(
    (one) =>
      !harmless.some(({ from, to }) => from < one.to && to >= one.to) &&
      !(isSubject(one.phrase.list) && howTo.some(({ from }) => from <= one.from)) &&
      (one.phrase.isNegative || !sounds.negations.has(words[one.from - 1] ?? '')),
  )
}

function isSubject(list: string): boolean {
  return (SUBJECT_SIGNALS as readonly string[]).includes(list)
}

/** Whether the phrases of a list tell a danger, or what looks like one. */
function isAboutDanger(list: string): boolean {
  return list === HARMLESS || (DANGER_SIGNALS as readonly string[]).includes(list)
}

function isSkippable(word: string, phrase: Phrase, { skipped, skippedInDanger, negations }: Sounds): boolean {
  if (!skipped.has(word) && !(isAboutDanger(phrase.list) && skippedInDanger.has(word))) return false
  // "je ne veux pas mourir" must not be read as "je veux mourir".
  return !negations.has(word) || phrase.isNegative
}

/** Whether a message is one of the phrases, with other courtesies before or after it at most. @param phrases by their first word */
function isWhole(
  words: readonly string[],
  phrases: ReadonlyMap<string, readonly string[][]>,
  courtesies: ReadonlySet<string>,
): boolean {
  if (words.length === 0 || words.length > 12) return false
  const isAt = (phrase: readonly string[], start: number) =>
    phrase.every((word, index) => words[start + index] === word) &&
    areCourtesies(words.slice(0, start), courtesies) &&
    areCourtesies(words.slice(start + phrase.length), courtesies)
  return words.some((first, start) => phrases.get(first)?.some((phrase) => isAt(phrase, start)))
}

function areCourtesies(words: readonly string[], courtesies: ReadonlySet<string>): boolean {
  if (words.length === 0) return true
  for (let length = words.length; length > 0; length -= 1) {
    if (courtesies.has(words.slice(0, length).join(' '))) return areCourtesies(words.slice(length), courtesies)
  }
  return false
}
