import type { WordTable } from './word-table.js'

/** How alike the words of a question and of a document's title and example questions are: cosines of their idf vectors, in [0, 1]. */
export interface Likeness {
  title: number
  /** The most alike of its example questions; 0 without one. */
  question: number
  /** The mean of the three most alike of its utterances, title included; fewer where it has fewer. */
  several: number
}

/** What a question asks for, as far as likeness needs it. */
export interface AskedWords {
  /** By stem number: 0 where the stem is not asked for, else 1 and the place of its weight in `weights`. */
  codes: Uint8Array
  weights: readonly number[]
  /** Norm of the idf vector of the question. */
  norm: number
}

/** Utterances that are averaged. */
const SEVERAL = 3

/** The utterances of an index, with what their cosines need of them whatever is asked. Immutable. */
export class UtteranceLikeness {
  readonly #table: WordTable
  readonly #squaredIdf: Float64Array
  /** Norm of the idf vector of each utterance. */
  readonly #norms: Float64Array

  /** @param squaredIdf by stem number */
  constructor(table: WordTable, squaredIdf: Float64Array) {
    this.#table = table
    this.#squaredIdf = squaredIdf
    this.#norms = new Float64Array(table.utteranceEnds.length)
    for (let document = 0; document < table.size; document += 1) {
      let at = table.utteranceStarts[document] as number
      const first = at
      for (let i = table.endStarts[document] as number; i < (table.endStarts[document + 1] as number); i += 1) {
        let squares = 0
        for (const end = first + (table.utteranceEnds[i] as number); at < end; at += 1)
          squares += squaredIdf[table.utterances[at] as number] as number
        this.#norms[i] = Math.sqrt(squares)
      }
    }
  }

  /** Example questions of a document. */
  questionsOf(document: number): number {
    const { endStarts } = this.#table
    return (endStarts[document + 1] as number) - (endStarts[document] as number) - 1
  }

  /** The likeness of a document, each of its utterances compared once. */
  likenessOf(document: number, { codes, weights, norm }: AskedWords): Likeness {
    const { utterances, utteranceStarts, utteranceEnds, endStarts } = this.#table
    const likeness: Likeness = { title: 0, question: 0, several: 0 }
    let [best, second, third] = [0, 0, 0]
    let at = utteranceStarts[document] as number
    const [first, start, last] = [at, endStarts[document] as number, endStarts[document + 1] as number]
    for (let i = start; i < last; i += 1) {
      let common = 0
      for (const end = first + (utteranceEnds[i] as number); at < end; at += 1) {
        const stem = utterances[at] as number
        const code = codes[stem] as number
        if (code > 0) common += (this.#squaredIdf[stem] as number) * (weights[code - 1] as number)
      }
      if (common === 0) continue
      const cosine = Math.min(1, common / (norm * (this.#norms[i] as number)))
      if (i === start) likeness.title = cosine
      else if (cosine > likeness.question) likeness.question = cosine
      if (cosine > best) {
        third = second
        second = best
        best = cosine
      } else if (cosine > second) {
        third = second
        second = cosine
      } else if (cosine > third) third = cosine
    }
    likeness.several = last > start ? (best + second + third) / Math.min(SEVERAL, last - start) : 0
    return likeness
  }
}
