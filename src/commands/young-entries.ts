import { shuffle } from '../platform/text/seeded-random.js'
import type { SearchDocument } from '../search/analysed-document.js'

/** Share of the entries that are made young. */
const YOUNG_SHARE = 0.5
/** Most example questions of a young entry. */
const MOST_QUESTIONS = 8
/** Words of the text of a young entry that has been begun only: from, and below. */
const BEGUN_WORDS = [10, 90] as const

/**
 * A base while its curators add to it: half of its entries, drawn by chance, have at most eight of their example questions, and half of these the first
 * few words of their text. What is true of a base where every entry has forty questions (the most alike is the right one, the short text is meant seldom)
 * would else hide an entry written this morning.
 * @param random numbers in [0, 1)
 */
export function withYoungEntries(documents: readonly SearchDocument[], random: () => number): SearchDocument[] {
  return documents.map((document) => (random() < YOUNG_SHARE ? makeYoung(document, random) : document))
}

function makeYoung(document: SearchDocument, random: () => number): SearchDocument {
  const kept = Math.floor(random() * (MOST_QUESTIONS + 1))
  const questions = shuffle(document.questions, random).slice(0, kept)
  // Nobody writes questions in eight languages on the first day.
  const young = { ...document, questions, abroad: [] }
  if (random() < 0.5) return young
  const [from, below] = BEGUN_WORDS
  return { ...young, text: beginningOf(document.text, from + Math.floor(random() * (below - from))) }
}

/** The first words of a text, a space between them. */
export function beginningOf(text: string, count: number): string {
  return text.split(/\s+/).slice(0, count).join(' ')
}
