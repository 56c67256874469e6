import { createHash, randomUUID } from 'node:crypto'
import { appendFile, chmod, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setImmediate as nextTurn } from 'node:timers/promises'
import type { QuantisedVector } from './quantised-vector.js'

/** Bytes of a key: the first half of a SHA-256. */
const KEY_BYTES = 16
const SCALE_BYTES = 4
const DIGEST_BYTES = 32
/** What a block begins with, then the number of its rows in four bytes. */
const MAGIC = 'GVB1'
const HEAD_BYTES = 8
/** Rows of a block, which is read or written between two turns of the event loop. */
const BLOCK_ROWS = 2_048
/** Vectors kept beyond those of the present build, for bases built in turn from one folder. */
const MOST_KEPT = 150_000

interface Place {
  cacheDir: string
  version: string
  dimensions: number
}

/** What a file holds: where the vector of each key begins, and whether all of it could be read. */
interface Content {
  bytes: Buffer
  offsets: Map<string, number>
  isSound: boolean
}

/**
 * Vectors of texts on disk, so that a restart does not embed again. One file an encoder version, of blocks with a digest each: an edit adds a block, and a
 * block that is torn ends what can be read. A file that is missing or of another shape is an empty cache.
 */
export class EmbeddingCache {
  readonly #path: string
  readonly #dimensions: number
  readonly #content: Content
  readonly #added = new Map<string, QuantisedVector>()
  /** Added and not written yet. */
  readonly #pending = new Set<string>()
  readonly #used = new Set<string>()

  private constructor({ cacheDir, version, dimensions }: Place, content: Content | null) {
    this.#path = pathOf(cacheDir, version)
    this.#dimensions = dimensions
    this.#content = content ?? { bytes: Buffer.alloc(0), offsets: new Map(), isSound: true }
  }

  /** Opens the cache of an encoder in a folder, which is created at the first save. */
  static async open(cacheDir: string, encoder: { version: string; dimensions: number }): Promise<EmbeddingCache> {
    const { version, dimensions } = encoder
    const bytes = await readFile(pathOf(cacheDir, version)).catch(() => Buffer.alloc(0))
    return new EmbeddingCache({ cacheDir, version, dimensions }, await readBlocks(bytes, dimensions))
  }

  /** The same to add a few vectors to, without reading those that it has. */
  static async toAdd(cacheDir: string, encoder: { version: string; dimensions: number }): Promise<EmbeddingCache> {
    const { version, dimensions } = encoder
    return new EmbeddingCache({ cacheDir, version, dimensions }, null)
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
    const { offsets, isSound } = this.#content
    const isLarge = offsets.size + this.#added.size > Math.max(this.#used.size, MOST_KEPT)
    if (isSound && !isLarge)
      await appendFile(this.#path, await concatenated(this.#toBlocks([...this.#pending])), { mode: 0o600 })
    else await this.#rewrite()
    // A file that is added to keeps the mode that it was made with, which others could read.
    await chmod(this.#path, 0o600)
    this.#pending.clear()
  }

  async #rewrite(): Promise<void> {
    const kept = [...this.#used]
    for (const key of this.#content.offsets.keys()) {
      if (kept.length >= MOST_KEPT) break
      if (!this.#used.has(key)) kept.push(key)
    }
    const temporary = `${this.#path}.${randomUUID()}.tmp`
    try {
      await writeFile(temporary, this.#toBlocks(kept), { mode: 0o600 })
      await rename(temporary, this.#path)
    } finally {
      await rm(temporary, { force: true })
    }
  }

  #vectorOf(key: string): QuantisedVector | undefined {
    const { bytes, offsets } = this.#content
    const offset = offsets.get(key)
    const added = this.#added.get(key)
    if (added || offset === undefined) return added
    // A view of the file's bytes: nothing is copied until the index is built.
    const values = new Int8Array(bytes.buffer, bytes.byteOffset + offset + SCALE_BYTES, this.#dimensions)
    return { values, scale: bytes.readFloatLE(offset) }
  }

  async *#toBlocks(keys: readonly string[]): AsyncGenerator<Buffer> {
    const rowBytes = rowBytesOf(this.#dimensions)
    for (let start = 0; start < keys.length; start += BLOCK_ROWS) {
      const rows = keys.slice(start, start + BLOCK_ROWS)
      const body = Buffer.alloc(HEAD_BYTES + rows.length * rowBytes)
      body.write(MAGIC, 'latin1')
      body.writeUInt32LE(rows.length, MAGIC.length)
      rows.forEach((key, i) => {
        const offset = HEAD_BYTES + i * rowBytes
        const { values, scale } = this.#vectorOf(key) as QuantisedVector
        body.write(key, offset, 'latin1')
        body.writeFloatLE(scale, offset + KEY_BYTES)
        body.set(new Uint8Array(values.buffer, values.byteOffset, values.length), offset + KEY_BYTES + SCALE_BYTES)
      })
      yield Buffer.concat([body, digestOf(body)])
      await nextTurn()
    }
  }
}

async function readBlocks(bytes: Buffer, dimensions: number): Promise<Content> {
  const offsets = new Map<string, number>()
  const rowBytes = rowBytesOf(dimensions)
  for (let start = 0; start < bytes.length; ) {
    const isBlock = bytes.toString('latin1', start, start + MAGIC.length) === MAGIC
    const rows = isBlock && start + HEAD_BYTES <= bytes.length ? bytes.readUInt32LE(start + MAGIC.length) : 0
    const end = start + HEAD_BYTES + rows * rowBytes
    const body = bytes.subarray(start, end)
    if (rows === 0 || !digestOf(body).equals(bytes.subarray(end, end + DIGEST_BYTES)))
      return { bytes, offsets, isSound: false }
    for (let row = start + HEAD_BYTES; row < end; row += rowBytes)
      offsets.set(bytes.toString('latin1', row, row + KEY_BYTES), row + KEY_BYTES)
    start = end + DIGEST_BYTES
    await nextTurn()
  }
  return { bytes, offsets, isSound: true }
}

async function concatenated(blocks: AsyncIterable<Buffer>): Promise<Buffer> {
  const all: Buffer[] = []
  for await (const block of blocks) all.push(block)
  return Buffer.concat(all)
}

/** A row: key, scale, int8 values. */
function rowBytesOf(dimensions: number): number {
  return KEY_BYTES + SCALE_BYTES + dimensions
}

function digestOf(bytes: Buffer): Buffer {
  return createHash('sha256').update(bytes).digest()
}

function pathOf(cacheDir: string, version: string): string {
  return join(cacheDir, `vectors-${version}.bin`)
}

function keyOf(text: string): string {
  return createHash('sha256').update(text).digest().toString('latin1', 0, KEY_BYTES)
}
