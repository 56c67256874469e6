import { Document, type Verb } from './document.js'
import type { Collection, DocumentCache, Follower, Writing } from './document-cache.js'

/** What a {@link DocumentSet} is given. */
export interface DocumentSetOptions<T> {
  /** What kind they are, for whoever watches. */
  kind: string
  collection: Collection<T>
  follower: Follower<T>
  assertWritable: () => void
  /** Adds to each new version what verbs need not know about, for instance webhook events. Pure. Default: nothing is added. */
  complete?: (former: T | null, next: T) => T
}

/** Documents of one kind by key: loaded on use, released when others have been used since. */
export class DocumentSet<T> {
  readonly #kind: string
  readonly #capacity: number
  readonly #assertWritable: () => void
  readonly #complete: (former: T | null, next: T) => T
  readonly #cacheFor: (key: string) => DocumentCache<T>
  readonly #keys: Set<string>
  /** In order of last use, oldest first. A key has at most one instance that writes. */
  readonly #loaded = new Map<string, Document<T>>()

  constructor({ kind, collection, follower, assertWritable, complete = (_, next) => next }: DocumentSetOptions<T>) {
    this.#kind = kind
    this.#capacity = collection.capacity
    this.#assertWritable = assertWritable
    this.#complete = complete
    this.#keys = new Set(collection.keys)
    this.#cacheFor = collection.open({
      ...follower,
      committed: (key, exists, changes) => {
        if (exists) this.#keys.add(key)
        else this.#keys.delete(key)
        follower.committed(key, exists, changes)
      },
    })
  }

  has(key: string): boolean {
    return this.#keys.has(key)
  }

  /** Keys of the durable documents. */
  keys(): string[] {
    return [...this.#keys]
  }

  /** How many documents are in memory now. */
  get loadedCount(): number {
    return this.#loaded.size
  }

  /** The last durable version; `null` when the key is unknown. */
  async read(key: string): Promise<T | null> {
    return this.has(key) ? this.#open(key).read() : null
  }

  /** Applies a verb to the document of a key; an unknown key is one to create. See {@link Document.update}. */
  update<R>(key: string, verb: Verb<T, R>, lock?: string): Promise<R> {
    return this.#open(key).update(this.completed(verb), lock)
  }

  /** Puts what is said in the place of a document, as it is: nothing is added to it, and nothing of the former version is left on the disk. */
  replace(key: string, verb: (former: T | null) => Omit<Writing<T>, 'forgets'>): Promise<void> {
    return this.#open(key).update((former) => ({ ...verb(former), result: undefined, forgets: true }))
  }

  /** A verb whose outcome is completed, for whoever applies it without {@link update}. */
  completed<R>(verb: Verb<T, R>): Verb<T, R> {
    return (former) => {
      const step = verb(former)
      if (step.document === null || step.document === former) return step
      return { ...step, document: this.#complete(former, step.document) }
    }
  }

  /** Resolves when nothing waits to be written. */
  async settled(): Promise<void> {
    await Promise.all([...this.#loaded.values()].map((document) => document.settled()))
  }

  #open(key: string): Document<T> {
    const document = this.#loaded.get(key) ?? this.#make(key)
    this.#loaded.delete(key)
    this.#loaded.set(key, document)
    this.#releaseOldest(key)
    return document
  }

  #make(key: string): Document<T> {
    return new Document({ kind: this.#kind, cache: this.#cacheFor(key), assertWritable: this.#assertWritable })
  }

  #releaseOldest(keptKey: string): void {
    for (const [key, document] of this.#loaded) {
      if (this.#loaded.size <= this.#capacity) return
      if (key !== keptKey && document.isIdle) this.#loaded.delete(key)
    }
  }
}
