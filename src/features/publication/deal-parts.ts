import { createHash } from 'node:crypto'
import type { SearchDocument } from '../../search/search-document.js'
import type { Fold } from '../entries/catalogue/leave-out.js'

/** Parts among which the questions of an entry are dealt: an index that lacks one of them lacks a fifth of its questions. */
export const PARTS = 5

/**
 * Deals every example question of every entry to parts. Where the questions of an entry go depends on this entry alone, so that changing another one moves
 * none of them.
 */
export function dealParts(documents: readonly SearchDocument[]): Fold[] {
  const parts: Fold[] = Array.from({ length: PARTS }, () => [])
  for (const [document, { id, questions }] of documents.entries()) {
    const placed = [...new Set(questions)].map((question) => ({ question, place: placeOf(`${id} ${question}`) }))
    placed.sort((a, b) => a.place - b.place || (a.question < b.question ? -1 : 1))
    const first = placeOf(id)
    for (const [i, { question }] of placed.entries()) parts[(first + i) % PARTS]?.push({ document, question })
  }
  return parts
}

/** A number that only depends on a text. */
function placeOf(text: string): number {
  return createHash('sha1').update(text).digest().readUInt32BE(0)
}
