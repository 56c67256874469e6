import type { Field } from './search-document.js'

/** A text of a document with its unit-norm vector. */
export interface EmbeddedText {
  field: Field
  text: string
  vector: Float32Array
}

/** Similarities of every document for one question: the best cosine of its texts of each field, -1 where it has none. */
export interface DenseScores {
  byField: Record<Field, Float32Array>
  /** The best over all fields. */
  best: Float32Array
  /** The text of a document nearest to the question. */
  nearest(document: number): string | undefined
}

const FIELD_CODES: Record<Field, number> = { title: 0, questions: 1, text: 2 }

/**
 * Vectors → documents by exhaustive cosine, several vectors a document (title, each example question, passages). Exact: nothing is pruned, and at
 * 20,000 entries a scan still takes tens of milliseconds. Immutable.
 */
export class DenseIndex {
  readonly #dimensions: number
  /** All vectors, `[rows × dimensions] float32`, those of one document side by side. */
  readonly #vectors: Float32Array
  /** First row of each document, and the number of rows at the end. */
  readonly #starts: Uint32Array
  readonly #fields: Uint8Array
  readonly #texts: readonly string[]

  /** @throws RangeError when a vector has another length than `dimensions`. */
  constructor(documents: readonly (readonly EmbeddedText[])[], dimensions: number) {
    const rows = documents.reduce((sum, texts) => sum + texts.length, 0)
    this.#dimensions = dimensions
    this.#vectors = new Float32Array(rows * dimensions)
    this.#starts = new Uint32Array(documents.length + 1)
    this.#fields = new Uint8Array(rows)
    const allTexts: string[] = []
    documents.forEach((texts, document) => {
      for (const { field, text, vector } of texts) {
        if (vector.length !== dimensions)
          throw new RangeError(`a vector has ${vector.length} values, not ${dimensions}`)
        this.#vectors.set(vector, allTexts.length * dimensions)
        this.#fields[allTexts.length] = FIELD_CODES[field]
        allTexts.push(text)
      }
      this.#starts[document + 1] = allTexts.length
    })
    this.#texts = allTexts
  }

  /** Number of documents. */
  get size(): number {
    return this.#starts.length - 1
  }

  /** Vectors by text, for the next index to reuse. */
  vectorsByText(): Map<string, Float32Array> {
    return new Map(
      this.#texts.map((text, row) => [
        text,
        this.#vectors.subarray(row * this.#dimensions, (row + 1) * this.#dimensions),
      ]),
    )
  }

  /** Cosine of a unit-norm vector with every document. */
  score(query: Float32Array): DenseScores {
    const byCode = [this.#missing(), this.#missing(), this.#missing()] as const
    const best = this.#missing()
    const bestRow = new Int32Array(this.size).fill(-1)
    for (let document = 0; document < this.size; document += 1) {
      const end = this.#starts[document + 1] as number
      for (let row = this.#starts[document] as number; row < end; row += 1) {
        const similarity = this.#dot(query, row * this.#dimensions)
        const scores = byCode[this.#fields[row] as 0 | 1 | 2]
        if (similarity > (scores[document] as number)) scores[document] = similarity
        if (similarity > (best[document] as number)) {
          best[document] = similarity
          bestRow[document] = row
        }
      }
    }
    return {
      byField: { title: byCode[0], questions: byCode[1], text: byCode[2] },
      best,
      nearest: (document) => this.#texts[bestRow[document] ?? -1],
    }
  }

  /** Four sums in turn keep the processor's units busy: a fifth faster than one. The dimensions of the models are multiples of four. */
  #dot(query: Float32Array, offset: number): number {
    const vectors = this.#vectors
    const whole = this.#dimensions & ~3
    let a = 0
    let b = 0
    let c = 0
    let d = 0
    for (let i = 0; i < whole; i += 4) {
      a += (query[i] as number) * (vectors[offset + i] as number)
      b += (query[i + 1] as number) * (vectors[offset + i + 1] as number)
      c += (query[i + 2] as number) * (vectors[offset + i + 2] as number)
      d += (query[i + 3] as number) * (vectors[offset + i + 3] as number)
    }
    for (let i = whole; i < this.#dimensions; i += 1) a += (query[i] as number) * (vectors[offset + i] as number)
    return a + b + c + d
  }

  #missing(): Float32Array {
    return new Float32Array(this.size).fill(-1)
  }
}
