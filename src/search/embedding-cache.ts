import { randomUUID } from 'node:crypto'
import { appendFile, chmod, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { QuantisedVector } from './quantised-vector.js'
import { fileOf, keyOf, toBlocks, VectorBlocks } from './vector-blocks.js'

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
    const temporary = `${this.#path}.${randomUUID()}.tmp`
    try {
      await writeFile(temporary, this.#toBlocks(kept), { mode: 0o600 })
      await rename(temporary, this.#path)
    } finally {
      await rm(temporary, { force: true })
    }
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
