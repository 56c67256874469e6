import { foldWord } from '../../platform/text/fold-text.js'

/** A word, a run of figures or a sign of a text, `[from, to)`. */
export interface WordToken {
  /** Folded, of a word. */
  word: string
  from: number
  to: number
}

const TOKEN = /[\p{L}\p{M}]{1,60}|\p{N}{1,60}|[^\s\p{L}\p{M}\p{N}'’]/gu

/** A text in words, figures and signs, in order. Letters and figures that touch are two tokens. */
export function wordTokens(text: string): WordToken[] {
  return [...text.matchAll(TOKEN)].map(({ 0: written, index }) => ({
    word: foldWord(written),
    from: index,
    to: index + written.length,
  }))
}

/** Phrases that may begin with a word, the longest first. */
export type Phrases<T> = ReadonlyMap<string, readonly { words: readonly string[]; of: T }[]>

/** Phrases by their first word. */
export function phrasesByWord<T>(phrases: readonly { text: string; of: T }[]): Phrases<T> {
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
export function phrasesAt<T>(tokens: readonly WordToken[], at: number, phrases: Phrases<T>): { of: T; next: number }[] {
  return (phrases.get(tokens[at]?.word ?? '') ?? [])
    .filter(({ words }) => words.every((word, place) => tokens[at + place]?.word === word))
    .map(({ words, of }) => ({ of, next: at + words.length }))
}
