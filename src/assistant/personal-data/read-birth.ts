import type { WordToken } from './word-tokens.js'

/** A date that was read: the token after it, and how much of it was said. */
export interface ReadDate {
  next: number
  says: 'day' | 'month' | 'year'
}

const SEPARATORS = new Set(['/', '-', '.', ','])
const ORDINALS = new Set(['er', 'st', 'nd', 'rd', 'th'])

/** Reads a day, a month or a year of a life from a token on; `null` where none stands. */
export function readBirth(tokens: readonly WordToken[], at: number, months: ReadonlySet<string>): ReadDate | null {
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
