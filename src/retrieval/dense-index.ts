import { centreOf } from './centre.js'
import { dequantise, type QuantisedVector } from './quantised-vector.js'
import type { Field } from './search-document.js'
import { VectorTable } from './vector-table.js'

/** A text of a document with its vector, of unit norm before it was rounded. */
export interface EmbeddedText {
  field: Field
  text: string
  vector: QuantisedVector
}

/** Similarities of every document for one question: the best cosine of its texts of each field, -1 where it has none. */
export interface DenseScores {
  byField: Record<Field, Float32Array>
  /** The best over all fields. */
  best: Float32Array
  /** Mean of the three best: an entry that several of its texts recommend. */
  nearestThree: Float32Array
  /** Cosine with the middle of all its texts: what the entry is about as a whole; 0 where it has none. */
  centre: Float32Array
  /** The text of a document nearest to the question. */
  nearest(document: number): string | undefined
}

/** Texts that are averaged in `nearestThree`; fewer where a document has fewer. */
const SEVERAL = 3
const FIELD_CODES: Record<Field, number> = { title: 0, questions: 1, text: 2 }

/**
 * Vectors → documents by exhaustive cosine, several vectors a document (title, each example question, passages). Nothing is pruned. Immutable.
 */
export class DenseIndex {
  /** All vectors, those of one document side by side, then one for the centre of each document. */
  readonly #table: VectorTable
  /** First row of each document, and the number of rows at the end. */
  readonly #starts: Uint32Array
  readonly #fields: Uint8Array
  readonly #texts: readonly string[]

  /** @throws RangeError when a vector has another length than `dimensions`. */
  constructor(documents: readonly (readonly EmbeddedText[])[], dimensions: number) {
    const rows = documents.reduce((sum, texts) => sum + texts.length, 0)
    this.#table = new VectorTable(rows + documents.length, dimensions)
    this.#starts = new Uint32Array(documents.length + 1)
    this.#fields = new Uint8Array(rows)
    const allTexts: string[] = []
    documents.forEach((texts, document) => {
      for (const { field, text, vector } of texts) {
        this.#table.set(allTexts.length, vector)
        this.#fields[allTexts.length] = FIELD_CODES[field]
        allTexts.push(text)
      }
      this.#table.set(
        rows + document,
        centreOf(
          texts.map(({ vector }) => dequantise(vector)),
          dimensions,
        ),
      )
      this.#starts[document + 1] = allTexts.length
    })
    this.#texts = allTexts
  }

  /** Number of documents. */
  get size(): number {
    return this.#starts.length - 1
  }

  /** Vectors by text, for the next index to reuse. */
  vectorsByText(): Map<string, QuantisedVector> {
    return new Map(this.#texts.map((text, row) => [text, this.#table.get(row)]))
  }

  /** Cosine of a unit-norm vector with every document. */
  score(query: Float32Array): DenseScores {
    const similarities = this.#table.scan(query)
    const byCode = [this.#missing(), this.#missing(), this.#missing()] as const
    const best = this.#missing()
    const nearestThree = this.#missing()
    const bestRow = new Int32Array(this.size).fill(-1)
    for (let document = 0; document < this.size; document += 1) {
      const start = this.#starts[document] as number
      const end = this.#starts[document + 1] as number
      for (let row = start; row < end; row += 1) {
        const similarity = similarities[row] as number
        const scores = byCode[this.#fields[row] as 0 | 1 | 2]
        if (similarity > (scores[document] as number)) scores[document] = similarity
        if (similarity > (best[document] as number)) {
          best[document] = similarity
          bestRow[document] = row
        }
      }
      if (end > start) nearestThree[document] = meanOfBest(similarities, start, end)
    }
    return {
      byField: { title: byCode[0], questions: byCode[1], text: byCode[2] },
      best,
      nearestThree,
      centre: similarities.subarray(this.#texts.length),
      nearest: (document) => this.#texts[bestRow[document] ?? -1],
    }
  }

  #missing(): Float32Array {
    return new Float32Array(this.size).fill(-1)
  }
}

/** The mean of the {@link SEVERAL} largest of some similarities. */
function meanOfBest(similarities: Float32Array, start: number, end: number): number {
  let [first, second, third] = [-1, -1, -1]
  for (let row = start; row < end; row += 1) {
    const similarity = similarities[row] as number
    if (similarity > first) [first, second, third] = [similarity, first, second]
    else if (similarity > second) [second, third] = [similarity, second]
    else if (similarity > third) third = similarity
  }
  const count = Math.min(SEVERAL, end - start)
  return (first + (count > 1 ? second : 0) + (count > 2 ? third : 0)) / count
}
