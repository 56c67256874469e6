import { foldedWords } from '../../domain/fold-text.js'

/** Longest id made from a title: short enough for an address. */
const MOST_CHARACTERS = 60

/** An id made from a title: its folded words joined by hyphens, cut between words; empty when there is no word. */
export function entrySlug(title: string): string {
  let slug = ''
  for (const word of foldedWords(title)) {
    const next = slug === '' ? word : `${slug}-${word}`
    if (next.length > MOST_CHARACTERS) break
    slug = next
  }
  return slug.replace(/[^a-z0-9-]/g, '')
}
