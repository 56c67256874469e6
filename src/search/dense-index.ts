import type { Field } from './analysed-document.js'
import { type QuantisedVector, quantise } from './quantised-vector.js'
import { type Run, VectorOverlay, type Vectors } from './vector-overlay.js'
import { VectorTable } from './vector-table.js'
import { TimeSlice } from './word-table.js'

/** A text of a document with its vector, of unit norm before it was rounded. */
export interface EmbeddedText {
  field: Field
  text: string
  vector: QuantisedVector
}

/** The texts of a document, or its position in the index before when nothing of it has changed. */
export type DocumentTexts = readonly EmbeddedText[] | { unchanged: number }

/** The vector of a text, where it is known. */
export type VectorFinder = (text: string) => QuantisedVector | undefined

/** How near a document is to one question: the best cosine of its texts of each field, -1 where it has none. */
export interface DocumentNearness {
  title: number
  questions: number
  text: number
  /** The best over all fields. */
  best: number
  /** Cosine with the middle of all its texts: what the entry is about as a whole; 0 where it has none. */
  centre: number
  /** The text nearest to the question; absent where it has none. */
  nearest: string | undefined
}

/** How near every document is to one question. */
export interface DenseScores {
  /** The `k` documents of the largest {@link three}, largest first; equal ones in order of position. Those without text are left out. */
  nearest(k: number): number[]
  /** Mean of the three best cosines of a document: an entry that several of its texts recommend. -1 where it has no text. @throws Error as {@link of} */
  three(document: number): number
  /** Looked at closely. @throws Error once another question has been scored: the cosines of all texts are kept for one only */
  of(document: number): DocumentNearness
}

const FIELD_CODES = { title: 0, questions: 1, text: 2 } as const satisfies Record<Field, number>

/**
 * Vectors → documents by exhaustive cosine, several vectors a document (title, each example question, passages). Nothing is pruned. Immutable.
 */
export class DenseIndex {
  /** All vectors, those of one document side by side, then one for the centre of each document. */
  readonly #table: Vectors
  /** First row of each document, and the number of rows at the end. */
  readonly #starts: Uint32Array
  readonly #fields: Uint8Array
  readonly #texts: string[] = []
  /** Questions scored so far. */
  #asked = 0

  private constructor(starts: Uint32Array, table: Vectors) {
    this.#starts = starts
    this.#table = table
    this.#fields = new Uint8Array(starts[starts.length - 1] as number)
  }

  /**
   * Builds an index, yielding to the event loop.
   * @param previous the index before, in which unchanged documents are found
   * @throws RangeError when a vector has another length than `dimensions`
   */
  static async build(
    documents: readonly DocumentTexts[],
    dimensions: number,
    previous?: DenseIndex,
  ): Promise<DenseIndex> {
    const starts = startsOf(documents, previous)
    const rows = starts[documents.length] as number
    const table = new VectorTable(rows + documents.length, dimensions, starts)
    const index = new DenseIndex(starts, table)
    const slice = new TimeSlice()
    for (const [document, texts] of documents.entries()) {
      if (!('unchanged' in texts)) {
        index.#note(document, texts)
        writeTexts(table, texts, { first: starts[document] as number, centre: rows + document })
      } else if (previous) {
        index.#noteAgain(document, previous, texts.unchanged)
        for (const run of previous.#runsOf(texts.unchanged, starts[document] as number, rows + document))
          copyRun(table, run)
      }
      if (slice.isOver()) await slice.next()
    }
    return index
  }

  /**
   * Builds the same upon another one, of which the unchanged documents are not copied: a query that both are asked one after the other is compared once with
   * these. It keeps the other in memory. Yields to the event loop.
   */
  static async overlay(
    documents: readonly DocumentTexts[],
    dimensions: number,
    previous: DenseIndex,
  ): Promise<DenseIndex> {
    const starts = startsOf(documents, previous)
    const rows = starts[documents.length] as number
    const changed = documents.flatMap((texts) => ('unchanged' in texts ? [] : [texts]))
    const own = new VectorTable(
      changed.reduce((sum, { length }) => sum + length + 1, 0),
      dimensions,
    )
    const [texts, centres]: [Run[], Run[]] = [[], []]
    let at = 0
    for (const [document, one] of documents.entries()) {
      const [first, centre] = [starts[document] as number, rows + document]
      if ('unchanged' in one) {
        const [ofTexts, ofCentre] = previous.#runsOf(one.unchanged, first, centre)
        texts.push(ofTexts)
        centres.push(ofCentre)
        continue
      }
      writeTexts(own, one, { first: at, centre: at + one.length })
      texts.push({ from: own, first: at, count: one.length, to: first })
      centres.push({ from: own, first: at + one.length, count: 1, to: centre })
      at += one.length + 1
    }
    const index = new DenseIndex(starts, new VectorOverlay([...texts, ...centres], starts))
    const slice = new TimeSlice()
    for (const [document, one] of documents.entries()) {
      if ('unchanged' in one) index.#noteAgain(document, previous, one.unchanged)
      else index.#note(document, one)
      if (slice.isOver()) await slice.next()
    }
    return index
  }

  /** Number of documents. */
  get size(): number {
    return this.#starts.length - 1
  }

  /** Number of texts of a document. */
  textsOf(document: number): number {
    return (this.#starts[document + 1] as number) - (this.#starts[document] as number)
  }

  /** The vector of one of the texts of a document, for another index to reuse: a view. */
  vectorOf(text: string, document: number): QuantisedVector | undefined {
    for (let row = this.#starts[document] as number; row < (this.#starts[document + 1] as number); row += 1)
      if (this.#texts[row] === text) return this.#table.get(row)
    return undefined
  }

  /** Finds the vector of any text of the index. */
  vectorFinder(): VectorFinder {
    let rows: Map<string, number> | undefined
    return (text) => {
      rows ??= new Map(this.#texts.map((known, row) => [known, row]))
      const row = rows.get(text)
      return row === undefined ? undefined : this.#table.get(row)
    }
  }

  /** Cosine of a unit-norm vector with every document. */
  score(query: Float32Array): DenseScores {
    const similarities = this.#table.scan(query)
    this.#asked += 1
    const asked = this.#asked
    const current = () => {
      if (asked !== this.#asked) throw new Error('another question has been scored since')
      return similarities
    }
    return {
      nearest: (k) => this.#nearest(current(), k),
      three: (document) => this.#three(current(), document),
      of: (document) => this.#nearness(document, current()),
    }
  }

  /** Only of documents whose best cosine allows it are the three best looked at: of some hundreds among thousands. */
  #nearest(similarities: Float32Array, k: number): number[] {
    const best = this.#table.largest()
    const likely = topK(best, k)
    const least = likely.length < k ? -1 : Math.min(...likely.map((document) => this.#three(similarities, document)))
    const threes = new Float32Array(this.size).fill(-1)
    for (let document = 0; document < threes.length; document += 1)
      if ((best[document] as number) >= least) threes[document] = this.#three(similarities, document)
    return topK(threes, k, -1)
  }

  #three(similarities: Float32Array, document: number): number {
    const start = this.#starts[document] as number
    const end = this.#starts[document + 1] as number
    let [first, second, third] = [-1, -1, -1]
    for (let row = start; row < end; row += 1) {
      const similarity = similarities[row] as number
      if (similarity <= third) continue
      if (similarity > first) [first, second, third] = [similarity, first, second]
      else if (similarity > second) [second, third] = [similarity, second]
      else third = similarity
    }
    const count = end - start
    if (count === 0) return -1
    return Math.fround((first + (count > 1 ? second : 0) + (count > 2 ? third : 0)) / Math.min(3, count))
  }

  #nearness(document: number, similarities: Float32Array): DocumentNearness {
    const best = [-1, -1, -1]
    let [first, nearest] = [-1, -1]
    for (let row = this.#starts[document] as number; row < (this.#starts[document + 1] as number); row += 1) {
      const similarity = similarities[row] as number
      const field = this.#fields[row] as number
      if (similarity > (best[field] as number)) best[field] = similarity
      if (similarity > first) [first, nearest] = [similarity, row]
    }
    const [title, questions, text] = best as [number, number, number]
    const centre = similarities[this.#texts.length + document] as number
    return { title, questions, text, best: first, centre, nearest: this.#texts[nearest] }
  }

  /** Where the vectors of a document and its centre are. */
  #runsOf(document: number, first: number, centre: number): [texts: Run, centre: Run] {
    const from = this.#table
    return [
      { from, first: this.#starts[document] as number, count: this.textsOf(document), to: first },
      { from, first: this.#fields.length + document, count: 1, to: centre },
    ]
  }

  #note(document: number, texts: readonly EmbeddedText[]): void {
    const start = this.#starts[document] as number
    for (const [i, { field, text }] of texts.entries()) {
      this.#fields[start + i] = FIELD_CODES[field]
      this.#texts.push(text)
    }
  }

  #noteAgain(document: number, from: DenseIndex, former: number): void {
    const first = from.#starts[former] as number
    const end = first + from.textsOf(former)
    this.#fields.set(from.#fields.subarray(first, end), this.#starts[document] as number)
    for (let row = first; row < end; row += 1) this.#texts.push(from.#texts[row] as string)
  }
}

function startsOf(documents: readonly DocumentTexts[], previous?: DenseIndex): Uint32Array {
  const starts = new Uint32Array(documents.length + 1)
  for (const [document, texts] of documents.entries()) {
    const count = 'unchanged' in texts ? (previous?.textsOf(texts.unchanged) ?? 0) : texts.length
    starts[document + 1] = (starts[document] as number) + count
  }
  return starts
}

function writeTexts(
  table: VectorTable,
  texts: readonly EmbeddedText[],
  { first, centre }: { first: number; centre: number },
): void {
  for (const [i, { vector }] of texts.entries()) table.set(first + i, vector)
  const vectors = texts.map(({ vector }) => vector)
  table.set(centre, centreOfRounded(vectors, table.dimensions))
}

function copyRun(table: VectorTable, { from, first, count, to }: Run): void {
  if (from instanceof VectorTable) table.copy(from, { first, count, to })
  else for (let row = 0; row < count; row += 1) table.set(to + row, from.get(first + row))
}

/** Positions of the `k` largest values, largest first; equal values in order of position. Only values above `floor` count. */
export function topK(values: Float32Array, k: number, floor = Number.NEGATIVE_INFINITY): number[] {
  const heap: number[] = []
  const worse = (a: number, b: number): boolean => {
    const difference = (values[a] as number) - (values[b] as number)
    return difference < 0 || (difference === 0 && a > b)
  }
  for (let position = 0; position < values.length; position += 1) {
    if ((values[position] as number) <= floor) continue
    if (heap.length === k && !worse(heap[k - 1] as number, position)) continue
    let low = 0
    let high = heap.length
    while (low < high) {
      const middle = (low + high) >> 1
      if (worse(heap[middle] as number, position)) high = middle
      else low = middle + 1
    }
    heap.splice(low, 0, position)
    if (heap.length > k) heap.pop()
  }
  return heap
}

/** The middle of some unit vectors, of unit norm, rounded to int8; null without one. */
export function centreOf(vectors: Iterable<Float32Array>, dimensions: number): QuantisedVector {
  const sum = new Float32Array(dimensions)
  for (const vector of vectors) {
    for (let i = 0; i < dimensions; i += 1) sum[i] = (sum[i] as number) + (vector[i] as number)
  }
  return toUnit(sum)
}

/** The same of vectors that are rounded already, none of which is made whole again. */
function centreOfRounded(vectors: Iterable<QuantisedVector>, dimensions: number): QuantisedVector {
  const sum = new Float32Array(dimensions)
  for (const { values, scale } of vectors) {
    for (let i = 0; i < dimensions; i += 1) sum[i] = (sum[i] as number) + Math.fround((values[i] as number) * scale)
  }
  return toUnit(sum)
}

function toUnit(sum: Float32Array): QuantisedVector {
  let squares = 0
  for (const value of sum) squares += value * value
  const norm = Math.sqrt(squares)
  return quantise(norm > 0 ? sum.map((value) => value / norm) : sum)
}
