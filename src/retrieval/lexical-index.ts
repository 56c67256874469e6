import SearchableMap from 'minisearch/SearchableMap'
import { analyse } from './french-analyser.js'
import { FIELDS, type Field, type SearchDocument } from './search-document.js'

/** A document's stems with their counts: what the lexical index needs of it, reusable from one index to the next. */
export interface AnalysedDocument {
  /** Distinct stems. */
  stems: string[]
  /** Occurrences in title, questions and text of each stem, `[stems × 3]`. */
  counts: Uint16Array
  /** Words in each field. */
  lengths: [title: number, questions: number, text: number]
  /** Distinct stems of the title, then of each example question. */
  utterances: string[][]
}

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
  /** Whether a document has example questions. */
  isIllustrated(document: number): boolean
  /** Stems of the question that the document contains. */
  matchedStems(document: number): string[]
}

interface Postings {
  /** Number of the stem, from 0. */
  id: number
  documents: Uint32Array
  /** Counts in each field, `[documents × 3]`. */
  counts: Uint16Array
  idf: number
}

/** A word of the question and the indexed stems that stand for it, best first. */
interface QueryTerm {
  stem: string
  idf: number
  matches: { postings: Postings; weight: number; stem: string }[]
}

/** BM25's saturation and length normalisation by field. Titles are short on purpose: their length says little. */
const K1 = 1.2
const B: Record<Field, number> = { title: 0.3, questions: 0.6, text: 0.75 }
/** Length normalisation of the joint text, and how often each field counts in it. */
const JOINT_B = 0.75
const JOINT_COUNTS: Record<Field, number> = { title: 3, questions: 1, text: 1 }
/** Weights of the fields when candidates are chosen; the fused ranking has its own, fitted. */
const FIELD_WEIGHTS: Record<Field, number> = { title: 0.45, questions: 0.35, text: 0.2 }
/** Shorter words have too many neighbours to be corrected. */
const FUZZY_MIN_LENGTH = 4
const FUZZY_TWO_EDITS_LENGTH = 8
const FUZZY_MOST = 4
/** What a match is worth after one or two corrected letters. */
const FUZZY_WEIGHT = [1, 0.7, 0.45]

/** Stems and counts of a document. */
export function analyseDocument(document: SearchDocument): AnalysedDocument {
  const positions = new Map<string, number>()
  const counts: number[] = []
  const lengths: AnalysedDocument['lengths'] = [0, 0, 0]
  const texts = [document.title, document.questions.join('\n'), document.text]
  texts.forEach((text, field) => {
    for (const stem of analyse(text)) {
      let position = positions.get(stem)
      if (position === undefined) {
        position = positions.size
        positions.set(stem, position)
        counts.push(0, 0, 0)
      }
      counts[position * 3 + field] = Math.min(65_535, (counts[position * 3 + field] ?? 0) + 1)
      lengths[field] = (lengths[field] ?? 0) + 1
    }
  })
  const utterances = [document.title, ...document.questions].map((text) => [...new Set(analyse(text))])
  return { stems: [...positions.keys()], counts: Uint16Array.from(counts), lengths, utterances }
}

/** Words → documents, by BM25 over title, example questions and text, with typos corrected towards indexed words. Immutable. */
export class LexicalIndex {
  readonly #documents: readonly AnalysedDocument[]
  readonly #postings: ReadonlyMap<string, Postings>
  readonly #vocabulary: SearchableMap<Postings>
  /** Stem numbers of the title and of each question of a document. */
  readonly #utterances: readonly (readonly Uint32Array[])[]
  /** Squared idf by stem number. */
  readonly #squaredIdf: Float64Array
  readonly #meanLengths: readonly number[]
  readonly #meanJointLength: number
  readonly #unknownIdf: number

  constructor(documents: readonly AnalysedDocument[]) {
    this.#documents = documents
    this.#postings = invert(documents)
    this.#vocabulary = new SearchableMap<Postings>()
    for (const [stem, postings] of this.#postings) {
      if (stem.length >= FUZZY_MIN_LENGTH && !/\d/.test(stem)) this.#vocabulary.set(stem, postings)
    }
    this.#utterances = documents.map(({ utterances }) => utterances.map((stems) => this.#toIds(stems)))
    this.#squaredIdf = Float64Array.from([...this.#postings.values()].map(({ idf: value }) => value * value))
    // Documents without a field say nothing of its usual length.
    this.#meanLengths = FIELDS.map((_, field) =>
      mean(documents.map(({ lengths }) => lengths[field] ?? 0).filter(Boolean)),
    )
    this.#meanJointLength = mean(documents.map(({ lengths }) => jointOf(lengths))) || 1
    this.#unknownIdf = idf(0, documents.length)
  }

  /** Number of documents. */
  get size(): number {
    return this.#documents.length
  }

  /** Scores every document for the stems of a question; repeats count once. */
  score(stems: readonly string[]): LexicalScores {
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
      isIllustrated: (document) => (this.#utterances[document]?.length ?? 0) > 1,
      matchedStems: (document) => this.#matchedStems(document, known),
    }
  }

  #toTerm(stem: string): QueryTerm {
    const postings = this.#postings.get(stem)
    if (postings) return { stem, idf: postings.idf, matches: [{ postings, weight: 1, stem }] }
    const matches = this.#corrections(stem)
    return { stem, idf: matches[0]?.postings.idf ?? this.#unknownIdf, matches }
  }

  #corrections(stem: string): QueryTerm['matches'] {
    if (stem.length < FUZZY_MIN_LENGTH || /\d/.test(stem)) return []
    const edits = stem.length >= FUZZY_TWO_EDITS_LENGTH ? 2 : 1
    return [...this.#vocabulary.fuzzyGet(stem, edits)]
      .map(([found, [postings, distance]]) => ({
        stem: found,
        postings,
        distance,
        weight: FUZZY_WEIGHT[distance] ?? 0,
      }))
      .sort((a, b) => a.distance - b.distance || b.postings.documents.length - a.postings.documents.length)
      .slice(0, FUZZY_MOST)
  }

  #add(step: {
    term: QueryTerm
    match: QueryTerm['matches'][number]
    order: number
    seen: Int32Array
    byField: Record<Field, Float32Array>
    joint: Float32Array
    coverage: Float32Array
    knownIdf: number
    allIdf: number
  }): void {
    const { documents, counts } = step.match.postings
    const gain = step.term.idf * step.match.weight
    for (let i = 0; i < documents.length; i += 1) {
      const document = documents[i] as number
      // A document counts once a word, by the best of the stems that stand for it.
      if (step.seen[document] === step.order) continue
      step.seen[document] = step.order
      step.coverage[document] = (step.coverage[document] as number) + gain / step.allIdf
      for (let field = 0; field < 3; field += 1) {
        const count = counts[i * 3 + field] as number
        if (count === 0) continue
        const scores = step.byField[FIELDS[field] as Field]
        scores[document] =
          (scores[document] as number) + (gain * this.#saturate(count, document, field)) / step.knownIdf
      }
      const together = jointOf([counts[i * 3], counts[i * 3 + 1], counts[i * 3 + 2]] as [number, number, number])
      step.joint[document] =
        (step.joint[document] as number) + (gain * this.#saturateJoint(together, document)) / step.knownIdf
    }
  }

  /** BM25's term saturation, in [0, 1). */
  #saturate(count: number, document: number, field: number): number {
    const b = B[FIELDS[field] as Field]
    const length = (this.#documents[document] as AnalysedDocument).lengths[field] as number
    return count / (count + K1 * (1 - b + (b * length) / (this.#meanLengths[field] || 1)))
  }

  #saturateJoint(count: number, document: number): number {
    const length = jointOf((this.#documents[document] as AnalysedDocument).lengths)
    return count / (count + K1 * (1 - JOINT_B + (JOINT_B * length) / this.#meanJointLength))
  }

  #likeness(
    terms: readonly QueryTerm[],
  ): Pick<LexicalScores, 'titleLikeness' | 'questionLikeness' | 'utterancesLikeness'> {
    // By stem number: how much of the word is asked for.
    const asked = new Map<number, number>()
    for (const { matches } of terms) for (const { postings, weight } of matches) asked.set(postings.id, weight)
    const norm = Math.sqrt(terms.reduce((sum, term) => sum + term.idf ** 2, 0))
    const cosine = (ids: Uint32Array | undefined): number => {
      let common = 0
      let squares = 0
      for (const id of ids ?? []) {
        const square = this.#squaredIdf[id] as number
        squares += square
        common += square * (asked.get(id) ?? 0)
      }
      return common > 0 ? Math.min(1, common / (norm * Math.sqrt(squares))) : 0
    }
    return {
      titleLikeness: (document) => cosine(this.#utterances[document]?.[0]),
      questionLikeness: (document) => Math.max(0, ...(this.#utterances[document] ?? []).slice(1).map(cosine)),
      utterancesLikeness: (document) => {
        const likenesses = (this.#utterances[document] ?? []).map(cosine).sort((a, b) => b - a)
        return mean(likenesses.slice(0, 3))
      },
    }
  }

  #matchedStems(document: number, known: readonly QueryTerm[]): string[] {
    const stems = new Set((this.#documents[document] as AnalysedDocument).stems)
    return known.filter(({ matches }) => matches.some(({ stem }) => stems.has(stem))).map(({ stem }) => stem)
  }

  #toIds(stems: readonly string[]): Uint32Array {
    return Uint32Array.from(stems, (stem) => (this.#postings.get(stem) as Postings).id)
  }

  #zeros(): Float32Array {
    return new Float32Array(this.size)
  }
}

function invert(documents: readonly AnalysedDocument[]): Map<string, Postings> {
  const frequencies = new Map<string, number>()
  for (const { stems } of documents) for (const stem of stems) frequencies.set(stem, (frequencies.get(stem) ?? 0) + 1)
  const postings = new Map<string, Postings>()
  for (const [stem, count] of frequencies) {
    const idfOfStem = idf(count, documents.length)
    postings.set(stem, {
      id: postings.size,
      documents: new Uint32Array(count),
      counts: new Uint16Array(count * 3),
      idf: idfOfStem,
    })
  }
  const filled = new Map<string, number>()
  documents.forEach(({ stems, counts }, document) => {
    stems.forEach((stem, position) => {
      const { documents: list, counts: listCounts } = postings.get(stem) as Postings
      const next = filled.get(stem) ?? 0
      list[next] = document
      listCounts.set(counts.subarray(position * 3, position * 3 + 3), next * 3)
      filled.set(stem, next + 1)
    })
  })
  return postings
}

/** Inverse document frequency of BM25 (Robertson and Zaragoza, 2009), in Lucene's form that is never negative. */
function idf(frequency: number, size: number): number {
  return Math.log(1 + (size - frequency + 0.5) / (frequency + 0.5))
}

function weightedSum(byField: Record<Field, Float32Array>): Float32Array {
  const total = new Float32Array(byField.title.length)
  for (const field of FIELDS) {
    const scores = byField[field]
    for (let i = 0; i < total.length; i += 1)
      total[i] = (total[i] as number) + FIELD_WEIGHTS[field] * (scores[i] as number)
  }
  return total
}

/** A count of each field, as the joint text counts them. */
function jointOf([title, questions, text]: AnalysedDocument['lengths']): number {
  return title * JOINT_COUNTS.title + questions * JOINT_COUNTS.questions + text * JOINT_COUNTS.text
}

function sumIdf(terms: readonly QueryTerm[]): number {
  return terms.reduce((sum, term) => sum + term.idf, 0)
}

function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length
}
