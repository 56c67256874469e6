import { join } from 'node:path'
import type { SearchDocument } from '../../../search/analysed-document.js'
import type { Calibration } from '../../../search/calibration.js'
import type { Encoder } from '../../../search/encoder.js'
import { type Base, buildBase, reuseKnown } from './base.js'
import { vectorsOf } from './known-vectors.js'
import { mergeEntries, type OwnEntries } from './load-own-entries.js'
import { contentVersion } from './snapshot.js'

/** Texts embedded, and texts to embed. */
export interface Progress {
  done: number
  total: number
}

/** A commune's base on its way into memory, or there. */
interface Loaded {
  /** Settles when words are searched. */
  words: Promise<Base>
  /** What is served; `null` until words are searched. */
  base: Base | null
  progress: Progress | null
  /** Why the commune's own entries are not served; `null` when they are. */
  fault: string | null
}

/** How a commune's own base stands. */
export type OwnState = Pick<Loaded, 'base' | 'progress' | 'fault'>

const UNLOADED: OwnState = { base: null, progress: null, fault: null }

/** An encoder and the folder of its caches. */
export interface Embedding {
  encoder: Encoder
  cacheDir?: string
}

/** `unreadable`: the shared entries are served in place of the commune's. `degraded`: its own are, by words alone. */
export type OwnBaseEvent = 'loaded' | 'embedded' | 'evicted' | 'unreadable' | 'degraded'

interface Parts {
  source: OwnEntries
  calibration: Calibration
  listenedFor: readonly SearchDocument[]
  shared: () => Base
  queue: BuildQueue
  /** Most entries kept in memory over all communes, the shared ones counted in each, for half. The commune asked last is kept whatever its size. */
  mostEntries: number
  /** What happens to the bases, for the log. */
  onChange: (event: OwnBaseEvent, communeId: string, facts: object) => void
}

/**
 * The bases of communes that have entries of their own: loaded when first asked, by words at once and by meaning when embedded, one embedding at a time;
 * the least recently asked leave memory when there are too many entries, and come back from the embedding cache on disk.
 */
export class OwnBases {
  readonly #parts: Parts
  /** In the order of their last use, oldest first. */
  readonly #loaded = new Map<string, Loaded>()
  #embedding: Embedding | null = null

  constructor(parts: Parts) {
    this.#parts = parts
  }

  /** The base of a commune, as soon as its words are searched. Its embedding is not waited for, nor another commune's. Never rejects. */
  baseOf(communeId: string): Base | Promise<Base> {
    const loaded = this.#loaded.get(communeId) ?? this.#load(communeId)
    this.#loaded.delete(communeId)
    this.#loaded.set(communeId, loaded)
    return loaded.fault === null ? (loaded.base ?? loaded.words) : this.#parts.shared()
  }

  /** How a commune's base stands; asking does not load it. */
  stateOf(communeId: string): OwnState {
    return this.#loaded.get(communeId) ?? UNLOADED
  }

  /** Communes whose base is served now. */
  served(): [communeId: string, base: Base][] {
    return [...this.#loaded].flatMap(([id, { base }]) => (base ? [[id, base] as [string, Base]] : []))
  }

  /** Embeds what is loaded, and from now on what will be. */
  useEmbedding(embedding: Embedding): void {
    this.#embedding = embedding
    for (const [communeId, loaded] of this.#loaded) {
      if (loaded.base) this.#queueMeaning(communeId, loaded)
    }
  }

  /** Builds what the folders hold now for a commune, from what it serves; nothing is swapped. @throws ContentError */
  async buildNext(communeId: string, former: Base): Promise<Base> {
    const own = await this.#parts.source.load(communeId, this.#parts.shared().entries)
    const entries = mergeEntries(this.#parts.shared().entries.values(), own)
    const known = await reuseKnown(entries, former.entries)
    return contentVersion(known) === former.version ? former : this.build(communeId, known, former)
  }

  /** Serves another base of a commune, in one step, whether it was in memory or not. */
  swap(communeId: string, base: Base): void {
    const loaded = this.#loaded.get(communeId)
    const served = { base, words: Promise.resolve(base), fault: null }
    if (loaded) Object.assign(loaded, served)
    else this.#loaded.set(communeId, { ...served, progress: null })
    this.#makeRoom(communeId)
  }

  /** Forgets the communes whose entries are gone, or could not be read: they are looked at again when asked. */
  forgetLost(): void {
    for (const [communeId, { fault }] of this.#loaded) {
      if (fault !== null || !this.#parts.source.has(communeId)) this.#loaded.delete(communeId)
    }
  }

  #load(communeId: string): Loaded {
    const loaded: Loaded = { words: Promise.resolve(this.#parts.shared()), base: null, progress: null, fault: null }
    loaded.words = this.#loadWords(communeId, loaded)
    return loaded
  }

  async #loadWords(communeId: string, loaded: Loaded): Promise<Base> {
    const { source, shared, calibration, listenedFor, onChange } = this.#parts
    const started = performance.now()
    try {
      const own = await source.load(communeId, shared().entries)
      let from: Base
      do {
        // What is shared may have been published anew while the index was built.
        from = shared()
        loaded.base = await buildBase(mergeEntries(from.entries.values(), own), null, calibration, {
          listenedFor,
          previous: from.index,
        })
      } while (from.version !== shared().version)
      const entries = loaded.base.entries.size
      onChange('loaded', communeId, { entries, ms: Math.round(performance.now() - started) })
      this.#makeRoom(communeId)
      this.#queueMeaning(communeId, loaded)
      return loaded.base
    } catch (error) {
      // Citizens still get what communes share; the administrator is told.
      loaded.fault = error instanceof Error ? error.message : String(error)
      onChange('unreadable', communeId, { reason: loaded.fault })
      return shared()
    }
  }

  #queueMeaning(communeId: string, loaded: Loaded): void {
    const embed = async () => {
      const isWanted = () => this.#loaded.get(communeId) === loaded
      const words = loaded.base
      if (!this.#embedding || !words || !isWanted() || words.index.encoderVersion) return
      const started = performance.now()
      loaded.progress = { done: 0, total: 0 }
      const built = await this.build(communeId, [...words.entries.values()], words, (done, total) => {
        loaded.progress = { done, total }
      })
      loaded.progress = null
      const ms = Math.round(performance.now() - started)
      if (built.index.degraded) this.#parts.onChange('degraded', communeId, { reason: built.index.degraded })
      // What was published meanwhile is newer.
      else if (isWanted() && loaded.base === words) {
        // Not a word of the former index stays in memory.
        Object.assign(loaded, { base: built, words: Promise.resolve(built) })
        this.#parts.onChange('embedded', communeId, { entries: built.entries.size, ms })
      }
    }
    this.#parts.queue(embed).catch((error: unknown) => {
      loaded.progress = null
      this.#parts.onChange('degraded', communeId, { reason: String(error) })
    })
  }

  /** Builds a base of a commune from one before; nothing is swapped. */
  async build(
    communeId: string,
    entries: Parameters<typeof buildBase>[0],
    previous: Base,
    onProgress?: (done: number, total: number) => void,
  ): Promise<Base> {
    const { calibration, listenedFor, shared } = this.#parts
    if (!this.#embedding) return buildBase(entries, null, calibration, { listenedFor, previous: previous.index })
    const { encoder, cacheDir } = this.#embedding
    return buildBase(entries, encoder, calibration, {
      listenedFor,
      previous: previous.index,
      known: vectorsOf(shared().index, encoder),
      // A cache of its own: one that holds a large base would push the others out.
      ...(cacheDir ? { cacheDir: join(cacheDir, 'communes', communeId) } : {}),
      ...(onProgress ? { onProgress } : {}),
    })
  }

  /** Entries of a base, as far as they take room of their own. */
  #weightOf({ entries }: Base): number {
    const shared = this.#parts.shared().entries
    let weight = 0
    for (const [id, entry] of entries) weight += shared.get(id) === entry ? SHARED_WEIGHT : 1
    return weight
  }

  /** Evicts the least recently asked communes until the rest fits; those whose words are still being read are left alone. */
  #makeRoom(keptId: string): void {
    let total = this.served().reduce((sum, [, base]) => sum + this.#weightOf(base), 0)
    for (const [communeId, { base }] of this.#loaded) {
      if (total <= this.#parts.mostEntries) return
      if (communeId === keptId || !base) continue
      this.#loaded.delete(communeId)
      total -= this.#weightOf(base)
      this.#parts.onChange('evicted', communeId, { entries: base.entries.size })
    }
  }
}

/** What an entry that all communes share weighs in a commune's base, of one of its own: its texts, vectors and spellings are there once. */
const SHARED_WEIGHT = 0.5

/** Runs jobs one after the other, in the order in which they come. */
export type BuildQueue = <T>(job: () => Promise<T>) => Promise<T>

/** A queue of its own. A job that fails rejects its own promise and does not stop those behind it. */
export function createBuildQueue(): BuildQueue {
  let last: Promise<unknown> = Promise.resolve()
  return (job) => {
    const next = last.then(job, job)
    last = next.catch(() => undefined)
    return next
  }
}
