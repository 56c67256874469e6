import type { EntryView } from '../../routes/curation-contract.js'

/** What was just done to an entry, in words, and how it is taken back. */
export interface Done {
  text: string
  undo: () => Promise<EntryView>
}

let last: { entryId: string; done: Done } | null = null

/** Keeps what was done until the page that tells it is drawn. */
export function keepDone(entryId: string, done: Done): void {
  last = { entryId, done }
}

/** What was just done to an entry, once. */
export function takeDone(entryId: string): Done | null {
  const found = last?.entryId === entryId ? last.done : null
  last = null
  return found
}
