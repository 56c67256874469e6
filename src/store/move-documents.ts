import { createHash } from 'node:crypto'
import { AppError } from '../platform/model/app-error.js'
import { type Collection, type DocumentCache, ONLY } from '../platform/store/document-cache.js'
import { type Collections, type DocumentKind, KEYED_KINDS, SINGLE_KINDS } from './document-kinds.js'

/** Documents that are read and written at once. */
const AT_ONCE = 8

/** What was found of the documents of a kind. */
export interface KindCount {
  kind: DocumentKind
  count: number
  /** SHA-256 over the keys and contents of all, whatever store keeps them. */
  checksum: string
}

/** One document, whatever store keeps it. */
export interface KeptDocument {
  kind: DocumentKind
  key: string
  document: object
}

/** Every kind, those that are one document first. */
export const ALL_KINDS: readonly DocumentKind[] = [...SINGLE_KINDS, ...KEYED_KINDS]

/** Sums up documents as they come, in whatever order. */
export class KindSums {
  readonly #lines = new Map<DocumentKind, string[]>(ALL_KINDS.map((kind) => [kind, []]))

  /** @param text the document by {@link canonical}, when it is known */
  add({ kind, key, document }: KeptDocument, text = canonical(document)): void {
    this.#lines.get(kind)?.push(`${JSON.stringify(key)} ${sha256(text)}`)
  }

  counts(): KindCount[] {
    return [...this.#lines].map(([kind, lines]) => ({
      kind,
      count: lines.length,
      checksum: sha256(lines.sort().join('\n')),
    }))
  }
}

/** How far the documents of a kind have been copied. */
export interface CopyProgress {
  kind: DocumentKind
  /** Those that were there already, the same, included. */
  done: number
  total: number
}

/**
 * Makes the documents of a store those of another: what is missing or differs is written, what the other does not have is erased. Stopped at any instant,
 * it goes on from there when it is done again.
 * @throws AppError `storage_unavailable`, naming a document that cannot be read: nothing is left out in silence
 */
export async function copyDocuments(
  from: Collections,
  to: Collections,
  onProgress: (progress: CopyProgress) => void = () => {},
): Promise<void> {
  for (const kind of ALL_KINDS) {
    const [source, target] = [from[kind] as Collection<object>, to[kind] as Collection<object>]
    const [read, write] = [source.open(NOBODY), target.open(NOBODY)]
    const keys = keysOf(kind, source)
    let done = 0
    await eachAtOnce(keys, async (key) => {
      await copyOne(await readOrName(read(key), kind, key), write(key))
      done += 1
      onProgress({ kind, done, total: keys.length })
    })
    const wanted = new Set(keys)
    await eachAtOnce(
      keysOf(kind, target).filter((key) => !wanted.has(key)),
      (key) => copyOne(null, write(key)),
    )
  }
}

/** Counts the documents of each kind, and sums up what they hold. @throws AppError `storage_unavailable` */
export async function countDocuments(collections: Collections): Promise<KindCount[]> {
  const sums = new KindSums()
  for await (const document of readDocuments(collections)) sums.add(document)
  return sums.counts()
}

/**
 * Every document of some kinds, in no order within a kind.
 * @throws AppError `storage_unavailable`, naming a document that cannot be read
 */
export async function* readDocuments(
  collections: Collections,
  kinds: readonly DocumentKind[] = ALL_KINDS,
): AsyncGenerator<KeptDocument> {
  for (const kind of kinds) {
    const collection = collections[kind] as Collection<object>
    const read = collection.open(NOBODY)
    const keys = keysOf(kind, collection)
    for (let first = 0; first < keys.length; first += AT_ONCE) {
      const some = keys.slice(first, first + AT_ONCE)
      const documents = await Promise.all(some.map((key) => readOrName(read(key), kind, key)))
      for (const [index, document] of documents.entries())
        if (document !== null) yield { kind, key: some[index] ?? ONLY, document }
    }
  }
}

/** Who reads, and is told of nothing that is written. */
export const NOBODY = { committed: () => {} }

/** The keys of the documents of a kind. */
export function keysOf(kind: DocumentKind, collection: Collection<object>): readonly string[] {
  return (KEYED_KINDS as readonly string[]).includes(kind) ? collection.keys : [ONLY]
}

/** Makes a document of a store this one; the same is not written again, and `null` erases it. */
export async function copyOne(document: object | null, target: DocumentCache<object>): Promise<void> {
  const wanted = canonical(document)
  await target.write(
    (former) => ({ document: canonical(former) === wanted ? former : document, changes: [], forgets: true }),
    [],
  )
}

async function readOrName(cache: DocumentCache<object>, kind: DocumentKind, key: string): Promise<object | null> {
  try {
    return await cache.read()
  } catch (error) {
    const why = error instanceof Error ? (error.cause ?? error) : error
    throw new AppError('storage_unavailable', 503, { cause: new Error(`${kind} ${key}: ${why}`) })
  }
}

/** Does something with each key, some at once. */
export async function eachAtOnce(keys: readonly string[], act: (key: string) => Promise<void>): Promise<void> {
  const left = keys.values()
  const goOn = async () => {
    for (const key of left) await act(key)
  }
  await Promise.all(Array.from({ length: AT_ONCE }, goOn))
}

/** JSON with the fields of every object in the order of their names: stores keep them in their own. */
export function canonical(value: unknown): string {
  return JSON.stringify(value, (_, one) =>
    typeof one === 'object' && one !== null && !Array.isArray(one)
      ? Object.fromEntries(Object.entries(one).sort(([a], [b]) => (a < b ? -1 : 1)))
      : one,
  )
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}
