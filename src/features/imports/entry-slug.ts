import { foldedWords } from '../../platform/text/fold-text.js'

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
  // A first word that is too long is cut.
  const whole = slug === '' ? (foldedWords(title)[0] ?? '').slice(0, MOST_CHARACTERS) : slug
  return whole.replace(/[^a-z0-9-]/g, '')
}
