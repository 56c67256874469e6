import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Probability } from '../domain/probability.js'
import { Elsewhere } from './background.js'
import type { Calibration } from './calibration.js'
import { DenseIndex, type DenseScores, type EmbeddedText } from './dense-index.js'
import { EmbeddingCache } from './embedding-cache.js'
import type { Encoder } from './encoder.js'
import { type CandidateFeatures, type PooledCandidate, poolCandidates } from './features.js'
import { analyseQuestion, type Word } from './french-analyser.js'
import {
  assignConfidences,
  type ConfidentCandidate,
  type FusionModel,
  judgementOf,
  type QuestionFacts,
  rankCandidates,
} from './fusion.js'
import { type AnalysedDocument, analyseDocument, LexicalIndex, type LexicalScores } from './lexical-index.js'
import { coreOfMessage } from './message-core.js'
import { cutPassages } from './passages.js'
import type { Policy } from './policy.js'
import { type QuantisedVector, quantise } from './quantised-vector.js'
import type { Field, SearchDocument } from './search-document.js'

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
  durationsMs: { encode: number; lexical: number; dense: number; fuse: number }
}

/** Searches one immutable set of entries. */
export interface SearchIndex {
  /** Number of entries. */
  readonly size: number
  /** The encoder in use; `null` when words alone are searched. */
  readonly encoderVersion: string | null
  /** Why words alone are searched although an encoder was given; `null` otherwise. */
  readonly degraded: string | null
  /** The candidates of a question. None for a text without a word that carries meaning. Never rejects because of the encoder. */
  search(text: string, options?: { limit?: number }): Promise<SearchResult>
}

/** What an index knows of a question before ranking. `document` of a candidate is its position in the documents of the index. */
export interface Evidence {
  words: Word[]
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
}

const DEFAULT_LIMIT = 10
/** Characters of a message that are searched; the rest of a pasted mail adds nothing. */
const MOST_CHARACTERS = 4_000
/** Texts embedded, and entries analysed, between two turns of the event loop. */
const TEXTS_A_TURN = 16
const ENTRIES_A_TURN = 25

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
  const analysed: AnalysedDocument[] = []
  for (const document of documents) {
    analysed.push(previous?.analysisOf(document) ?? analyseDocument(document))
    if (analysed.length % ENTRIES_A_TURN === 0) await nextTurn()
  }
  const parts = { documents, analysed, lexical: new LexicalIndex(analysed), calibration }
  const { meaning, degraded } = await buildMeaning(documents, encoder, calibration, { ...options, previous })
  return new BuiltSearchIndex({ ...parts, meaning, degraded })
}

/** The dense side of an index. */
interface Meaning {
  encoder: Encoder
  dense: DenseIndex
  elsewhere: Elsewhere | null
  model: FusionModel
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
      degraded: `the calibration is for ${fittedFor}, the encoder is ${encoder.version}: run npm run calibrate`,
    }
  }
  try {
    const embedded = await embedDocuments(documents, encoder, options)
    const dense = new DenseIndex(embedded, encoder.dimensions)
    return {
      meaning: { encoder, dense, elsewhere: elsewhereOf(documents, encoder, calibration), model },
      degraded: null,
    }
  } catch (error) {
    return { meaning: null, degraded: `the encoder failed: ${error instanceof Error ? error.message : String(error)}` }
  }
}

/** What the documents leave to others. */
function elsewhereOf(
  documents: readonly SearchDocument[],
  encoder: Encoder,
  { background }: Calibration,
): Elsewhere | null {
  if (!background || background.encoderVersion !== encoder.version) return null
  return new Elsewhere(background, new Set(documents.flatMap(({ id, covers = [] }) => [id, ...covers])))
}

async function embedDocuments(
  documents: readonly SearchDocument[],
  encoder: Encoder,
  options: Omit<BuildOptions, 'previous'> & { previous: BuiltSearchIndex | null },
): Promise<EmbeddedText[][]> {
  const cache = options.cacheDir ? await EmbeddingCache.open(options.cacheDir, encoder) : null
  const known = options.previous?.vectorsOf(encoder) ?? new Map<string, QuantisedVector>()
  const texts = documents.map(textsToEmbed)
  const vectors = new Map<string, QuantisedVector>()
  const missing = new Set<string>()
  for (const { text } of texts.flat()) {
    const vector = known.get(text) ?? cache?.get(text)
    if (vector) vectors.set(text, vector)
    else missing.add(text)
  }
  // Texts of one length together: a batch is padded to its longest.
  const pending = [...missing].sort((a, b) => a.length - b.length)
  for (let start = 0; start < pending.length; start += TEXTS_A_TURN) {
    const batch = pending.slice(start, start + TEXTS_A_TURN)
    const encoded = await encoder.encode(batch)
    batch.forEach((text, i) => {
      const vector = quantise(encoded[i] as Float32Array)
      vectors.set(text, vector)
      cache?.set(text, vector)
    })
    options.onProgress?.(start + batch.length, pending.length)
    await nextTurn()
  }
  await cache?.save()
  return texts.map((list) => list.map((item) => ({ ...item, vector: vectors.get(item.text) as QuantisedVector })))
}

/** The texts by which an entry is recognised: its title, each example question, and the first passages under the title. */
function textsToEmbed({ title, text, questions }: SearchDocument): { field: Field; text: string }[] {
  const all: { field: Field; text: string }[] = [
    { field: 'title', text: title },
    ...questions.map((question) => ({ field: 'questions' as const, text: question })),
    ...cutPassages(text).map((passage) => ({ field: 'text' as const, text: `${title} : ${passage}` })),
  ]
  const seen = new Set<string>()
  return all.filter(({ text: value }) => value.trim() !== '' && !seen.has(value) && seen.add(value))
}

/** The index of {@link buildSearchIndex}. */
export class BuiltSearchIndex implements SearchIndex {
  readonly degraded: string | null
  readonly #documents: readonly SearchDocument[]
  readonly #analysed: readonly AnalysedDocument[]
  readonly #lexical: LexicalIndex
  readonly #calibration: Calibration
  readonly #meaning: Meaning | null

  constructor(parts: {
    documents: readonly SearchDocument[]
    analysed: readonly AnalysedDocument[]
    lexical: LexicalIndex
    calibration: Calibration
    meaning: Meaning | null
    degraded: string | null
  }) {
    this.#documents = parts.documents
    this.#analysed = parts.analysed
    this.#lexical = parts.lexical
    this.#calibration = parts.calibration
    this.#meaning = parts.meaning
    this.degraded = parts.degraded
  }

  get size(): number {
    return this.#documents.length
  }

  get encoderVersion(): string | null {
    return this.#meaning?.encoder.version ?? null
  }

  async search(text: string, { limit = DEFAULT_LIMIT }: { limit?: number } = {}): Promise<SearchResult> {
    const { words, lexical, dense, candidates, facts, durationsMs } = await this.examine(text)
    const model = dense && this.#meaning ? this.#meaning.model : this.#calibration.lexical
    const clock = stopwatch()
    const all = rankCandidates(candidates, model.ranking)
    const judgement = judgementOf(all, model)
    const ranked = assignConfidences(all, facts, judgement).slice(0, limit)
    return {
      candidates: ranked.map((candidate) => this.#describe(candidate, { words, lexical, dense })),
      policy: judgement.policy,
      encoderVersion: dense ? this.encoderVersion : null,
      durationsMs: { ...durationsMs, fuse: durationsMs.fuse + clock() },
    }
  }

  /** The evidence on a question before it is ranked: what {@link search} ranks, and what `npm run calibrate` fits on. */
  async examine(text: string): Promise<Evidence> {
    const clock = stopwatch()
    const asked = coreOfMessage(text).slice(0, MOST_CHARACTERS)
    const words = analyseQuestion(asked)
    const lexical = this.#lexical.score(words.map(({ stem }) => stem))
    const lexicalMs = clock()
    const query = words.length > 0 ? await this.#encode(asked) : null
    const encodeMs = clock()
    const dense = query && this.#meaning ? this.#meaning.dense.score(query) : null
    const denseMs = clock()
    const candidates = words.length > 0 ? poolCandidates(lexical, dense) : []
    const elsewhere = (query && this.#meaning?.elsewhere?.nearest(query)) ?? null
    const facts = { words: words.length, unknownShare: lexical.unknownShare, entries: this.size, elsewhere }
    const durationsMs = { encode: encodeMs, lexical: lexicalMs, dense: denseMs, fuse: clock() }
    return { words, lexical, dense, candidates, facts, durationsMs }
  }

  #describe(candidate: ConfidentCandidate, found: Pick<Evidence, 'words' | 'lexical' | 'dense'>): SearchCandidate {
    const { document, confidence, features } = candidate
    const { id, title } = this.#documents[document] as SearchDocument
    const matched = new Set(found.lexical.matchedStems(document))
    const matchedWords = [...new Set(found.words.filter(({ stem }) => matched.has(stem)).map(({ form }) => form))]
    return { id, title, confidence, features, nearest: found.dense?.nearest(document) ?? title, matchedWords }
  }

  /** The question's vector; `null` without an encoder, or when it fails, so that words alone answer. */
  async #encode(text: string): Promise<Float32Array | null> {
    try {
      return (await this.#meaning?.encoder.encode([text]))?.[0] ?? null
    } catch {
      return null
    }
  }

  /** The analysis of a document that has not changed. */
  analysisOf(document: SearchDocument): AnalysedDocument | undefined {
    const position = this.#positions().get(document.id)
    const known = position === undefined ? undefined : this.#documents[position]
    return known && sameDocument(known, document) ? this.#analysed[position as number] : undefined
  }

  /** The vectors by text, if they are of this encoder. */
  vectorsOf(encoder: Encoder): Map<string, QuantisedVector> | undefined {
    return this.encoderVersion === encoder.version ? this.#meaning?.dense.vectorsByText() : undefined
  }

  #positionsById: Map<string, number> | undefined
  #positions(): Map<string, number> {
    this.#positionsById ??= new Map(this.#documents.map(({ id }, position) => [id, position]))
    return this.#positionsById
  }
}

function sameDocument(a: SearchDocument, b: SearchDocument): boolean {
  return a.title === b.title && a.text === b.text && a.questions.join('\n') === b.questions.join('\n')
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
