import type { PersonalDataKind } from '../../features/retention/masked-data.js'
import { saysWords } from './find-plates.js'
import { readBirth } from './read-birth.js'
import { type ReadValue, readValue } from './read-value.js'
import type { PersonalDataRange } from './text-view.js'
import { type Phrases, phrasesAt, phrasesByWord, type WordToken, wordTokens } from './word-tokens.js'

/** What the words around a number say that it is. */
export interface Announcement {
  kind: PersonalDataKind
  words: readonly string[]
  needsNoun: boolean
  letters: boolean
  ofPerson: boolean
  least?: number | undefined
  leastNamed?: number | undefined
  most?: number | undefined
}

/** Words that stand around numbers, folded. */
export interface AnnouncingWords {
  announced: readonly Announcement[]
  nouns: readonly string[]
  fillers: readonly string[]
  units: readonly string[]
  months: readonly string[]
  selves: readonly string[]
  publicNumbers: readonly string[]
  shortWords: readonly string[]
}

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
