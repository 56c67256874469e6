import { createHash, type Hash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { deserialize, serialize } from 'node:v8'

/** Where what is made of content is kept: by what it is, and by the digest of all that it is made of. */
export interface PreparedStore {
  /** Where files lie that others prepared, under names of their own; absent without any. */
  folder?: string
  /** What was kept; `undefined` without it. */
  read(kind: string, digest: string): unknown
  /** Keeps a value that is never changed. Absent where nothing is added. */
  write?(kind: string, digest: string, value: unknown): void
}

const DIGEST_BYTES = 32
/** Values of a kind in memory. */
const MOST_KEPT = 3
/** How long files are read between two turns of the event loop, ms. */
const SLICE_MS = 8

/** The folder of a build for what was prepared with it: by the same code, whatever the content has become since. */
export const PREPARED_FOLDER = fileURLToPath(new URL('../../prepared/', import.meta.url))

/** A start adds nothing to them. */
let store: PreparedStore = { folder: PREPARED_FOLDER, read: preparedFiles(PREPARED_FOLDER).read }

/** Puts another store in the place of the files of the build: one that writes them, or the memory of a process that starts many servers. */
export function usePrepared(other: PreparedStore): void {
  store = other
}

/** Where files lie that others prepared; `undefined` without any. */
export const preparedFolder = (): string | undefined => store.folder

/** A store of files, each behind the digest of its bytes: one that is missing, torn or of another Node is as if it were not there. */
export function preparedFiles(folder: string): PreparedStore {
  const pathOf = (kind: string, digest: string) => join(folder, `${kind}-${digest}.bin`)
  return {
    folder,
    read(kind, digest) {
      try {
        const bytes = readFileSync(pathOf(kind, digest))
        const body = bytes.subarray(DIGEST_BYTES)
        return sha256().update(body).digest().equals(bytes.subarray(0, DIGEST_BYTES)) ? deserialize(body) : undefined
      } catch {
        return undefined
      }
    },
    write(kind, digest, value) {
      const body = serialize(alike(value, new Map()))
      writeFileSync(pathOf(kind, digest), Buffer.concat([sha256().update(body).digest(), body]))
    },
  }
}

/** Beyond these, a character takes two bytes. */
const ONE_BYTE = /^[\0-\xff]*$/

/** A copy that is written as the same bytes whenever it is equal: V8 writes a text, or a list, as it happens to lie in memory. What was one object stays one. */
function alike(value: unknown, known: Map<object, unknown>): unknown {
  if (typeof value === 'string') {
    const encoding = ONE_BYTE.test(value) ? 'latin1' : 'utf16le'
    return Buffer.from(value, encoding).toString(encoding)
  }
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return value
  const copied = known.get(value)
  if (copied !== undefined) return copied
  const copy = copyOf(value, (one) => alike(one, known))
  known.set(value, copy)
  return copy
}

function copyOf(value: object, each: (one: unknown) => unknown): object {
  if (Array.isArray(value)) {
    // What `map` gives may have room for holes, which is written otherwise.
    const list: unknown[] = []
    for (const one of value) list.push(each(one))
    return list
  }
  if (value instanceof Map) return new Map([...value].map(([key, one]) => [each(key), each(one)]))
  if (value instanceof Set) return new Set([...value].map(each))
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, each(one)]))
}

/** A store in memory, of the last few values of each kind. */
export function preparedInMemory(): Required<Pick<PreparedStore, 'read' | 'write'>> {
  const kinds = new Map<string, Map<string, unknown>>()
  return {
    read: (kind, digest) => kinds.get(kind)?.get(digest),
    write(kind, digest, value) {
      const known = kinds.get(kind) ?? new Map<string, unknown>()
      kinds.set(kind, known.set(digest, value))
      const [oldest] = known.keys()
      if (known.size > MOST_KEPT && oldest !== undefined) known.delete(oldest)
    },
  }
}

/**
 * What is made of content: as it was prepared, or made now.
 * @param digestOf of all that it is made of; `null` where that cannot be read
 * @param make throws as it does: only what was made is kept. Its value is plain data and is never changed
 */
export async function prepared<T>(
  kind: string,
  digestOf: () => Promise<string | null>,
  make: () => Promise<T> | T,
): Promise<T> {
  const digest = await digestOf()
  const known = digest === null ? undefined : store.read(kind, digest)
  if (known !== undefined) return known as T
  const made = await make()
  // What was written meanwhile may be in it, or not.
  if (digest !== null && store.write && (await digestOf()) === digest) store.write(kind, digest, made)
  return made
}

const built = new WeakMap<object, unknown>()

/**
 * What is built of prepared data, which is kept no longer than they are: servers of one process that have the same data share it.
 * @param data of which nothing else is built
 */
export function builtOf<Data extends object, T>(data: Data, build: (data: Data) => T): T {
  if (!built.has(data)) built.set(data, build(data))
  return built.get(data) as T
}

/** A folder whose files are read: those in it, or all under it. */
export interface ContentFolder {
  folder: string
  isDeep?: boolean
}

/**
 * The digest of files, by their names and their bytes, wherever their folders lie. Yields to the event loop.
 * @param more what counts beside them
 * @returns hexadecimal digits; `null` when one cannot be read, which is for whoever needs it to tell
 */
export async function digestOfFiles(
  folders: readonly ContentFolder[],
  more: readonly string[] = [],
): Promise<string | null> {
  const hash = sha256().update(JSON.stringify(more))
  let began = performance.now()
  try {
    for (const [at, { folder, isDeep = false }] of folders.entries()) {
      for (const name of namesIn(folder, isDeep)) {
        addFile(hash, `${at}/${name}`, readFileSync(join(folder, name)))
        if (performance.now() - began < SLICE_MS) continue
        await nextTurn()
        began = performance.now()
      }
    }
    return hash.digest('hex').slice(0, DIGEST_BYTES)
  } catch {
    return null
  }
}

function addFile(hash: Hash, name: string, bytes: Buffer): void {
  hash.update(`\n${name} ${bytes.length}\n`).update(bytes)
}

/** Names of files in their order; none of a folder that is not there. */
function namesIn(folder: string, isDeep: boolean): string[] {
  if (!existsSync(folder)) return []
  return readdirSync(folder, { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const isFolder =
        entry.isDirectory() || (entry.isSymbolicLink() && statSync(join(folder, entry.name)).isDirectory())
      if (!isFolder) return [entry.name]
      return isDeep ? namesIn(join(folder, entry.name), true).map((name) => join(entry.name, name)) : []
    })
}

function sha256(): Hash {
  return createHash('sha256')
}
