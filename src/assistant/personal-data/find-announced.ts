import { foldWord } from '../../platform/text/fold-text.js'
import type { Tables } from '../words/tables.js'
import { saysWords } from './find-plates.js'
import type { PersonalDataRange } from './text-view.js'

/** A word, a run of figures or a sign of a text, `[from, to)`. */
interface WordToken {
  /** Folded, of a word. */
  word: string
  from: number
  to: number
}

const TOKEN = /[\p{L}\p{M}]{1,60}|\p{N}{1,60}|[^\s\p{L}\p{M}\p{N}'’]/gu

/** A text in words, figures and signs, in order. Letters and figures that touch are two tokens. */
function wordTokens(text: string): WordToken[] {
  return [...text.matchAll(TOKEN)].map(({ 0: written, index }) => ({
    word: foldWord(written),
    from: index,
    to: index + written.length,
  }))
}

/** Phrases that may begin with a word, the longest first. */
type Phrases<T> = ReadonlyMap<string, readonly { words: readonly string[]; of: T }[]>

/** Phrases by their first word. */
function phrasesByWord<T>(phrases: readonly { text: string; of: T }[]): Phrases<T> {
  const byWord = new Map<string, { words: string[]; of: T }[]>()
  for (const { text, of } of phrases) {
    const words = wordTokens(text).map(({ word }) => word)
    const [first = ''] = words
    byWord.set(first, [...(byWord.get(first) ?? []), { words, of }])
  }
  for (const known of byWord.values()) known.sort((a, b) => b.words.length - a.words.length)
  return byWord
}

/** Everything that the words from one token on say, the longest phrase first, each with the token after it. */
function phrasesAt<T>(tokens: readonly WordToken[], at: number, phrases: Phrases<T>): { of: T; next: number }[] {
  return (phrases.get(tokens[at]?.word ?? '') ?? [])
    .filter(({ words }) => words.every((word, place) => tokens[at + place]?.word === word))
    .map(({ words, of }) => ({ of, next: at + words.length }))
}

/** A date that was read: the token after it, and how much of it was said. */
interface ReadDate {
  next: number
  says: 'day' | 'month' | 'year'
}

const SEPARATORS = new Set(['/', '-', '.', ','])
const ORDINALS = new Set(['er', 'st', 'nd', 'rd', 'th'])

/** Reads a day, a month or a year of a life from a token on; `null` where none stands. */
function readBirth(tokens: readonly WordToken[], at: number, months: ReadonlySet<string>): ReadDate | null {
  const word = (place: number) => tokens[place]?.word ?? ''
  const first = word(at)
  if (/^\d{8}$/.test(first) && isYear(first.slice(4)) && isDay(first.slice(0, 2))) return { next: at + 1, says: 'day' }
  if (months.has(first)) return afterMonth(tokens, at)
  if (!/^\d{1,4}$/.test(first)) return null
  const second = skipSigns(word, ORDINALS.has(word(at + 1)) ? at + 2 : at + 1)
  const isNamed = months.has(word(second)) || (word(second) === 'of' && months.has(word(second + 1)))
  const third = skipSigns(word, isNamed && word(second) === 'of' ? second + 2 : second + 1)
  if (isDay(first) && isNamed && isYear(word(third))) return { next: third + 1, says: 'day' }
  const isNumbered = isDay(first) && isMonth(word(second)) && isYear(word(third))
  const isTurned = isWholeYear(first) && isMonth(word(second)) && isDay(word(third))
  if (isNumbered || isTurned) return { next: third + 1, says: 'day' }
  return isWholeYear(first) ? { next: at + 1, says: 'year' } : null
}

/** "february 3, 1980", "février 1980". */
function afterMonth(tokens: readonly WordToken[], at: number): ReadDate | null {
  const word = (place: number) => tokens[place]?.word ?? ''
  const second = skipSigns(word, at + 1)
  const third = skipSigns(word, ORDINALS.has(word(second + 1)) ? second + 2 : second + 1)
  if (isDay(word(second)) && isWholeYear(word(third))) return { next: third + 1, says: 'day' }
  return isWholeYear(word(second)) ? { next: second + 1, says: 'month' } : null
}

function skipSigns(word: (place: number) => string, at: number): number {
  return SEPARATORS.has(word(at)) ? at + 1 : at
}

function isDay(word: string): boolean {
  return /^\d{1,2}$/.test(word) && Number(word) >= 1 && Number(word) <= 31
}

function isMonth(word: string): boolean {
  return /^\d{1,2}$/.test(word) && Number(word) >= 1 && Number(word) <= 12
}

function isYear(word: string): boolean {
  return /^\d{2}$/.test(word) || isWholeYear(word)
}

function isWholeYear(word: string): boolean {
  return /^(?:19|20)\d\d$/.test(word)
}

/** What a number may be. */
interface ValueShape {
  /** Whether it may have letters. */
  letters: boolean
  /** Figures, at most. */
  most: number
}

/** A number that was read, `[from, to)`, with its figures counted. */
interface ReadValue {
  from: number
  to: number
  figures: number
}

const GROUP = /[A-Za-z0-9]{1,40}/y
const BETWEEN = /[ ./_\n-]{0,3}/y
/** Few letters in capitals: a part of a number. In small letters they are a word. */
const LETTERS = /^[A-Z]{1,4}$/
/** What is a day, a season or two years, and no number. */
const DATE =
  /^\d{1,2} ?[./-] ?\d{1,2} ?[./-] ?(?:\d{4}|\d{2})(?!\d)|^\d{4}[./-]\d{2}[./-]\d{2}$|^(?:19|20)\d\d ?[/-] ?(?:19|20)?\d\d$/

/** The number that begins at a place of a text, in one group or several; `null` where there is none, or a date. */
function readValue(text: string, from: number, { letters, most }: ValueShape): ReadValue | null {
  let at = from
  let to = from
  let figures = 0
  for (;;) {
    const group = matchAt(GROUP, text, at)
    const added = group.replace(/[^0-9]/g, '').length
    const isPart =
      added > 0 ? letters || added === group.length || /^\d+[A-Za-z]$/.test(group) : letters && LETTERS.test(group)
    if (!isPart || figures + added > most) break
    figures += added
    to = at + group.length
    at = to + matchAt(BETWEEN, text, to).length
    if (at === to) break
  }
  // Letters at the end belong to the sentence.
  const written = text.slice(from, to)
  if (figures === 0 || DATE.test(written)) return null
  return { from, to: from + written.replace(/[ ./_\n-]{1,3}[A-Z]{1,4}$/, '').length, figures }
}

function matchAt(pattern: RegExp, text: string, at: number): string {
  pattern.lastIndex = at
  return pattern.exec(text)?.[0] ?? ''
}

/** What the words around a number say that it is. */
type Announcement = Tables['personal-data']['announced'][number]
/** Words that stand around numbers, folded. */
type AnnouncingWords = Omit<Tables['personal-data'], 'numbers' | 'doubles' | 'mailHosts'>

/** Finds numbers and dates by what is said that they are. */
export type FindAnnounced = (text: string) => PersonalDataRange[]

/** Words between what a number is said to be and the number, at most. */
const MOST_BETWEEN = 12
/** Figures of a code before a number, at most. */
const MOST_OF_CODE = 3
const SIGNS = new Set([':', '=', '(', ')', ',', '#', '°', 'º', '"', '-', '«', '»', '/', '>', '*'])
/** A plate of which the words say that it is one: in any case, old ones too. */
const PLATE =
  /(?:[A-HJ-NP-TV-Z]{1,2}[ ._/-]{0,3}\d{2,4}[ ._/-]{0,3}[A-HJ-NP-TV-Z]{1,2}|\d{1,4}[ ._/-]{0,3}[A-Z]{1,3}[ ._/-]{0,3}(?:\d{2,3}|2[AB]))(?![\w-])/iy

/** What is said of numbers, made ready to be found. The time that it takes grows as the text. */
export function createAnnouncedFinder(words: AnnouncingWords): FindAnnounced {
  const sets: Lexicon = {
    phrases: phrasesByWord(words.announced.flatMap((of) => of.words.map((text) => ({ text, of })))),
    nouns: new Set(words.nouns),
    fillers: new Set(words.fillers),
    units: new Set(words.units),
    months: new Set(words.months),
    selves: new Set(words.selves),
    publicNumbers: new Set(words.publicNumbers),
    shortWords: new Set(words.shortWords),
  }
  return (text) => {
    const tokens = wordTokens(text)
    return tokens.flatMap((_, at) => {
      for (const { of, next } of phrasesAt(tokens, at, sets.phrases)) {
        const range = rangeOf({ text, tokens, sets }, of, { at, next })
        if (range) return [range]
      }
      return []
    })
  }
}

interface Lexicon extends Record<Exclude<keyof AnnouncingWords, 'announced'>, ReadonlySet<string>> {
  phrases: Phrases<Announcement>
}

interface Reading {
  text: string
  tokens: readonly WordToken[]
  sets: Lexicon
}

/** Where the words that announce something stand: from token `at` to the one before `next`. */
interface Place {
  at: number
  next: number
}

function rangeOf(reading: Reading, of: Announcement, place: Place): PersonalDataRange | null {
  if (of.kind === 'birth') return birthAfter(reading, of, place)
  if (of.kind === 'plate') return plateAfter(reading, place)
  const found = numberAfter(reading, of, place) ?? numberBefore(reading, of, place)
  return found && { from: found.from, to: found.to, kind: of.kind }
}

/** "numéro d'allocataire : 1234567", "passeport n° 12AB34567". */
function numberAfter({ text, tokens, sets }: Reading, of: Announcement, { at, next }: Place): ReadValue | null {
  let isNamed = isNamedBefore(tokens, at, sets)
  for (let place = next; place < next + MOST_BETWEEN; place += 1) {
    const token = tokens[place]
    if (!token) return null
    const value = readValue(text, token.from, { letters: of.letters, most: of.most ?? 40 })
    const isWord = sets.nouns.has(token.word) || sets.fillers.has(token.word)
    // A filler in capitals may begin a number; then it has figures right after.
    if (value && (!isWord || /\d/.test(text[token.to] ?? ''))) {
      if (accepts({ text, tokens, sets }, of, { value, place, isNamed })) return value
      // The code of a country, a department: "tél. Maroc (212) : 661…".
      if (value.figures > MOST_OF_CODE || value.to !== token.to) return null
      continue
    }
    const isName = of.kind === 'phone' && isCapital(text, token)
    // Nearer words say better what it is.
    const [other] = phrasesAt(tokens, place, sets.phrases)
    if (other && other.of.kind !== of.kind) return null
    if (!isWord && !isName && !SIGNS.has(token.word) && !other) return null
    isNamed ||= sets.nouns.has(token.word) || token.word === '°' || token.word === '#'
  }
  return null
}

function accepts(
  { text, tokens, sets }: Reading,
  { needsNoun, least = 1, leastNamed = least }: Announcement,
  { value, place, isNamed }: { value: ReadValue; place: number; isNamed: boolean },
): boolean {
  if (sets.publicNumbers.has(tokens[place]?.word ?? '')) return false
  const after = tokens.slice(place).find(({ from }) => from >= value.to)
  if (after && sets.units.has(after.word) && /^\s{0,2}$/.test(text.slice(value.to, after.from))) return false
  return (isNamed || !needsNoun) && value.figures >= (isNamed ? leastNamed : least)
}

/** The name of whoever it is, or of her country. */
function isCapital(text: string, { from }: WordToken): boolean {
  return /\p{Lu}/u.test(text[from] ?? '')
}

/** Whether "numéro de" or "n°" stands before some words. */
function isNamedBefore(tokens: readonly WordToken[], at: number, { nouns, fillers }: Lexicon): boolean {
  for (let place = at - 1; place >= Math.max(0, at - 4); place -= 1) {
    const word = tokens[place]?.word ?? ''
    if (nouns.has(word) || word === '°') return true
    if (!fillers.has(word) && !SIGNS.has(word)) return false
  }
  return false
}

/** "1234567 est mon numéro d'allocataire". */
function numberBefore({ text, tokens, sets }: Reading, of: Announcement, { at }: Place): ReadValue | null {
  let isNamed = false
  for (let place = at - 1; place >= Math.max(0, at - MOST_BETWEEN); place -= 1) {
    const word = tokens[place]?.word ?? ''
    if (/^\d/.test(word)) return isNamed ? endingAt({ text, tokens, sets }, of, place) : null
    isNamed ||= sets.nouns.has(word) || word === '°'
    if (!sets.nouns.has(word) && !sets.fillers.has(word) && !SIGNS.has(word)) return null
  }
  return null
}

/** The longest number that ends with a token of figures. */
function endingAt({ text, tokens, sets }: Reading, of: Announcement, last: number): ReadValue | null {
  const end = tokens[last]?.to ?? 0
  let longest: ReadValue | null = null
  for (let place = last; place >= Math.max(0, last - 16); place -= 1) {
    const token = tokens[place]
    if (!token || (!/^\d/.test(token.word) && token.word.length > 4 && !SIGNS.has(token.word))) break
    const value = readValue(text.slice(0, end), token.from, { letters: of.letters, most: of.most ?? 40 })
    if (value?.to === end && accepts({ text, tokens, sets }, of, { value, place, isNamed: true })) longest = value
  }
  return longest
}

function plateAfter({ text, tokens, sets }: Reading, { next }: Place): PersonalDataRange | null {
  for (let place = next; place < next + MOST_BETWEEN; place += 1) {
    const token = tokens[place]
    if (!token) return null
    PLATE.lastIndex = token.from
    const [plate = ''] = PLATE.exec(text) ?? []
    if (plate !== '' && !saysWords(plate, sets.shortWords) && !saysWords(plate, sets.units))
      return { from: token.from, to: token.from + plate.length, kind: 'plate' }
    const isKnown = [sets.nouns, sets.fillers, SIGNS].some((known) => known.has(token.word))
    if (!isKnown && phrasesAt(tokens, place, sets.phrases).length === 0) return null
  }
  return null
}

/** "né le 3 février 1980", "née à Lyon le 03/02/1980", "date de naissance : 3.2.80"; of a person, "née en 1985" too. */
function birthAfter(
  { text, tokens, sets }: Reading,
  { ofPerson }: Announcement,
  { at, next }: Place,
): PersonalDataRange | null {
  let isElsewhere = false
  for (let place = next; place < next + MOST_BETWEEN; place += 1) {
    const token = tokens[place]
    if (!token) return null
    const date = readBirth(tokens, place, sets.months)
    if (date && (date.says === 'day' || (!isElsewhere && saysEnough(tokens, { at, ofPerson, date, sets }))))
      return { from: token.from, to: tokens[date.next - 1]?.to ?? token.to, kind: 'birth' }
    const isPlace = ofPerson && place === next && ['a', 'au', 'aux', 'en', 'in', 'at'].includes(token.word)
    isElsewhere ||=
      isPlace && !/^\d|^en$/.test(tokens[place + 1]?.word ?? '') && !sets.months.has(tokens[place + 1]?.word ?? '')
    const isName = !ofPerson && isCapital(text, token)
    const isBetween = isName || sets.fillers.has(token.word) || SIGNS.has(token.word)
    if (isElsewhere ? /^[.,;!?]$/.test(token.word) : !isBetween) return null
  }
  return null
}

/** A month of a life always does; a year does where the words are about somebody, and not about "les enfants nés en 2023". */
function saysEnough(
  tokens: readonly WordToken[],
  { at, ofPerson, date, sets }: { at: number; ofPerson: boolean; date: { says: string }; sets: Lexicon },
): boolean {
  if (!ofPerson) return true
  if (/s$/.test(tokens[at]?.word ?? '')) return false
  const before = tokens[at - 1]?.word ?? ''
  return date.says === 'month' ? true : before === '' || !/^\p{L}/u.test(before) || sets.selves.has(before)
}
