import { setImmediate as nextTurn } from 'node:timers/promises'
import type { AnalysedDocument } from './analysed-document.js'

/** Milliseconds that a build may hold the event loop: a question that comes meanwhile hardly waits. */
const SLICE_MS = 8

/** Cuts a long work into slices between which the event loop turns: `if (slice.isOver()) await slice.next()` at each step. */
export class TimeSlice {
  #began = performance.now()

  /** Whether the work has held the event loop long enough. */
  isOver(): boolean {
    return performance.now() - this.#began > SLICE_MS
  }

  /** Lets the event loop turn. */
  async next(): Promise<void> {
    await nextTurn()
    this.#began = performance.now()
  }
}

/** How many values of each kind precede a document. */
type Starts = Uint32Array

/**
 * Analysed documents side by side in a few flat arrays: an array an utterance would take ten times their memory. Immutable.
 */
export class WordTable {
  /** Number of documents. */
  readonly size: number
  /** Stems of all documents. */
  readonly stems: Uint32Array
  /** First stem of each document, and the number of stems at the end. */
  readonly stemStarts: Starts
  /** `[stems × 3]`. */
  readonly counts: Uint16Array
  /** `[documents × 3]`. */
  readonly lengths: Uint32Array
  /** Stems of all utterances. */
  readonly utterances: Uint32Array
  /** First stem of the utterances of each document. */
  readonly utteranceStarts: Starts
  /** Where each utterance ends, from the first stem of the utterances of its document. */
  readonly utteranceEnds: Uint32Array
  /** First end of each document, and the number of utterances at the end. */
  readonly endStarts: Starts
  /** What the title of each document asks for. */
  readonly asking: Uint16Array

  private constructor(documents: readonly AnalysedDocument[]) {
    this.size = documents.length
    this.stemStarts = startsOf(documents, ({ stems }) => stems.length)
    this.utteranceStarts = startsOf(documents, ({ utterances }) => utterances.length)
    this.endStarts = startsOf(documents, ({ utteranceEnds }) => utteranceEnds.length)
    this.stems = new Uint32Array(this.stemStarts[this.size] as number)
    this.counts = new Uint16Array(this.stems.length * 3)
    this.lengths = new Uint32Array(this.size * 3)
    this.utterances = new Uint32Array(this.utteranceStarts[this.size] as number)
    this.utteranceEnds = new Uint32Array(this.endStarts[this.size] as number)
    this.asking = Uint16Array.from(documents, ({ asking }) => asking)
  }

  /** Copies documents into a table, yielding to the event loop. */
  static async from(documents: readonly AnalysedDocument[]): Promise<WordTable> {
    const table = new WordTable(documents)
    const slice = new TimeSlice()
    for (const [i, document] of documents.entries()) {
      const stemStart = table.stemStarts[i] as number
      table.stems.set(document.stems, stemStart)
      table.counts.set(document.counts, stemStart * 3)
      table.lengths.set(document.lengths, i * 3)
      table.utterances.set(document.utterances, table.utteranceStarts[i])
      table.utteranceEnds.set(document.utteranceEnds, table.endStarts[i])
      if (slice.isOver()) await slice.next()
    }
    return table
  }

  /** A document of the table: views, not copies. */
  get(document: number): AnalysedDocument {
    const [stemStart, stemEnd] = rangeOf(this.stemStarts, document)
    return {
      stems: this.stems.subarray(stemStart, stemEnd),
      counts: this.counts.subarray(stemStart * 3, stemEnd * 3),
      lengths: this.lengths.subarray(document * 3, document * 3 + 3),
      utterances: this.utterances.subarray(...rangeOf(this.utteranceStarts, document)),
      utteranceEnds: this.utteranceEnds.subarray(...rangeOf(this.endStarts, document)),
      asking: this.asking[document] as number,
    }
  }
}

function startsOf(documents: readonly AnalysedDocument[], lengthOf: (document: AnalysedDocument) => number): Starts {
  const starts = new Uint32Array(documents.length + 1)
  for (const [i, document] of documents.entries()) starts[i + 1] = (starts[i] as number) + lengthOf(document)
  return starts
}

function rangeOf(starts: Starts, document: number): [start: number, end: number] {
  return [starts[document] as number, starts[document + 1] as number]
}
