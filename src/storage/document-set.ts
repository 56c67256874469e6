import type { Change } from '../domain/change.js'
import { Document, type DocumentAdapter, type Verb } from './document.js'

/** What a {@link DocumentSet} is given. */
export interface DocumentSetOptions<T> {
  /** How the document of a key is kept. Called for known keys and keys being created only, never for an id from outside. */
  adapterFor: (key: string) => DocumentAdapter<T>
  /** Keys that exist already. */
  keys: Iterable<string>
  /** How many idle documents stay in memory. */
  capacity: number
  onCommit: (key: string, document: T | null, changes: Change[]) => void
  assertWritable: () => void
}

/** Documents of one kind by key: loaded on use, released when others have been used since. */
export class DocumentSet<T> {
  readonly #options: DocumentSetOptions<T>
  readonly #keys: Set<string>
  /** In order of last use, oldest first. A key has at most one instance that writes. */
  readonly #loaded = new Map<string, Document<T>>()

  constructor(options: DocumentSetOptions<T>) {
    this.#options = options
    this.#keys = new Set(options.keys)
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
  update<R>(key: string, verb: Verb<T, R>): Promise<R> {
    return this.#open(key).update(verb)
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
    const { adapterFor, assertWritable } = this.#options
    const onCommit = (document: T | null, changes: Change[]) => this.#commit(key, document, changes)
    return new Document({ adapter: adapterFor(key), onCommit, assertWritable })
  }

  #commit(key: string, document: T | null, changes: Change[]): void {
    if (document === null) this.#keys.delete(key)
    else this.#keys.add(key)
    this.#options.onCommit(key, document, changes)
  }

  #releaseOldest(keptKey: string): void {
    for (const [key, document] of this.#loaded) {
      if (this.#loaded.size <= this.#options.capacity) return
      if (key !== keptKey && document.isIdle) this.#loaded.delete(key)
    }
  }
}
