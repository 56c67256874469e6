import type { DenseIndex, DocumentTexts, VectorFinder } from './dense-index.js'
import { EmbeddingCache } from './embedding-cache.js'
import type { Encoder } from './encoder.js'
import { cutPassages } from './passages.js'
import { type QuantisedVector, quantise } from './quantised-vector.js'
import type { Field, SearchDocument } from './search-document.js'
import { TimeSlice } from './time-slice.js'

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
