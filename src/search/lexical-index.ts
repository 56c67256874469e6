import SearchableMap from 'minisearch/SearchableMap'
import type { AnalysedDocument, Field } from './analysed-document.js'
import { likenessOfQuestionKinds, type QuestionKinds } from './asking.js'
import { frequencyOf, hasStem, invert, isWritten, type Postings } from './postings.js'
import { editsOf, isCorrectable, mayBeMisspelt } from './spelling.js'
import { type Likeness, UtteranceLikeness } from './utterance-likeness.js'
import type { Vocabulary } from './vocabulary.js'
import { TimeSlice, WordTable } from './word-table.js'

/** Scores of every document for one question; each array has one value a document, in `[0, 1]`. */
export interface LexicalScores {
  /**
   * BM25 of each field divided by what a document that repeats every word for ever would get: 1 is out of reach, and the best hit of a
   * poor question stays low.
   */
  byField: Record<Field, Float32Array>
  /** BM25 of title, questions and text as one text in which the title counts three times, divided in the same way. */
  joint: Float32Array
  /** Weighted sum of the fields, for choosing candidates. */
  total: Float32Array
  /** Share of the question's information (idf) whose words the document contains. */
  coverage: Float32Array
  /** Share of the question's information whose words no document contains, in [0, 1]. */
  unknownShare: number
  /** How alike the words of the question and of a document's title are: cosine of their idf vectors, in [0, 1]. */
  titleLikeness(document: number): number
  /** The same for the most alike of its example questions; 0 without one. */
  questionLikeness(document: number): number
  /** The mean of the three most alike of its utterances, title included; fewer where it has fewer. */
  utterancesLikeness(document: number): number
  /** Example questions of a document. */
  questionsOf(document: number): number
  /**
   * How alike the question and the title of a document are in what they ask about their subject, in [-1, 1]. It counts as far as the titles of the base
   * are questions: where most are names, one that asks for something else says little.
   */
  askingLikeness(document: number): number
  /** Words of the text of a document that carry meaning. */
  textLength(document: number): number
  /** Stems of the question that the document contains. */
  matchedStems(document: number): string[]
}

/** An indexed stem that stands for a word of the question. */
interface Match {
  /** Number in the vocabulary. */
  stem: number
  /** Corrected letters. */
  distance: number
  weight: number
}

/** A word of the question and the indexed stems that stand for it, best first. */
interface QueryTerm {
  stem: string
  idf: number
  matches: Match[]
}

/** BM25's saturation and length normalisation by field. Titles are short on purpose: their length says little. */
const K1 = 1.2
const B: Record<Field, number> = { title: 0.3, questions: 0.6, text: 0.75 }
/** Length normalisation of the joint text, and how often each field counts in it. */
const JOINT_B = 0.75
const JOINT_COUNTS: Record<Field, number> = { title: 3, questions: 1, text: 1 }
/** Weights of the fields when candidates are chosen; the fused ranking has its own, fitted. */
const FIELD_WEIGHTS: Record<Field, number> = { title: 0.45, questions: 0.35, text: 0.2 }
const FUZZY_MOST = 4
/** What a match is worth after one or two corrected letters. */
const FUZZY_WEIGHT = [1, 0.7, 0.45]

/** Values of a document in the table of length norms: title, questions, text, joint. */
const NORMS = 4

interface Parts {
  vocabulary: Vocabulary
  table: WordTable
  postings: Postings
  spellings: Spellings
}

/**
 * The stems towards which typos are corrected, in layers: most of a commune's are those that all communes share, whose layer is then one for all of them. A layer may
 * have stems that no document of this index has.
 */
type Spellings = readonly SearchableMap<number>[]

/** Words → documents, by BM25 over title, example questions and text, with typos corrected towards indexed words. Immutable. */
export class LexicalIndex {
  readonly #parts: Parts
  readonly #utterances: UtteranceLikeness
  /** By stem number; 0 of a stem that no document has. */
  readonly #idf: Float64Array
  /** What BM25 adds to a count below the line, `[documents × 4]`. */
  readonly #norms: Float64Array
  readonly #unknownIdf: number
  /** What likeness of asking is worth here: the square of the share of titles that ask for something. */
  readonly #askingWorth: number

  private constructor(parts: Parts) {
    const { table, postings } = parts
    this.#parts = parts
    this.#idf = new Float64Array(postings.starts.length - 1)
    for (const stem of postings.used) this.#idf[stem] = idf(frequencyOf(postings, stem), table.size)
    this.#utterances = new UtteranceLikeness(
      table,
      this.#idf.map((value) => value * value),
    )
    this.#norms = lengthNorms(table)
    this.#unknownIdf = idf(0, table.size)
    this.#askingWorth = table.size === 0 ? 0 : (table.asking.filter(Boolean).length / table.size) ** 2
  }

  /**
   * Builds an index, yielding to the event loop.
   * @param vocabulary that of the analyses, and of `previous`
   * @param previous an index before: what has not changed of it is not built again
   */
  static async build(
    documents: readonly AnalysedDocument[],
    vocabulary: Vocabulary,
    previous?: LexicalIndex,
  ): Promise<LexicalIndex> {
    const table = await WordTable.from(documents)
    const postings = await invert(table, vocabulary.size)
    const known = previous ? previous.#parts : undefined
    const spellings = await indexSpellings(postings.used, vocabulary, known?.spellings[0])
    return new LexicalIndex({ vocabulary, table, postings, spellings })
  }

  /** Number of documents. */
  get size(): number {
    return this.#parts.table.size
  }

  /** Stems that its documents have. */
  get stems(): number {
    return this.#parts.postings.used.length
  }

  /** The numbers of its stems, for the next index. */
  get vocabulary(): Vocabulary {
    return this.#parts.vocabulary
  }

  /** Documents that have a stem. */
  frequencyOf(stem: string): number {
    const number = this.#parts.vocabulary.numberOf(stem)
    return number === undefined ? 0 : frequencyOf(this.#parts.postings, number)
  }

  /** Whether a title or a text has a stem: example questions may have it by a slip. */
  isWritten(stem: string): boolean {
    const number = this.#parts.vocabulary.numberOf(stem)
    return number !== undefined && isWritten(this.#parts.postings, number)
  }

  /** The analysis of a document, for the next index. */
  analysisOf(document: number): AnalysedDocument {
    return this.#parts.table.get(document)
  }

  /** Scores every document for the stems of a question; repeats count once. @param asked what the question asks for */
  score(stems: readonly string[], asked: QuestionKinds = 0): LexicalScores {
    const terms = [...new Set(stems)].map((stem) => this.#toTerm(stem))
    const known = terms.filter(({ matches }) => matches.length > 0)
    const knownIdf = sumIdf(known)
    const allIdf = sumIdf(terms)
    const byField = { title: this.#zeros(), questions: this.#zeros(), text: this.#zeros() }
    const joint = this.#zeros()
    const coverage = this.#zeros()
    const seen = new Int32Array(this.size).fill(-1)
    known.forEach((term, order) => {
      for (const match of term.matches)
        this.#add({ term, match, order, seen, byField, joint, coverage, knownIdf, allIdf })
    })
    return {
      byField,
      joint,
      total: weightedSum(byField),
      coverage,
      unknownShare: allIdf > 0 ? (allIdf - knownIdf) / allIdf : 0,
      ...this.#likeness(terms),
      questionsOf: (document) => this.#utterances.questionsOf(document),
      askingLikeness: (document) =>
        this.#askingWorth * likenessOfQuestionKinds(asked, this.#parts.table.asking[document] as number),
      textLength: (document) => this.#parts.table.lengths[document * 3 + 2] as number,
      matchedStems: (document) => this.#matchedStems(document, known),
    }
  }

  #toTerm(stem: string): QueryTerm {
    const number = this.#parts.vocabulary.numberOf(stem)
    if (number !== undefined && frequencyOf(this.#parts.postings, number) > 0)
      return { stem, idf: this.#idf[number] as number, matches: [{ stem: number, distance: 0, weight: 1 }] }
    const matches = this.#corrections(stem)
    const [nearest] = matches
    return { stem, idf: nearest ? (this.#idf[nearest.stem] as number) : this.#unknownIdf, matches }
  }

  #corrections(stem: string): Match[] {
    if (!isCorrectable(stem)) return []
    const { spellings, postings, vocabulary } = this.#parts
    return spellings
      .flatMap((layer) => [...layer.fuzzyGet(stem, editsOf(stem)).values()])
      .map(([found, distance]) => ({ stem: found, distance, weight: FUZZY_WEIGHT[distance] ?? 0 }))
      .filter(({ stem: found }) => frequencyOf(postings, found) > 0 && mayBeMisspelt(stem, vocabulary.stemOf(found)))
      .sort(
        (a, b) =>
          a.distance - b.distance ||
          frequencyOf(postings, b.stem) - frequencyOf(postings, a.stem) ||
          // Whatever the layers, equally good ones come in one order.
          (vocabulary.stemOf(a.stem) < vocabulary.stemOf(b.stem) ? -1 : 1),
      )
      .slice(0, FUZZY_MOST)
  }

  #add(step: {
    term: QueryTerm
    match: Match
    order: number
    seen: Int32Array
    byField: Record<Field, Float32Array>
    joint: Float32Array
    coverage: Float32Array
    knownIdf: number
    allIdf: number
  }): void {
    const { starts, documents, counts } = this.#parts.postings
    const { seen, order, coverage, joint, knownIdf, byField } = step
    const gain = step.term.idf * step.match.weight
    const covered = gain / step.allIdf
    const norms = this.#norms
    /** BM25's term saturation, in [0, 1), times the gain. */
    const add = (scores: Float32Array, document: number, count: number, norm: number) => {
      scores[document] = (scores[document] as number) + (gain * (count / (count + norm))) / knownIdf
    }
    for (let at = starts[step.match.stem] as number; at < (starts[step.match.stem + 1] as number); at += 1) {
      const document = documents[at] as number
      // A document counts once a word, by the best of the stems that stand for it.
      if (seen[document] === order) continue
      seen[document] = order
      coverage[document] = (coverage[document] as number) + covered
      const title = counts[at * 3] as number
      const questions = counts[at * 3 + 1] as number
      const text = counts[at * 3 + 2] as number
      const norm = document * NORMS
      if (title > 0) add(byField.title, document, title, norms[norm] as number)
      if (questions > 0) add(byField.questions, document, questions, norms[norm + 1] as number)
      if (text > 0) add(byField.text, document, text, norms[norm + 2] as number)
      add(joint, document, jointOf(title, questions, text), norms[norm + 3] as number)
    }
  }

  #likeness(
    terms: readonly QueryTerm[],
  ): Pick<LexicalScores, 'titleLikeness' | 'questionLikeness' | 'utterancesLikeness'> {
    const codes = new Uint8Array(this.#idf.length)
    for (const { matches } of terms) for (const { stem, distance } of matches) codes[stem] = distance + 1
    const norm = Math.sqrt(terms.reduce((sum, term) => sum + term.idf ** 2, 0))
    const asked = { codes, weights: FUZZY_WEIGHT, norm }
    // The three are asked of one document after the other.
    let last: { document: number; likeness: Likeness } | null = null
    const likenessOf = (document: number): Likeness => {
      if (last?.document !== document) last = { document, likeness: this.#utterances.likenessOf(document, asked) }
      return last.likeness
    }
    return {
      titleLikeness: (document) => likenessOf(document).title,
      questionLikeness: (document) => likenessOf(document).question,
      utterancesLikeness: (document) => likenessOf(document).several,
    }
  }

  #matchedStems(document: number, known: readonly QueryTerm[]): string[] {
    const { postings } = this.#parts
    return known
      .filter(({ matches }) => matches.some(({ stem }) => hasStem(postings, stem, document)))
      .map(({ stem }) => stem)
  }

  #zeros(): Float32Array {
    return new Float32Array(this.size)
  }
}

/** A layer that would be larger than this share of the one below is worth a new one of everything. */
const MOST_OF_A_LAYER = 0.25

/** @param below the first layer of an index of the same vocabulary, kept where most stems are in it */
async function indexSpellings(
  used: Uint32Array,
  vocabulary: Vocabulary,
  below?: SearchableMap<number>,
): Promise<Spellings> {
  const isNew = (stem: string) => isCorrectable(stem) && !below?.has(stem)
  const own = used.filter((number) => isNew(vocabulary.stemOf(number)))
  if (below && own.length > MOST_OF_A_LAYER * below.size) return indexSpellings(used, vocabulary)
  const layer = new SearchableMap<number>()
  const slice = new TimeSlice()
  for (const number of own) {
    layer.set(vocabulary.stemOf(number), number)
    if (slice.isOver()) await slice.next()
  }
  return below ? [below, layer] : [layer]
}

/** What BM25 adds to a count below the line, by the length of each field of each document and of all as one text. */
function lengthNorms({ size, lengths }: WordTable): Float64Array {
  const ofField = (field: number) => Array.from({ length: size }, (_, i) => lengths[i * 3 + field] as number)
  const fields = [0, 1, 2].map(ofField) as [number[], number[], number[]]
  const [titles, questions, texts] = fields
  const joints = titles.map((title, i) => jointOf(title, questions[i] as number, texts[i] as number))
  // Documents without a field say nothing of its usual length.
  const means = [...fields.map((all) => mean(all.filter(Boolean)) || 1), mean(joints) || 1]
  const weights = [B.title, B.questions, B.text, JOINT_B]
  const norms = new Float64Array(size * NORMS)
  for (const [kind, all] of [...fields, joints].entries()) {
    const [b, usual] = [weights[kind] as number, means[kind] as number]
    for (let i = 0; i < size; i += 1) norms[i * NORMS + kind] = K1 * (1 - b + (b * (all[i] as number)) / usual)
  }
  return norms
}

/** Inverse document frequency of BM25 (Robertson and Zaragoza, 2009), in Lucene's form that is never negative. */
function idf(frequency: number, size: number): number {
  return Math.log(1 + (size - frequency + 0.5) / (frequency + 0.5))
}

function weightedSum({ title, questions, text }: Record<Field, Float32Array>): Float32Array {
  const total = new Float32Array(title.length)
  for (let i = 0; i < total.length; i += 1) {
    total[i] = FIELD_WEIGHTS.title * (title[i] as number)
    total[i] = (total[i] as number) + FIELD_WEIGHTS.questions * (questions[i] as number)
    total[i] = (total[i] as number) + FIELD_WEIGHTS.text * (text[i] as number)
  }
  return total
}

/** A count of each field, as the joint text counts them. */
function jointOf(title: number, questions: number, text: number): number {
  return title * JOINT_COUNTS.title + questions * JOINT_COUNTS.questions + text * JOINT_COUNTS.text
}

function sumIdf(terms: readonly QueryTerm[]): number {
  return terms.reduce((sum, term) => sum + term.idf, 0)
}

function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length
}
