import { type Adapter, Low } from 'lowdb'
import { storageUnavailable } from './document.js'
import type { Collection, DocumentCache, Follower, Writing } from './document-cache.js'

/** A lowdb adapter that can also delete what it wrote. */
export interface DocumentAdapter<T> extends Adapter<T | null> {
  erase(): Promise<void>
  /** The next write leaves no former version behind: what it takes away must be nowhere. Absent where none is kept. */
  dropFormer?(): void
}

/** Told each durable version and what it changed. */
type OnCommit<T> = (document: T | null, changes: Writing<T>['changes']) => void

/** Keeps a document through a lowdb adapter. One process writes, so the version in memory is the durable one; when a write fails it stays the former one. */
export class LowdbCache<T> implements DocumentCache<T> {
  readonly #low: Low<T | null>
  readonly #adapter: DocumentAdapter<T>
  readonly #onCommit: OnCommit<T>
  #durable: T | null = null
  #loading: Promise<void> | null = null

  constructor(adapter: DocumentAdapter<T>, onCommit: OnCommit<T>) {
    this.#low = new Low<T | null>(adapter, null)
    this.#adapter = adapter
    this.#onCommit = onCommit
  }

  async read(): Promise<T | null> {
    await this.#load()
    return this.#durable
  }

  async write(apply: (former: T | null) => Writing<T>): Promise<void> {
    await this.#load()
    const { document, changes, forgets = false } = apply(this.#durable)
    const isNew = document !== this.#durable
    if (isNew) await this.#persist(document, forgets)
    this.#durable = document
    if (isNew || changes.length > 0) this.#onCommit(document, changes)
  }

  #load(): Promise<void> {
    this.#loading ??= this.#low.read().then(
      () => {
        this.#durable = this.#low.data
      },
      (cause: unknown) => {
        this.#loading = null
        throw storageUnavailable(cause)
      },
    )
    return this.#loading
  }

  async #persist(document: T | null, forgets: boolean): Promise<void> {
    if (document === null) return this.#adapter.erase()
    if (forgets) this.#adapter.dropFormer?.()
    this.#low.data = document
    await this.#low.write()
  }
}

/** A collection of lowdb documents. */
export function lowdbCollection<T>(
  adapterFor: (key: string) => DocumentAdapter<T>,
  { keys, capacity }: Pick<Collection<T>, 'keys' | 'capacity'>,
): Collection<T> {
  const open =
    ({ index, committed }: Follower<T>) =>
    (key: string) =>
      new LowdbCache(adapterFor(key), (document, changes) => {
        index?.(key, document)
        committed(key, document !== null, changes)
      })
  return { keys, capacity, open }
}
