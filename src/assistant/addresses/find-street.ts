import type { Street, Streets } from '../../platform/model/address.js'
import { editsBetween } from '../../platform/text/nearest-name.js'
import { type StreetLexicon, type StreetToken, streetTokens } from './street-words.js'

/** Part of a text, `[from, to)`. */
export interface Span {
  from: number
  to: number
}

/** A street that a message names, and where. */
export interface StreetFound extends Span {
  /** The nearest ones; none where the commune has no such street. */
  streets: readonly Street[]
  /** Whether it is the first of them, as it is written or a few letters from it. */
  isSure: boolean
  /** Whether it is said to be a street: "rue", "avenue"; else its name alone is there. */
  isTyped: boolean
  number: number | null
}

/** What a street is looked for with. */
export interface StreetSearch {
  streets: Streets
  lexicon: StreetLexicon
  /** Words that say what is asked: they name no street unless it is said to be one. */
  taken: readonly Span[]
  /** Whether the street was asked for: then its name alone may be misspelt. */
  isAsked: boolean
}

/** Streets that are proposed at most. */
const MOST_NEAR = 3
/** Letters from which one may be wrong, and from which two may; never the first, as a large town has thousands of names to compare. */
const ONE_WRONG = 4
const TWO_WRONG = 8
/** Of a type: "aveneu". */
const TYPE_WRONG = 5
/** Words that are taken for the name of a street that is not known. */
const MOST_NAME = 3
/** Words of a message in which a street is looked for. */
const MOST_WORDS = 60
/** Words of an answer that is a street, though it has no type: "12 les Glycines". */
const MOST_ANSWER = 6

/** How well a street matches: as written with its type, by its name alone, or perhaps. */
type Tier = 0 | 1 | 2

interface Match {
  street: Street
  tier: Tier
  edits: number
  /** Tokens `[first, end)`, the type included. */
  first: number
  end: number
}

/** The street that a message names, with the number before or after it; `null` where it names none. Pure. */
export function findStreet(text: string, search: StreetSearch): StreetFound | null {
  const tokens = streetTokens(text, search.lexicon).map((token) => ({ ...token, type: typeOf(token, search.lexicon) }))
  if (tokens.length > MOST_WORDS) return null
  const named = tokens.findIndex((_, at) => isNamed(tokens, at, search))
  const matches = [...search.streets.values()].flatMap((street) => matchesOf(street, tokens, { named, search }))
  const [best] = matches.sort(
    (a, b) => a.tier - b.tier || b.street.words.length - a.street.words.length || a.edits - b.edits,
  )
  if (!best) return unknownStreet(tokens, named, search)
  const equal = matches.filter(
    ({ tier, edits, street }) =>
      tier === best.tier && (tier === 2 || (edits === best.edits && street.words.length === best.street.words.length)),
  )
  const streets = [...new Set(equal.map(({ street }) => street))].slice(0, MOST_NEAR)
  const from = best.tier === 2 && named >= 0 ? Math.min(named, best.first) : best.first
  const isSure = streets.length === 1 && best.tier < 2
  return { streets, isSure, isTyped: best.tier !== 1, ...placed(tokens, [from, best.end], search.lexicon) }
}

/** The number that a message is, among words that say nothing. @param isFiller of a folded word */
export function findNumber(
  text: string,
  lexicon: StreetLexicon,
  isFiller: (word: string) => boolean,
): (Span & { number: number }) | null {
  const tokens = streetTokens(text, lexicon)
  const [number, another] = tokens.filter(isNumber)
  if (!number || another) return null
  const isPlain = ({ word }: StreetToken) => lexicon.suffixes.has(word) || lexicon.around.has(word) || isFiller(word)
  if (!tokens.every((token) => token === number || isPlain(token))) return null
  return { number: Number(number.word), from: number.from, to: tokens.at(-1)?.to ?? number.to }
}

function matchesOf(
  street: Street,
  tokens: readonly StreetToken[],
  { named, search }: { named: number; search: StreetSearch },
): Match[] {
  const { words } = street
  return tokens.flatMap((_, at): Match[] => {
    const type = tokens[at - 1]?.type ?? null
    const isExact = type === null && !search.isAsked
    const edits = editsAt(tokens, at, { words, isExact })
    if (edits === null)
      return isPartOf(street, tokens, at) ? [{ street, tier: 2, edits: 0, first: at - 1, end: at + 1 }] : []
    const end = at + words.length
    if (type !== null && type === street.type) return [{ street, tier: 0, edits, first: at - 1, end }]
    const isTaken = tokens.slice(at, end).some((token) => isWithin(token, search.taken))
    if (isTaken || (edits > 0 && !search.isAsked)) return []
    return [{ street, tier: type !== null || named >= 0 ? 2 : 1, edits, first: type === null ? at : at - 1, end }]
  })
}

/** "Rue de Gaulle", of the rue du Général de Gaulle. */
function isPartOf({ type, words }: Street, tokens: readonly StreetToken[], at: number): boolean {
  const word = tokens[at]?.word ?? ''
  const isOne = word === words[0] || word === words.at(-1)
  return words.length > 1 && word.length >= ONE_WRONG && isOne && type !== null && tokens[at - 1]?.type === type
}

/** Letters that are wrong in a name that stands at a token; `null` where it is another. */
function editsAt(
  tokens: readonly StreetToken[],
  at: number,
  { words, isExact }: { words: readonly string[]; isExact: boolean },
): number | null {
  let sum = 0
  let place = at
  for (const word of words) {
    const written = tokens[place]?.word
    place += 1
    if (written === undefined) return null
    if (written === word) continue
    const most = word.length >= TWO_WRONG ? 2 : word.length >= ONE_WRONG && !/\d/.test(word) ? 1 : 0
    const edits = isExact || written[0] !== word[0] ? null : editsBetween(written, word, most)
    if (edits === null) return null
    sum += edits
  }
  return sum
}

/** Whether a token is what a street is, and words that may be its name follow. */
function isNamed(
  tokens: readonly StreetToken[],
  at: number,
  { lexicon, taken, isAsked }: Omit<StreetSearch, 'streets'>,
): boolean {
  const [before, type, name] = [tokens[at - 1], tokens[at]?.type ?? null, tokens[at + 1]]
  if (type === null || !name || name.isParted || (lexicon.unsure.has(type) && !isAsked)) return false
  return !lexicon.own.has(before?.word ?? '') && !isWithin(name, taken)
}

function unknownStreet(tokens: readonly StreetToken[], named: number, search: StreetSearch): StreetFound | null {
  const { lexicon, taken, isAsked } = search
  const unknown = (first: number, end: number) => ({
    streets: [],
    isSure: false,
    isTyped: true,
    ...placed(tokens, [first, end], lexicon),
  })
  if (named >= 0) {
    let end = named + 2
    const goesOn = (token?: StreetToken) => token && !token.isParted && !isWithin(token, taken)
    while (end < named + 1 + MOST_NAME && goesOn(tokens[end])) end += 1
    return unknown(named, end)
  }
  const [first] = tokens
  const isAnswer = isAsked && first && isNumber(first) && tokens.length > 1 && tokens.length <= MOST_ANSWER
  return isAnswer ? unknown(1, tokens.length) : null
}

/** The number of a street that stands at some tokens, and where both stand. A number after it is one where nothing else is said of it. */
function placed(
  tokens: readonly StreetToken[],
  [first, end]: readonly [number, number],
  { suffixes, around }: StreetLexicon,
): Span & { number: number | null } {
  const at = (place: number) => tokens[place]
  const isSuffix = (place: number) => suffixes.has(at(place)?.word ?? '')
  const span = (from: number, to: number) => ({ from: at(from)?.from ?? 0, to: at(to - 1)?.to ?? 0 })
  let before = first - 1
  while (around.has(at(before)?.word ?? '') && !at(before)?.isParted) before -= 1
  if (isSuffix(before)) before -= 1
  const number = at(before)
  if (number && isNumber(number)) return { number: Number(number.word), ...span(before, end) }
  let after = end
  while (around.has(at(after)?.word ?? '')) after += 1
  const later = at(after)
  if (!later || !isNumber(later)) return { number: null, ...span(first, end) }
  const next = isSuffix(after + 1) ? after + 2 : after + 1
  const isAlone = after > end || !at(next) || at(next)?.isParted
  return isAlone ? { number: Number(later.word), ...span(first, next) } : { number: null, ...span(first, end) }
}

function typeOf({ word, type }: StreetToken, { types }: StreetLexicon): string | null {
  if (type !== null || word.length < TYPE_WRONG) return type
  const near = (one: string) => one[0] === word[0] && one.length >= TYPE_WRONG && editsBetween(one, word, 1) === 1
  return [...new Set(types.values())].find(near) ?? null
}

function isNumber({ word }: StreetToken): boolean {
  return /^\d{1,4}$/.test(word)
}

function isWithin({ from, to }: Span, spans: readonly Span[]): boolean {
  return spans.some((span) => from < span.to && span.from < to)
}
