import { type Adapter, Low } from 'lowdb'
import { AppError } from '../domain/app-error.js'
import type { Change } from '../domain/change.js'

/** A lowdb adapter that can also delete what it wrote. */
export interface DocumentAdapter<T> extends Adapter<T | null> {
  erase(): Promise<void>
  /** The next write leaves no former version behind: what it takes away must be nowhere. Absent where none is kept. */
  dropFormer?(): void
}

/** What a verb makes of a document: the next version (`null` to erase it, the same object to write nothing), its answer, what to announce. */
export interface Step<T, R> {
  document: T | null
  result: R
  changes: Change[]
  /** Whether what the next version leaves out must be nowhere on the disk, not even in the former version. */
  forgets?: boolean
}

/** A verb applied to a document (`null` when there is none yet). Never mutates its argument. */
export type Verb<T, R> = (document: T | null) => Step<T, R>

/** What a {@link Document} is given. */
export interface DocumentOptions<T> {
  adapter: DocumentAdapter<T>
  /** Told each durable version and what it changed, before the callers are answered. */
  onCommit: (document: T | null, changes: Change[]) => void
  /** Throws when the store takes no more verbs (closed, lock lost); what already waits is still written. */
  assertWritable: () => void
}

interface Waiting<T> {
  apply: (draft: T | null) => Omit<Step<T, unknown>, 'result'> & { acknowledge: () => void }
  reject: (error: unknown) => void
}

/**
 * One lowdb document with its own queue. Verbs that arrive while a write is under way wait together and share the next
 * write (group commit); each is answered only once a write that contains its change has succeeded. Readers see durable
 * versions only. When a write fails the version in memory stays the former one, and every verb of that write is refused.
 */
export class Document<T> {
  readonly #low: Low<T | null>
  readonly #adapter: DocumentAdapter<T>
  readonly #onCommit: DocumentOptions<T>['onCommit']
  readonly #assertWritable: () => void
  #durable: T | null = null
  #loading: Promise<void> | null = null
  #flushing: Promise<void> | null = null
  readonly #waiting: Waiting<T>[] = []

  constructor({ adapter, onCommit, assertWritable }: DocumentOptions<T>) {
    this.#low = new Low<T | null>(adapter, null)
    this.#adapter = adapter
    this.#onCommit = onCommit
    this.#assertWritable = assertWritable
  }

  /** Whether nothing waits or is being written, so that the document may be released from memory. */
  get isIdle(): boolean {
    return this.#flushing === null
  }

  /** The last durable version; `null` when there is none. @throws AppError `storage_unavailable` */
  async read(): Promise<T | null> {
    await this.#load()
    return this.#durable
  }

  /**
   * Applies a verb after those that came before it; resolves with its answer when the change is durable.
   * @throws AppError `storage_unavailable` when it could not be written (nothing is kept of it), or what the verb threw
   */
  async update<R>(verb: Verb<T, R>): Promise<R> {
    this.#assertWritable()
    return new Promise((resolve, reject) => {
      const apply = (draft: T | null) => {
        const { result, ...step } = verb(draft)
        return { ...step, acknowledge: () => resolve(result) }
      }
      this.#waiting.push({ apply, reject })
      this.#flushing ??= this.#flush()
    })
  }

  /** Resolves when nothing waits any more. */
  async settled(): Promise<void> {
    await this.#flushing
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

  async #flush(): Promise<void> {
    try {
      await this.#load()
      while (this.#waiting.length > 0) await this.#flushBatch(this.#waiting.splice(0))
    } catch (error) {
      for (const { reject } of this.#waiting.splice(0)) reject(error)
    } finally {
      this.#flushing = null
    }
  }

  async #flushBatch(batch: Waiting<T>[]): Promise<void> {
    const { draft, applied, changes, forgets } = this.#applyAll(batch)
    try {
      if (draft !== this.#durable) await this.#persist(draft, forgets)
    } catch (cause) {
      const error = storageUnavailable(cause)
      for (const { reject } of applied) reject(error)
      return
    }
    const isNew = draft !== this.#durable
    this.#durable = draft
    if (isNew || changes.length > 0) this.#onCommit(draft, changes)
    for (const { acknowledge } of applied) acknowledge()
  }

  #applyAll(batch: Waiting<T>[]) {
    let draft = this.#durable
    const changes: Change[] = []
    let forgets = false
    const applied: { acknowledge: () => void; reject: (error: unknown) => void }[] = []
    for (const { apply, reject } of batch) {
      try {
        const step = apply(draft)
        draft = step.document
        changes.push(...step.changes)
        forgets ||= step.forgets ?? false
        applied.push({ acknowledge: step.acknowledge, reject })
      } catch (error) {
        reject(error)
      }
    }
    return { draft, applied, changes, forgets }
  }

  async #persist(draft: T | null, forgets: boolean): Promise<void> {
    if (draft === null) return this.#adapter.erase()
    if (forgets) this.#adapter.dropFormer?.()
    this.#low.data = draft
    await this.#low.write()
  }
}

/** The error of a storage that failed, whatever the reason; one that already says so is kept. */
export function storageUnavailable(cause: unknown): AppError {
  return cause instanceof AppError ? cause : new AppError('storage_unavailable', 503, { cause })
}
