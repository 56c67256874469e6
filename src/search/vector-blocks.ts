import crypto, { createHash } from 'node:crypto'
import { setImmediate as nextTurn } from 'node:timers/promises'
import type { QuantisedVector } from './quantised-vector.js'

/**
 * Bytes of a key: the beginning of a SHA-256. Among 150,000 texts any two have one key once in 10⁹ files, among the 31,000 of the installed content once
 * in 4 × 10¹⁰; one of the two would then be found by the other's meaning, and nothing else would be wrong.
 */
const KEY_BYTES = 8
const SCALE_BYTES = 4
const DIGEST_BYTES = 32
/** What a block begins with, then the number of its rows in four bytes. */
const MAGIC = 'GVB2'
const HEAD_BYTES = 8
/** Rows of a block, which is read or written between two turns of the event loop. */
const BLOCK_ROWS = 2_048

/** Vectors by the digest of their text, as a file keeps them: blocks of rows (key, scale, int8 values) with a digest each. A block that is torn ends what can be read. */
export class VectorBlocks {
  readonly #bytes: Buffer
  readonly #dimensions: number
  /** Where the vector of each key begins. */
  readonly #offsets: ReadonlyMap<string, number>
  /** Whether all of it could be read. */
  readonly isSound: boolean

  private constructor(bytes: Buffer, dimensions: number, read: { offsets: Map<string, number>; isSound: boolean }) {
    this.#bytes = bytes
    this.#dimensions = dimensions
    this.#offsets = read.offsets
    this.isSound = read.isSound
  }

  /** Reads the bytes of a file, yielding to the event loop. */
  static async read(bytes: Buffer, dimensions: number): Promise<VectorBlocks> {
    return new VectorBlocks(bytes, dimensions, await readOffsets(bytes, dimensions))
  }

  /** Number of vectors. */
  get size(): number {
    return this.#offsets.size
  }

  /** The keys, in the order of the file. */
  keys(): Iterable<string> {
    return this.#offsets.keys()
  }

  /** The vector of a key: a view of the file's bytes. Nothing is copied until an index is built. */
  get(key: string): QuantisedVector | undefined {
    const offset = this.#offsets.get(key)
    if (offset === undefined) return undefined
    const values = new Int8Array(this.#bytes.buffer, this.#bytes.byteOffset + offset + SCALE_BYTES, this.#dimensions)
    return { values, scale: this.#bytes.readFloatLE(offset) }
  }
}

/** The blocks of vectors in the order of their keys, for a file. Yields to the event loop. */
export async function* toBlocks(
  keys: readonly string[],
  dimensions: number,
  vectorOf: (key: string) => QuantisedVector,
): AsyncGenerator<Buffer> {
  const rowBytes = rowBytesOf(dimensions)
  for (let start = 0; start < keys.length; start += BLOCK_ROWS) {
    const rows = keys.slice(start, start + BLOCK_ROWS)
    const body = Buffer.alloc(HEAD_BYTES + rows.length * rowBytes)
    body.write(MAGIC, 'latin1')
    body.writeUInt32LE(rows.length, MAGIC.length)
    rows.forEach((key, i) => {
      const offset = HEAD_BYTES + i * rowBytes
      const { values, scale } = vectorOf(key)
      body.write(key, offset, 'latin1')
      body.writeFloatLE(scale, offset + KEY_BYTES)
      body.set(new Uint8Array(values.buffer, values.byteOffset, values.length), offset + KEY_BYTES + SCALE_BYTES)
    })
    yield Buffer.concat([body, digestOf(body)])
    await nextTurn()
  }
}

/** The key of a text. */
export function keyOf(text: string): string {
  return sha256(text).slice(0, KEY_BYTES)
}

/** Node has it in one call since 20.12, in a fifth of the time: a start asks for some ten thousand short texts. */
const sha256: (text: string) => string = crypto.hash
  ? (text) => crypto.hash('sha256', text, 'binary')
  : (text) => createHash('sha256').update(text).digest('binary')

/** The name of the file of an encoder's vectors. */
export function fileOf({ version }: { version: string }): string {
  return `vectors-${version}.bin`
}

async function readOffsets(
  bytes: Buffer,
  dimensions: number,
): Promise<{ offsets: Map<string, number>; isSound: boolean }> {
  const offsets = new Map<string, number>()
  const rowBytes = rowBytesOf(dimensions)
  for (let start = 0; start < bytes.length; ) {
    const isBlock = bytes.toString('latin1', start, start + MAGIC.length) === MAGIC
    const rows = isBlock && start + HEAD_BYTES <= bytes.length ? bytes.readUInt32LE(start + MAGIC.length) : 0
    const end = start + HEAD_BYTES + rows * rowBytes
    const body = bytes.subarray(start, end)
    if (rows === 0 || !digestOf(body).equals(bytes.subarray(end, end + DIGEST_BYTES)))
      return { offsets, isSound: false }
    for (let row = start + HEAD_BYTES; row < end; row += rowBytes)
      offsets.set(bytes.toString('latin1', row, row + KEY_BYTES), row + KEY_BYTES)
    start = end + DIGEST_BYTES
    await nextTurn()
  }
  return { offsets, isSound: true }
}

/** A row: key, scale, int8 values. */
function rowBytesOf(dimensions: number): number {
  return KEY_BYTES + SCALE_BYTES + dimensions
}

function digestOf(bytes: Buffer): Buffer {
  return createHash('sha256').update(bytes).digest()
}
