import { analyseQuestion, fold, type Word } from './french-analyser.js'
import { dequantise, type QuantisedVector } from './quantised-vector.js'
import { TimeSlice } from './time-slice.js'
import { VectorTable } from './vector-table.js'

/** A word of a question with its meaning. */
interface AskedWord {
  stem: string
  /** Absent where there was no time to read it: it counts where a title has the very word. */
  vector: Float32Array | undefined
}

/** How the words of a question and of a title explain each other, in [0, 1]. */
export interface TitleMeaning {
  /** Share of the title's information that the question says, in these words or others: "patron" says some of "employeur". */
  said: number
  /** Share of the question's information that the title says. */
  asked: number
}

/** Words of a question that are compared: more come from pasted mails. */
const MOST_ASKED = 32

/**
 * The words of all titles and what they mean. A question is near a text as a whole also when half of a title has nothing to do with it ("Contrôle technique
 * d'un véhicule utilitaire"); word by word one sees what the question leaves unsaid. Immutable.
 */
export class TitleWords {
  /** Rows of the words of all titles, by their form. */
  readonly #rows = new Map<string, number>()
  readonly #words: Word[] = []
  /** Words of each title, as rows. */
  readonly #titles: Uint32Array[] = []
  /** Titles that have a stem. */
  readonly #frequencies = new Map<string, number>()
  /** Information of each row, by the titles that have its stem. */
  #idfs = new Float64Array(0)
  #table: VectorTable
  /** The words of the titles compared, side by side. */
  #bench: VectorTable

  private constructor(dimensions: number) {
    this.#table = new VectorTable(0, dimensions)
    this.#bench = new VectorTable(0, dimensions)
  }

  /**
   * Yields to the event loop.
   * @param titles {@link wordsOfTitle} of each document
   * @param vectorOf the vector of each of their forms
   */
  static async build(
    titles: readonly (readonly Word[])[],
    vectorOf: (form: string) => QuantisedVector,
    dimensions: number,
  ): Promise<TitleWords> {
    const built = new TitleWords(dimensions)
    const slice = new TimeSlice()
    for (const title of titles) {
      built.#add(title)
      if (slice.isOver()) await slice.next()
    }
    built.#idfs = Float64Array.from(built.#words, ({ stem }) => built.#idf(stem))
    built.#table = new VectorTable(built.#words.length, dimensions)
    for (const [row, { form }] of built.#words.entries()) built.#table.set(row, vectorOf(form))
    return built
  }

  /** The words of the title of a document, for the next index. */
  wordsOf(document: number): Word[] {
    return Array.from(this.#titles[document] ?? [], (row) => this.#words[row] as Word)
  }

  /** The vector of a word of a title: a view. */
  vectorOf(word: string): QuantisedVector | undefined {
    const row = this.#rows.get(word)
    return row === undefined ? undefined : this.#table.get(row)
  }

  /** The words of a question that no title has, without repeats: their vectors are to be found elsewhere. */
  unknownOf(words: readonly Word[]): string[] {
    return [...stemsByForm(words).keys()].filter((form) => !this.#rows.has(form))
  }

  /**
   * Compares a question with some titles.
   * @param elsewhere vectors of words that no title has, as far as they are known
   * @param documents positions of the titles
   */
  compare(
    words: readonly Word[],
    elsewhere: ReadonlyMap<string, Float32Array>,
    documents: readonly number[],
  ): (document: number) => TitleMeaning {
    const asked = this.#askedWords(words, elsewhere)
    const places = this.#gather(documents)
    const likeness = asked.map((word) => this.#likenessOf(word, places))
    const askedIdf = asked.map(({ stem }) => this.#idf(stem))
    const whole = askedIdf.reduce((sum, idf) => sum + idf, 0)
    return (document) => {
      const rows = this.#titles[document] ?? []
      let [said, information, found] = [0, 0, 0]
      const best = new Float32Array(asked.length)
      for (const row of rows) {
        const place = places.get(row) as number
        const idf = this.#idfs[row] as number
        let most = 0
        for (let i = 0; i < asked.length; i += 1) {
          const like = (likeness[i] as Float32Array)[place] as number
          if (like > most) most = like
          if (like > (best[i] as number)) best[i] = like
        }
        said += idf * most
        information += idf
      }
      for (let i = 0; i < asked.length; i += 1) found += (askedIdf[i] as number) * (best[i] as number)
      return { said: information > 0 ? said / information : 0, asked: whole > 0 ? found / whole : 0 }
    }
  }

  #add(title: readonly Word[]): void {
    for (const stem of new Set(title.map(({ stem }) => stem)))
      this.#frequencies.set(stem, (this.#frequencies.get(stem) ?? 0) + 1)
    this.#titles.push(Uint32Array.from(title, (word) => this.#rowOf(word)))
  }

  #rowOf(word: Word): number {
    const known = this.#rows.get(word.form)
    if (known !== undefined) return known
    this.#rows.set(word.form, this.#words.length)
    return this.#words.push(word) - 1
  }

  #askedWords(words: readonly Word[], elsewhere: ReadonlyMap<string, Float32Array>): AskedWord[] {
    return Array.from(stemsByForm(words), ([form, stem]) => {
      const row = this.#rows.get(form)
      return { stem, vector: row === undefined ? elsewhere.get(form) : dequantise(this.#table.get(row)) }
    })
  }

  /** Puts the words of some titles side by side. @returns the place of each */
  #gather(documents: readonly number[]): Map<number, number> {
    const places = new Map<number, number>()
    for (const document of documents)
      for (const row of this.#titles[document] ?? []) if (!places.has(row)) places.set(row, places.size)
    if (places.size > this.#bench.rows) this.#bench = new VectorTable(2 * places.size, this.#table.dimensions)
    for (const [row, to] of places) this.#bench.copy(this.#table, { first: row, count: 1, to })
    return places
  }

  /** How alike a word is to each of the words gathered, in [0, 1]; 1 for words of one stem. */
  #likenessOf({ stem, vector }: AskedWord, places: Map<number, number>): Float32Array {
    const likeness = vector
      ? this.#bench.scan(vector, places.size).slice(0, places.size)
      : new Float32Array(places.size)
    for (const [row, place] of places) {
      if ((this.#words[row] as Word).stem === stem) likeness[place] = 1
      else if ((likeness[place] as number) < 0) likeness[place] = 0
    }
    return likeness
  }

  #idf(stem: string): number {
    return Math.log(1 + this.#titles.length / ((this.#frequencies.get(stem) ?? 0) + 0.5))
  }
}

/** The words of a question that are compared, without repeats: the stem of each, by its form. */
function stemsByForm(words: readonly Word[]): Map<string, string> {
  return new Map(words.slice(0, MOST_ASKED).map(({ form, stem }) => [fold(form), stem]))
}

/** The words of a title that carry meaning, each in the form whose vector is asked for. */
export function wordsOfTitle(title: string): Word[] {
  return analyseQuestion(title).map(({ form, stem }) => ({ form: fold(form), stem }))
}
