import { foundIn } from '../../../platform/text/fold-text.js'
import type { MarkedPiece } from '../mark-words.js'

/** Cuts a text where its words begin as those that were looked for; the pieces together are the text. @param words folded */
export function markFound(text: string, words: readonly string[]): MarkedPiece[] {
  const pieces: MarkedPiece[] = []
  let last = 0
  for (const { start, end } of foundIn(text, words)) {
    if (start > last) pieces.push({ text: text.slice(last, start), isMarked: false })
    pieces.push({ text: text.slice(start, end), isMarked: true })
    last = end
  }
  return last < text.length ? [...pieces, { text: text.slice(last), isMarked: false }] : pieces
}
