import { appendFile, chmod, mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { replaceFile } from '../platform/store/replace-file.js'
import type { Field, SearchDocument } from './analysed-document.js'
import type { DenseIndex, DocumentTexts, VectorFinder } from './dense-index.js'
import type { Encoder } from './encoder.js'
import { type QuantisedVector, quantise } from './quantised-vector.js'
import { fileOf, keyOf, toBlocks, VectorBlocks } from './vector-blocks.js'
import { TimeSlice } from './word-table.js'

/** Vectors kept beyond those of the present build, for bases built in turn from one folder. */
const MOST_KEPT = 150_000

interface Place {
  cacheDir: string
  version: string
  dimensions: number
}

/**
 * Vectors of texts on disk, so that a restart does not embed again. One file an encoder version, of {@link VectorBlocks}: an edit
 * adds a block. A file that is missing or of another shape is an empty cache.
 */
export class EmbeddingCache {
  readonly #path: string
  readonly #dimensions: number
  readonly #content: VectorBlocks
  readonly #added = new Map<string, QuantisedVector>()
  /** Added and not written yet. */
  readonly #pending = new Set<string>()
  readonly #used = new Set<string>()

  private constructor({ cacheDir, version, dimensions }: Place, content: VectorBlocks) {
    this.#path = join(cacheDir, fileOf({ version }))
    this.#dimensions = dimensions
    this.#content = content
  }

  /** Opens the cache of an encoder in a folder, which is created at the first save. */
  static async open(cacheDir: string, encoder: { version: string; dimensions: number }): Promise<EmbeddingCache> {
    const { version, dimensions } = encoder
    const bytes = await readFile(join(cacheDir, fileOf(encoder))).catch(() => Buffer.alloc(0))
    return new EmbeddingCache({ cacheDir, version, dimensions }, await VectorBlocks.read(bytes, dimensions))
  }

  /** The same to add a few vectors to, without reading those that it has. */
  static async toAdd(cacheDir: string, encoder: { version: string; dimensions: number }): Promise<EmbeddingCache> {
    const { version, dimensions } = encoder
    return new EmbeddingCache({ cacheDir, version, dimensions }, await VectorBlocks.read(Buffer.alloc(0), dimensions))
  }

  get(text: string): QuantisedVector | undefined {
    const key = keyOf(text)
    const vector = this.#vectorOf(key)
    if (vector) this.#used.add(key)
    return vector
  }

  set(text: string, vector: QuantisedVector): void {
    const key = keyOf(text)
    this.#added.set(key, vector)
    this.#pending.add(key)
    this.#used.add(key)
  }

  /** Writes what was added behind what the file holds; writes the file anew when a part of it is broken, or holds too much that is not used. */
  async save(): Promise<void> {
    if (this.#pending.size === 0) return
    await mkdir(join(this.#path, '..'), { recursive: true, mode: 0o700 })
    const { size, isSound } = this.#content
    const isLarge = size + this.#added.size > Math.max(this.#used.size, MOST_KEPT)
    if (isSound && !isLarge)
      await appendFile(this.#path, await concatenated(this.#toBlocks([...this.#pending])), { mode: 0o600 })
    else await this.#rewrite()
    // A file that is added to keeps the mode that it was made with, which others could read.
    await chmod(this.#path, 0o600)
    this.#pending.clear()
  }

  async #rewrite(): Promise<void> {
    const kept = [...this.#used]
    for (const key of this.#content.keys()) {
      if (kept.length >= MOST_KEPT) break
      if (!this.#used.has(key)) kept.push(key)
    }
    await replaceFile(this.#path, this.#toBlocks(kept))
  }

  #vectorOf(key: string): QuantisedVector | undefined {
    return this.#added.get(key) ?? this.#content.get(key)
  }

  #toBlocks(keys: readonly string[]): AsyncGenerator<Buffer> {
    return toBlocks(keys, this.#dimensions, (key) => this.#vectorOf(key) as QuantisedVector)
  }
}

async function concatenated(blocks: AsyncIterable<Buffer>): Promise<Buffer> {
  const all: Buffer[] = []
  for await (const block of blocks) all.push(block)
  return Buffer.concat(all)
}

const SENTENCE_END = /(?<=[.!?:;])\s+|\n+/u

/** How a long text is cut into passages to embed. */
interface PassageRule {
  /** Most words of a passage. */
  words: number
  /** Most passages of a text; the rest is left to lexical search. */
  passages: number
}

/** 45 words, as the encoder's training passages; more of them cost embedding time. */
const DEFAULT_PASSAGES: PassageRule = { words: 45, passages: 4 }

/** The first passages of a text, cut at sentence ends where possible. An empty text gives none. */
export function cutPassages(text: string, rule: PassageRule = DEFAULT_PASSAGES): string[] {
  const passages: string[] = []
  let current: string[] = []
  for (const sentence of text.split(SENTENCE_END)) {
    const words = sentence.split(/\s+/u).filter(Boolean)
    if (current.length > 0 && current.length + words.length > rule.words) {
      passages.push(current.join(' '))
      if (passages.length === rule.passages) return passages
      current = []
    }
    current.push(...words.slice(0, rule.words - current.length))
  }
  if (current.length > 0) passages.push(current.join(' '))
  return passages
}

/** The meaning of the index before, of the same encoder. */
export interface FormerMeaning {
  dense: DenseIndex
  abroad: DenseIndex
  /** Position of a document that has not changed. */
  positionOf(document: SearchDocument): number | undefined
  /** Position of the document of the same id. */
  formerOf(document: SearchDocument): number | undefined
}

/** What spares embedding. */
export interface EmbedOptions {
  /** Folder of the embedding cache; without one nothing is kept. */
  cacheDir?: string
  /** Called with texts embedded and texts to embed. */
  onProgress?: (done: number, total: number) => void
  former?: FormerMeaning | undefined
  /** Vectors known from elsewhere. */
  known?: VectorFinder
}

/** Texts embedded between two turns of the event loop. */
const TEXTS_A_TURN = 16
/** So few texts of an edit are embedded sooner than they are looked for in all that is known. */
const FEW_TEXTS = 64

interface PlainText {
  field: Field
  text: string
}

/** What is to be embedded of a document. */
interface Planned {
  texts: PlainText[]
  abroad: PlainText[]
}

/** What an index of meanings is built of. */
export interface EmbeddedDocuments {
  /** The texts of each document with their vectors; of what has not changed, where it was. */
  texts: DocumentTexts[]
  /** Likewise, its example questions in other languages. */
  abroad: DocumentTexts[]
}

/** Embeds the texts of documents. Yields to the event loop. @throws when the encoder fails */
export async function embedDocuments(
  documents: readonly SearchDocument[],
  encoder: Encoder,
  options: EmbedOptions,
): Promise<EmbeddedDocuments> {
  const { former, known } = options
  const vectors = new Map<string, QuantisedVector>()
  const missing = new Set<string>()
  const planned: ({ unchanged: number } | Planned)[] = []
  const slice = new TimeSlice()
  for (const document of documents) {
    if (slice.isOver()) await slice.next()
    const unchanged = former?.positionOf(document)
    if (unchanged !== undefined) {
      planned.push({ unchanged })
      continue
    }
    const texts = textsToEmbed(document)
    const abroad = distinctTexts((document.abroad ?? []).map((text) => ({ field: 'questions', text })))
    planned.push({ texts, abroad })
    const position = former?.formerOf(document)
    const find = (index: DenseIndex | undefined, text: string) =>
      (position === undefined ? undefined : index?.vectorOf(text, position)) ?? known?.(text)
    for (const [all, index] of [
      [texts, former?.dense],
      [abroad, former?.abroad],
    ] as const) {
      for (const { text } of all) {
        const vector = find(index, text)
        if (vector) vectors.set(text, vector)
        else missing.add(text)
      }
    }
  }
  await embedMissing(missing, encoder, vectors, options)
  const withVectors = (texts: readonly PlainText[]): DocumentTexts =>
    texts.map(({ field, text }) => ({ field, text, vector: vectors.get(text) as QuantisedVector }))
  return {
    texts: planned.map((one) => ('unchanged' in one ? one : withVectors(one.texts))),
    abroad: planned.map((one) => ('unchanged' in one ? one : withVectors(one.abroad))),
  }
}

/** Adds the vectors of texts: found in the index before, beside the model or in the cache, or else embedded and cached. @throws when the encoder fails */
async function embedMissing(
  missing: ReadonlySet<string>,
  encoder: Encoder,
  vectors: Map<string, QuantisedVector>,
  { cacheDir, former, known, onProgress }: EmbedOptions,
): Promise<void> {
  if (missing.size === 0) return
  // What is built upon another index finds them there.
  const shipped = former || known ? undefined : await encoder.shipped?.()
  const isEdit = former !== undefined && missing.size <= FEW_TEXTS
  const cache = cacheDir ? await (isEdit ? EmbeddingCache.toAdd : EmbeddingCache.open)(cacheDir, encoder) : null
  const [find, findAbroad] = isEdit || !former ? [] : [former.dense.vectorFinder(), former.abroad.vectorFinder()]
  const pending: string[] = []
  const slice = new TimeSlice()
  for (const text of missing) {
    const vector = find?.(text) ?? findAbroad?.(text) ?? shipped?.(text) ?? cache?.get(text)
    if (vector) vectors.set(text, vector)
    else pending.push(text)
    if (slice.isOver()) await slice.next()
  }
  // Texts of one length together: a batch is padded to its longest.
  pending.sort((a, b) => a.length - b.length)
  for (let start = 0; start < pending.length; start += TEXTS_A_TURN) {
    const batch = pending.slice(start, start + TEXTS_A_TURN)
    const encoded = await encoder.encode(batch)
    batch.forEach((text, i) => {
      const vector = quantise(encoded[i] as Float32Array)
      vectors.set(text, vector)
      cache?.set(text, vector)
    })
    onProgress?.(start + batch.length, pending.length)
    await slice.next()
  }
  await cache?.save()
}

/** The texts by which an entry is recognised: its title, each example question, and the first passages under the title. */
function textsToEmbed({ title, text, questions }: SearchDocument): PlainText[] {
  const all: PlainText[] = [
    { field: 'title', text: title },
    ...questions.map((question) => ({ field: 'questions' as const, text: question })),
    ...cutPassages(text).map((passage) => ({ field: 'text' as const, text: `${title} : ${passage}` })),
  ]
  return distinctTexts(all)
}

function distinctTexts(texts: readonly PlainText[]): PlainText[] {
  const seen = new Set<string>()
  return texts.filter(({ text: value }) => value.trim() !== '' && !seen.has(value) && seen.add(value))
}
