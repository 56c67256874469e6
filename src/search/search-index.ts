import { createHash } from 'node:crypto'
import type { Calibrated, Probability } from '../platform/model/turn.js'
import { prepared } from '../platform/prepared.js'
import { traced } from '../trace.js'
import { type AnalysedDocument, analyseDocument, type SearchDocument } from './analysed-document.js'
import { type AskedForm, askedForm } from './asked-form.js'
import { UncoveredSubjects } from './background.js'
import { type Calibration, calibrationName } from './calibration.js'
import { type CandidateFeatures, type PooledCandidate, poolCandidates } from './candidate-features.js'
import { DenseIndex, type DenseScores, type DocumentTexts, type VectorFinder } from './dense-index.js'
import { doubtForm, isOneWordAgain } from './doubt-form.js'
import { embedDocuments, type FormerMeaning } from './embed-documents.js'
import type { Encoder } from './encoder.js'
import { foreignForm } from './foreign-form.js'
import { fold, stemOf, type Word } from './french-analyser.js'
import {
  assignConfidences,
  type ConfidentCandidate,
  type FusionModel,
  judgementOf,
  type QuestionFacts,
  rankCandidates,
} from './fusion.js'
import { identicalFirst } from './identical.js'
import { LexicalIndex, type LexicalScores } from './lexical-index.js'
import { type Mend, openMender } from './mender.js'
import { HIGHEST_THRESHOLD, type Policy } from './policy.js'
import type { Refit } from './refit.js'
import { withMended } from './two-readings.js'
import { Vocabulary } from './vocabulary.js'
import { TimeSlice } from './word-table.js'

/** An entry that may answer a question, with the evidence for it. */
export interface SearchCandidate {
  id: string
  title: string
  /** Calibrated probability that this entry answers. The first candidate's is the largest, and they sum to at most 1. */
  confidence: Probability
  /** Raw evidence by name, for audit only. */
  features: CandidateFeatures
  /** The title, example question or passage nearest in meaning; the title without an encoder. */
  nearest: string
  /** Words of the question found in the entry, as typed. */
  matchedWords: string[]
}

/** Candidates of a question, best first, and how they were found. */
export interface SearchResult {
  candidates: SearchCandidate[]
  /** The thresholds that go with these confidences. */
  policy: Policy
  /** `null` when words alone were searched. */
  encoderVersion: string | null
  /** The first confidence before a refit; absent when words alone were searched, in another language, or when something else than the calibration settled it. */
  calibrated?: Calibrated
  /** How likely each document that is only listened for is what the message is about, among all documents, by id; empty when words alone were searched. */
  noticed: ReadonlyMap<string, Probability>
  /** Present where the message was searched as one in another language: compared by meaning, and judged as such messages are. */
  isOtherLanguage?: true
  durationsMs: { encode: number; lexical: number; dense: number; fuse: number }
}

/** Searches one immutable set of entries. */
export interface SearchIndex {
  /** Number of entries: documents that are only listened for are none. */
  readonly size: number
  /** The encoder in use; `null` when words alone are searched. */
  readonly encoderVersion: string | null
  /** Why words alone are searched although an encoder was given; `null` otherwise. */
  readonly degraded: string | null
  /** The candidates of a question. None for a text without a word that carries meaning. Never rejects because of the encoder. */
  search(text: string, options?: SearchOptions): Promise<SearchResult>
}

/** How a question is searched. */
export interface SearchOptions {
  /** Most candidates. Default: 10. */
  limit?: number
  /** Whether it waits for its vector however long that takes: nobody waits for the answer, which must be the same whenever it is asked. Default: no. */
  patient?: boolean
  /** Whether the message is in another language than French: it is compared with the example questions in other languages too, and judged as such messages are. Default: no. */
  isOtherLanguage?: boolean
  /** What agents' checks made of the confidences of questions in French that are compared by meaning. Default: nothing. */
  refit?: Refit | null
}

/** What an index knows of a question before ranking. `document` of a candidate is its position in the documents of the index. */
export interface Evidence {
  asked: AskedForm
  lexical: LexicalScores
  /** `null` when words alone were searched. */
  dense: DenseScores | null
  candidates: PooledCandidate[]
  facts: QuestionFacts
  durationsMs: SearchResult['durationsMs']
}

/** How an index is built. */
export interface BuildOptions {
  /** Folder of the embedding cache; without one every text is embedded. */
  cacheDir?: string
  /** Called with texts embedded and texts to embed. */
  onProgress?: (done: number, total: number) => void
  /** The index of the previous content: texts that it knows are neither analysed nor embedded again. */
  previous?: SearchIndex
  /** Vectors known from elsewhere. */
  known?: VectorFinder
  /** Built over the previous index without copying its vectors, for an index that is queried briefly and dropped. Default: no. */
  isTemporary?: boolean
  /** Whether the documents are the installed ones, whose words a release has prepared. Default: no. */
  isInstalled?: boolean
}

const DEFAULT_LIMIT = 10
const NOTHING: ReadonlyMap<string, Probability> = new Map()
/** Stems of documents that are gone which are not worth a new vocabulary. */
const SPARE_STEMS = 50_000
/**
 * Builds the index of a set of entries. Yields to the event loop throughout, so that a server goes on answering from its previous index. Without an
 * encoder, or with one that the calibration was not fitted for, the index searches words alone, with their own stricter policy.
 */
export async function buildSearchIndex(
  documents: readonly SearchDocument[],
  encoder: Encoder | null,
  calibration: Calibration,
  options: BuildOptions = {},
): Promise<BuiltSearchIndex> {
  const previous = options.previous instanceof BuiltSearchIndex ? options.previous : null
  const lexical = await buildWords(documents, previous, options.isInstalled)
  const { meaning, degraded } = await buildMeaning(documents, encoder, calibration, { ...options, previous })
  return new BuiltSearchIndex({ documents, lexical, calibration, meaning, degraded })
}

/** The words of a set of entries: those of the index before when it is of the same entries. */
async function buildWords(
  documents: readonly SearchDocument[],
  previous: BuiltSearchIndex | null,
  isInstalled = false,
): Promise<LexicalIndex> {
  if (previous?.isOf(documents)) return previous.words
  const former = previous && !isWorn(previous.words) ? previous : null
  if (former) {
    const { vocabulary } = former.words
    return LexicalIndex.build(await analyseAll(documents, vocabulary, former), vocabulary, former.words)
  }
  const analyse = async () => {
    const vocabulary = new Vocabulary()
    return { analysed: await analyseAll(documents, vocabulary), stems: vocabulary.stems() }
  }
  const digest = async () => digestOfWords(documents)
  const { analysed, stems } = await (isInstalled ? prepared('words', digest, analyse) : analyse())
  return LexicalIndex.build(analysed, new Vocabulary(stems))
}

async function analyseAll(
  documents: readonly SearchDocument[],
  vocabulary: Vocabulary,
  former?: BuiltSearchIndex,
): Promise<AnalysedDocument[]> {
  const analysed: AnalysedDocument[] = []
  const slice = new TimeSlice()
  for (const document of documents) {
    const known = former?.positionOf(document)
    analysed.push(
      former && known !== undefined ? former.words.analysisOf(known) : analyseDocument(document, vocabulary),
    )
    if (slice.isOver()) await slice.next()
  }
  return analysed
}

/** A digest of everything in documents that is analysed. */
function digestOfWords(documents: readonly SearchDocument[]): string {
  const hash = createHash('sha256')
  for (const { title, questions, text } of documents) hash.update(JSON.stringify([title, questions, text]))
  return hash.digest('hex').slice(0, 32)
}

/** Whether most of a vocabulary is of documents that are gone, so that it is better begun anew. */
function isWorn({ vocabulary, stems }: LexicalIndex): boolean {
  return vocabulary.size > 2 * stems + SPARE_STEMS
}

/** The dense side of an index. */
interface Meaning {
  encoder: Encoder
  dense: DenseIndex
  /** Their example questions in other languages. */
  abroad: DenseIndex
  elsewhere: UncoveredSubjects | null
  model: FusionModel
  mend: Mend
}

async function buildMeaning(
  documents: readonly SearchDocument[],
  encoder: Encoder | null,
  calibration: Calibration,
  options: Omit<BuildOptions, 'previous'> & { previous: BuiltSearchIndex | null },
): Promise<{ meaning: Meaning | null; degraded: string | null }> {
  if (!encoder) return { meaning: null, degraded: null }
  const model = calibration.fused
  if (!model || calibration.encoderVersion !== encoder.version) {
    const fittedFor = calibration.encoderVersion ?? 'no encoder'
    return {
      meaning: null,
      degraded: `the calibration is for ${fittedFor}, the encoder is ${encoder.version}: both come together in the folder of the model (training/README.md)`,
    }
  }
  try {
    const former = options.previous?.denseOf(encoder)
    const embedded = await embedDocuments(documents, encoder, { ...options, former })
    const build = (texts: readonly DocumentTexts[], before?: DenseIndex) =>
      before && options.isTemporary
        ? DenseIndex.overlay(texts, encoder.dimensions, before)
        : DenseIndex.build(texts, encoder.dimensions, before)
    const dense = await build(embedded.texts, former?.dense)
    const abroad = await build(embedded.abroad, former?.abroad)
    const elsewhere = elsewhereOf(documents, encoder, calibration)
    return { meaning: { encoder, dense, abroad, elsewhere, model, mend: await openMender() }, degraded: null }
  } catch (error) {
    return { meaning: null, degraded: `the encoder failed: ${error instanceof Error ? error.message : String(error)}` }
  }
}

/** The background subjects that no document covers; `null` without a background for this encoder. */
function elsewhereOf(
  documents: readonly SearchDocument[],
  encoder: Encoder,
  { background }: Calibration,
): UncoveredSubjects | null {
  if (!background || background.encoderVersion !== encoder.version) return null
  return new UncoveredSubjects(background, new Set(documents.flatMap(({ id, covers = [] }) => [id, ...covers])))
}

/** Comparisons of a document with questions after which the forms of its texts are kept. */
const MANY_COMPARISONS = 8
const HELD_LETTER = /(\p{L})\1{2}/iu

/** Texts of documents that were compared with questions, folded, and their keys: the same whatever the index, unless a letter is held down. */
const compared = new Map<string, { folded: string; key?: string }>()
/** The examples of a large town. */
const MOST_COMPARED = 20_000

function comparedText(text: string): { folded: string; key?: string } {
  const known = compared.get(text)
  if (known) return known
  if (compared.size >= MOST_COMPARED) compared.clear()
  const read = { folded: fold(text) }
  compared.set(text, read)
  return read
}

/** Whether a text may have these words, all of them folded; a letter that is held down may hide one. */
function mayHave(text: string, words: readonly string[]): boolean {
  const { folded } = comparedText(text)
  return words.every((word) => folded.includes(word)) || HELD_LETTER.test(folded)
}

/** The index of {@link buildSearchIndex}. */
export class BuiltSearchIndex implements SearchIndex {
  readonly degraded: string | null
  readonly #documents: readonly SearchDocument[]
  /** For the next index. */
  readonly words: LexicalIndex
  readonly #calibration: Calibration
  readonly #meaning: Meaning | null
  readonly size: number
  /** Of each document that was compared with questions: how often, then the forms of its texts. */
  readonly #keys = {
    french: new Map<number, ReadonlySet<string> | number>(),
    abroad: new Map<number, ReadonlySet<string> | number>(),
  }

  constructor(parts: {
    documents: readonly SearchDocument[]
    lexical: LexicalIndex
    calibration: Calibration
    meaning: Meaning | null
    degraded: string | null
  }) {
    this.#documents = parts.documents
    this.words = parts.lexical
    this.#calibration = parts.calibration
    this.#meaning = parts.meaning
    this.degraded = parts.degraded
    this.size = parts.documents.filter(({ isNoticed }) => !isNoticed).length
  }

  get encoderVersion(): string | null {
    return this.#meaning?.encoder.version ?? null
  }

  search(text: string, options: SearchOptions = {}): Promise<SearchResult> {
    // What nobody waits for is asked thousands of times: no trace is to hold that.
    if (options.patient) return this.#search(text, options)
    return traced('search', { 'guichet.entries': this.size }, async (note) => {
      const found = await this.#search(text, options)
      note({ 'guichet.candidates': found.candidates.length, 'guichet.by_meaning': found.encoderVersion !== null })
      return found
    })
  }

  /** A question with a word that is none is read as it was meant too, unless it is sure as it is. */
  async #search(text: string, options: SearchOptions): Promise<SearchResult> {
    const found = await this.#read(text, options)
    if (!this.#meaning || options.isOtherLanguage || found.encoderVersion === null || isSure(found)) return found
    const meant = this.#meaning.mend(text, (word) => this.words.isWritten(stemOf(word)))
    if (meant === null) return found
    const again = await this.#read(meant, options)
    // Words alone say less than what was found with the meaning.
    if (again.encoderVersion === null) return found
    return withMended(found, again, options.limit ?? DEFAULT_LIMIT)
  }

  async #read(text: string, { limit = DEFAULT_LIMIT, ...options }: SearchOptions): Promise<SearchResult> {
    const { asked, lexical, dense, candidates, facts, durationsMs } = await this.examine(text, options)
    const { isOtherLanguage = false, refit = null } = options
    const abroadModel = isOtherLanguage && dense ? this.#calibration.abroad : null
    const model = abroadModel ?? this.#modelOf(dense !== null)
    const clock = stopwatch()
    const entries = candidates.filter(({ document }) => !this.#isNoticed(document))
    // An entry is as likely as if nothing else were listened for.
    const all = rankCandidates(entries, model.ranking)
    const isFrench = dense !== null && !isOtherLanguage
    const judgement = { ...judgementOf(all, model), refit: isFrench ? refit : null }
    const fitted = assignConfidences(all, facts, judgement)
    const confident = doubtForm(fitted, asked)
    const isIdentical = (document: number) =>
      !isOneWordAgain(asked) && this.#isTextOf(document, asked.key, isOtherLanguage)
    const settled = identicalFirst(confident, isIdentical, Math.max(judgement.policy.answer, HIGHEST_THRESHOLD))
    const ranked = settled.slice(0, limit)
    // A bound, or an example that is obeyed, makes other lists: what they settle was not calibrated.
    const confidence = isFrench && settled === fitted ? ranked[0]?.calibrated : undefined
    return {
      candidates: ranked.map((candidate) => this.#describe(candidate, { words: asked.words, lexical })),
      policy: judgement.policy,
      encoderVersion: dense ? this.encoderVersion : null,
      ...(confidence === undefined ? {} : { calibrated: { confidence, by: calibrationName(this.#calibration) } }),
      noticed: dense && entries.length < candidates.length ? this.#noticed(candidates, facts, model) : NOTHING,
      ...(abroadModel ? { isOtherLanguage: true as const } : {}),
      durationsMs: { ...durationsMs, fuse: durationsMs.fuse + clock() },
    }
  }

  #isNoticed(document: number): boolean {
    return this.#documents[document]?.isNoticed === true
  }

  #noticed(candidates: PooledCandidate[], facts: QuestionFacts, model: FusionModel): ReadonlyMap<string, Probability> {
    const all = rankCandidates(candidates, model.ranking)
    const confident = assignConfidences(all, facts, { ...judgementOf(all, model), refit: null })
    const noticed = confident.filter(({ document }) => this.#isNoticed(document))
    return new Map(
      noticed.map(({ document, confidence }) => [(this.#documents[document] as SearchDocument).id, confidence]),
    )
  }

  #modelOf(isByMeaning: boolean): FusionModel {
    return (isByMeaning && this.#meaning?.model) || this.#calibration.lexical
  }

  /** What is searched of a message. */
  #formOf(text: string, isOtherLanguage: boolean): AskedForm {
    return isOtherLanguage ? foreignForm(text) : askedForm(text, (stem) => this.words.frequencyOf(stem))
  }

  /**
   * Whether a question, by its key, is the title or an example question of a document. The forms of all of these are made and kept once it is compared often, as
   * few documents ever are; until then only of those that have the words of the question.
   */
  #isTextOf(document: number, key: string, isOtherLanguage: boolean): boolean {
    const all = this.#keys[isOtherLanguage ? 'abroad' : 'french']
    const known = all.get(document) ?? 0
    if (typeof known !== 'number') return known.has(key)
    const { title, questions, abroad = [] } = this.#documents[document] as SearchDocument
    const texts = isOtherLanguage ? abroad : [title, ...questions]
    const keyOf = (text: string) => (isOtherLanguage ? foreignForm(text).key : this.#keyOf(text))
    if (known < MANY_COMPARISONS) {
      all.set(document, known + 1)
      const words = key.split(' ')
      return texts.some((text) => mayHave(text, words) && keyOf(text) === key)
    }
    const keys = new Set(texts.map(keyOf))
    all.set(document, keys)
    return keys.has(key)
  }

  /** What makes a text of a document the same question as another one. */
  #keyOf(text: string): string {
    const known = comparedText(text)
    const key = known.key ?? this.#formOf(text, false).key
    if (!HELD_LETTER.test(text)) known.key = key
    return key
  }

  /** The evidence on a question before it is ranked: what {@link search} ranks, and what `npm run calibrate` fits on. */
  async examine(
    text: string,
    { patient = false, isOtherLanguage = false }: Omit<SearchOptions, 'limit'> = {},
  ): Promise<Evidence> {
    const clock = stopwatch()
    const asked = this.#formOf(text, isOtherLanguage)
    const { words } = asked
    const lexical = this.words.score(
      words.map(({ stem }) => stem),
      asked.asking,
    )
    const lexicalMs = clock()
    const query = words.length > 0 ? await this.#encode(asked.text, patient) : null
    const encodeMs = clock()
    const dense = query && this.#meaning ? this.#meaning.dense.score(query) : null
    const abroad = query && isOtherLanguage && this.#meaning ? this.#meaning.abroad.score(query) : null
    const denseMs = clock()
    const candidates = words.length > 0 ? poolCandidates(lexical, dense && { dense, abroad }) : []
    const elsewhere = (query && this.#meaning?.elsewhere?.nearest(query)) ?? null
    const elsewhereQuestion = (query && this.#meaning?.elsewhere?.nearestQuestion(query)) ?? null
    const { unknownShare } = lexical
    const facts = { words: words.length, unknownShare, entries: this.size, elsewhere, elsewhereQuestion }
    const durationsMs = { encode: encodeMs, lexical: lexicalMs, dense: denseMs, fuse: clock() }
    return { asked, lexical, dense, candidates, facts, durationsMs }
  }

  #describe(candidate: ConfidentCandidate, found: { words: readonly Word[]; lexical: LexicalScores }): SearchCandidate {
    const { document, confidence, features, nearest } = candidate
    const { id, title } = this.#documents[document] as SearchDocument
    const matched = new Set(found.lexical.matchedStems(document))
    const matchedWords = [...new Set(found.words.filter(({ stem }) => matched.has(stem)).map(({ form }) => form))]
    return { id, title, confidence, features, nearest: nearest ?? title, matchedWords }
  }

  /** The question's vector; `null` without an encoder, or when it fails or is too slow, so that words alone answer. */
  async #encode(text: string, patient: boolean): Promise<Float32Array | null> {
    const encoder = this.#meaning?.encoder
    try {
      if (!encoder) return null
      if (patient || !encoder.encodeQuestion) return (await encoder.encode([text]))[0] ?? null
      const encode = encoder.encodeQuestion.bind(encoder)
      return await traced('encode', { 'guichet.characters': text.length }, () => encode(text))
    } catch {
      return null
    }
  }

  /** Whether it is of these documents, in this order. */
  isOf(documents: readonly SearchDocument[]): boolean {
    return (
      documents.length === this.#documents.length &&
      documents.every((document, i) => isSameDocument(this.#documents[i] as SearchDocument, document))
    )
  }

  /** The position of a document that has not changed. */
  positionOf(document: SearchDocument): number | undefined {
    const position = this.#positions().get(document.id)
    const known = position === undefined ? undefined : this.#documents[position]
    return known && isSameDocument(known, document) ? position : undefined
  }

  /** Its vectors, if they are of this encoder. */
  denseOf(encoder: Encoder): FormerMeaning | undefined {
    if (!this.#meaning || this.encoderVersion !== encoder.version) return undefined
    const positions = this.#positions()
    return {
      dense: this.#meaning.dense,
      abroad: this.#meaning.abroad,
      positionOf: (document) => this.positionOf(document),
      formerOf: ({ id }) => positions.get(id),
    }
  }

  #positionsById: Map<string, number> | undefined
  #positions(): Map<string, number> {
    this.#positionsById ??= new Map(this.#documents.map(({ id }, position) => [id, position]))
    return this.#positionsById
  }
}

/** Whether two documents are searched alike. */
export function isSameDocument(a: SearchDocument | undefined, b: SearchDocument): boolean {
  if (a === undefined) return false
  if (a === b) return true
  if (a.isNoticed !== b.isNoticed) return false
  const lines = ({ questions, abroad = [] }: SearchDocument) => [...questions, '', ...abroad].join('\n')
  return a.title === b.title && lines(a) === lines(b) && a.text === b.text
}

/** Whether the first candidate is already as sure as any threshold may demand. */
function isSure({ candidates: [first] }: SearchResult): boolean {
  return first !== undefined && first.confidence >= HIGHEST_THRESHOLD
}

/** Milliseconds since the previous call. */
function stopwatch(): () => number {
  let last = performance.now()
  return () => {
    const now = performance.now()
    const elapsed = now - last
    last = now
    return elapsed
  }
}
