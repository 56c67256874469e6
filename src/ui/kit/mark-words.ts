/** A piece of a text, and whether it is one of the words to mark. */
export interface MarkedPiece {
  text: string
  isMarked: boolean
}

/**
 * Cuts a text where some of its words stand, so that they can be marked. Words are compared whole, whatever their accents and capitals;
 * the pieces together are the text.
 */
export function markWords(text: string, words: readonly string[]): MarkedPiece[] {
  const wanted = new Set(words.flatMap((word) => [...word.matchAll(WORD)].map(([part]) => plainWord(part))))
  const pieces: MarkedPiece[] = []
  let last = 0
  for (const { 0: word, index } of text.matchAll(WORD)) {
    if (!wanted.has(plainWord(word))) continue
    if (index > last) pieces.push({ text: text.slice(last, index), isMarked: false })
    pieces.push({ text: word, isMarked: true })
    last = index + word.length
  }
  return last < text.length ? [...pieces, { text: text.slice(last), isMarked: false }] : pieces
}

const WORD = /[\p{L}\p{M}\p{N}]+/gu

function plainWord(word: string): string {
  return word.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
}
