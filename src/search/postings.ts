import { TimeSlice, type WordTable } from './word-table.js'

/** The documents of each stem, side by side in flat arrays. Stems are numbers of the vocabulary. */
export interface Postings {
  /** First place of each stem, and the number of places at the end; a stem of no document has none. */
  starts: Uint32Array
  /** Document of each place, in ascending order within a stem. */
  documents: Uint32Array
  /** Occurrences in title, questions and text, `[places × 3]`. */
  counts: Uint16Array
  /** Stems that a document has, in the order in which documents show them. */
  used: Uint32Array
}

/** Turns documents → stems into stems → documents, yielding to the event loop. */
export async function invert(table: WordTable, vocabularySize: number): Promise<Postings> {
  const { stems, stemStarts, counts } = table
  const starts = new Uint32Array(vocabularySize + 1)
  const used: number[] = []
  for (let i = 0; i < stems.length; i += 1) {
    const stem = stems[i] as number
    if (starts[stem + 1] === 0) used.push(stem)
    starts[stem + 1] = (starts[stem + 1] as number) + 1
  }
  for (let stem = 0; stem < vocabularySize; stem += 1)
    starts[stem + 1] = (starts[stem + 1] as number) + (starts[stem] as number)
  const next = starts.slice()
  const postings = {
    starts,
    documents: new Uint32Array(stems.length),
    counts: new Uint16Array(stems.length * 3),
    used: Uint32Array.from(used),
  }
  const slice = new TimeSlice()
  for (let document = 0; document < table.size; document += 1) {
    for (let i = stemStarts[document] as number; i < (stemStarts[document + 1] as number); i += 1) {
      const stem = stems[i] as number
      const place = next[stem] as number
      next[stem] = place + 1
      postings.documents[place] = document
      postings.counts[place * 3] = counts[i * 3] as number
      postings.counts[place * 3 + 1] = counts[i * 3 + 1] as number
      postings.counts[place * 3 + 2] = counts[i * 3 + 2] as number
    }
    if (slice.isOver()) await slice.next()
  }
  return postings
}

/** Number of documents that have a stem; 0 for one that the postings do not know. */
export function frequencyOf({ starts }: Postings, stem: number): number {
  return stem + 1 < starts.length ? (starts[stem + 1] as number) - (starts[stem] as number) : 0
}

/** Whether the title or the text of a document has a stem. */
export function isWritten({ starts, counts }: Postings, stem: number): boolean {
  if (stem + 1 >= starts.length) return false
  for (let at = starts[stem] as number; at < (starts[stem + 1] as number); at += 1)
    if ((counts[at * 3] as number) + (counts[at * 3 + 2] as number) > 0) return true
  return false
}

/** Whether a document has a stem. */
export function hasStem({ starts, documents }: Postings, stem: number, document: number): boolean {
  let low = starts[stem] as number
  let high = starts[stem + 1] as number
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((documents[middle] as number) < document) low = middle + 1
    else high = middle
  }
  return low < (starts[stem + 1] as number) && documents[low] === document
}
