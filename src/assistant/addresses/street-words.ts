import { foldWord } from '../../platform/text/fold-text.js'
import type { Tables } from '../words/tables.js'

/** How streets are written (`intents/lexicons/streets.json`): all words folded. */
export type StreetLexicon = Tables['streets']

/** A street's name as it is compared. */
export interface StreetWords {
  type: string | null
  words: readonly string[]
}

/** A word or a run of figures of a text, `[from, to)`. */
export interface StreetToken {
  /** Folded; of a name, written out. */
  word: string
  /** What a street is by this word, spelt right. */
  type: string | null
  from: number
  to: number
  /** Whether a sign that ends a part of a sentence stands before it. */
  isParted: boolean
}

/** The words of a text that names are compared by, in order; letters and figures that touch are two. Pure. */
export function streetTokens(text: string, { types, written, articles }: StreetLexicon): StreetToken[] {
  let last = 0
  return [...text.matchAll(/[\p{L}\p{M}]+|\p{N}+/gu)].flatMap(({ 0: match, index }) => {
    const word = foldWord(match)
    const [from, to] = [index, index + match.length]
    const isParted = /[,;:!?\n]/.test(text.slice(last, from))
    if (articles.has(word)) return []
    last = to
    return [{ word: written.get(word) ?? word, type: types.get(word) ?? null, from, to, isParted }]
  })
}

/** The words of a street as a town writes it; no words where nothing names it. Pure. */
export function streetWords(name: string, lexicon: StreetLexicon): StreetWords {
  const [first, ...rest] = streetTokens(name, lexicon)
  if (!first) return { type: null, words: [] }
  const isType = rest.length > 0 && first.type !== null
  return { type: isType ? first.type : null, words: (isType ? rest : [first, ...rest]).map(({ word }) => word) }
}
