import { createHash, randomUUID } from 'node:crypto'
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { QuantisedVector } from './quantised-vector.js'

/** Bytes of a key: the first half of a SHA-256. */
const KEY_BYTES = 16
const SCALE_BYTES = 4
const DIGEST_BYTES = 32
/** Vectors kept beyond those of the present build, for bases built in turn from one folder. */
const MOST_KEPT = 150_000

/**
 * Vectors of texts on disk, so that a restart does not embed again. One file an encoder version: sorted nothing, interpreted nothing, a digest at the
 * end. A file that is missing, torn or of another shape is an empty cache.
 */
export class EmbeddingCache {
  readonly #path: string
  readonly #dimensions: number
  readonly #vectors: Map<string, QuantisedVector>
  readonly #used = new Set<string>()
  #changed = false

  private constructor(path: string, dimensions: number, vectors: Map<string, QuantisedVector>) {
    this.#path = path
    this.#dimensions = dimensions
    this.#vectors = vectors
  }

  /** Opens the cache of an encoder in a folder, which is created at the first save. */
  static async open(cacheDir: string, encoder: { version: string; dimensions: number }): Promise<EmbeddingCache> {
    const path = join(cacheDir, `vectors-${encoder.version}.bin`)
    const bytes = await readFile(path).catch(() => Buffer.alloc(0))
    return new EmbeddingCache(path, encoder.dimensions, readVectors(bytes, encoder.dimensions))
  }

  get(text: string): QuantisedVector | undefined {
    const key = keyOf(text)
    const vector = this.#vectors.get(key)
    if (vector) this.#used.add(key)
    return vector
  }

  set(text: string, vector: QuantisedVector): void {
    const key = keyOf(text)
    this.#vectors.set(key, vector)
    this.#used.add(key)
    this.#changed = true
  }

  /** Writes the file anew if something was added: to a temporary file first, then renamed over the old one. */
  async save(): Promise<void> {
    if (!this.#changed) return
    const kept = [...this.#vectors.keys()].filter((key) => this.#used.has(key))
    for (const key of this.#vectors.keys()) {
      if (kept.length >= MOST_KEPT) break
      if (!this.#used.has(key)) kept.push(key)
    }
    const temporary = `${this.#path}.${randomUUID()}.tmp`
    await mkdir(join(this.#path, '..'), { recursive: true })
    try {
      await writeFile(temporary, this.#toBytes(kept))
      await rename(temporary, this.#path)
      this.#changed = false
    } finally {
      await rm(temporary, { force: true })
    }
  }

  #toBytes(keys: readonly string[]): Buffer {
    const rowBytes = rowBytesOf(this.#dimensions)
    const body = Buffer.alloc(keys.length * rowBytes)
    keys.forEach((key, i) => {
      const offset = i * rowBytes
      const { values, scale } = this.#vectors.get(key) as QuantisedVector
      body.write(key, offset, 'latin1')
      body.writeFloatLE(scale, offset + KEY_BYTES)
      body.set(new Uint8Array(values.buffer, values.byteOffset, values.length), offset + KEY_BYTES + SCALE_BYTES)
    })
    return Buffer.concat([body, createHash('sha256').update(body).digest()])
  }
}

function readVectors(bytes: Buffer, dimensions: number): Map<string, QuantisedVector> {
  const vectors = new Map<string, QuantisedVector>()
  const rowBytes = rowBytesOf(dimensions)
  const body = bytes.subarray(0, Math.max(0, bytes.length - DIGEST_BYTES))
  const digest = bytes.subarray(body.length)
  if (body.length % rowBytes !== 0 || !createHash('sha256').update(body).digest().equals(digest)) return vectors
  for (let offset = 0; offset < body.length; offset += rowBytes) {
    const start = offset + KEY_BYTES + SCALE_BYTES
    // A view of the file's bytes: nothing is copied until the index is built.
    const values = new Int8Array(body.buffer, body.byteOffset + start, dimensions)
    vectors.set(body.toString('latin1', offset, offset + KEY_BYTES), {
      values,
      scale: body.readFloatLE(offset + KEY_BYTES),
    })
  }
  return vectors
}

/** A row: key, scale, int8 values. */
function rowBytesOf(dimensions: number): number {
  return KEY_BYTES + SCALE_BYTES + dimensions
}

function keyOf(text: string): string {
  return createHash('sha256').update(text).digest().toString('latin1', 0, KEY_BYTES)
}
