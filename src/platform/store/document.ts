import { traced } from '../../trace.js'
import { AppError } from '../model/app-error.js'
import type { DocumentCache, Writing } from './document-cache.js'

/** What a verb makes of a document, and its answer. */
export interface Step<T, R> extends Writing<T> {
  result: R
}

/** A verb applied to a document (`null` when there is none yet). Never mutates its argument; may be applied more than once, and the last time counts. */
export type Verb<T, R> = (document: T | null) => Step<T, R>

/** What a {@link Document} is given. */
export interface DocumentOptions<T> {
  /** What kind it is, for whoever watches. */
  kind: string
  cache: DocumentCache<T>
  /** Throws when the store takes no more verbs (closed, lock lost); what already waits is still written. */
  assertWritable: () => void
}

interface Waiting<T> {
  apply: (draft: T | null) => Writing<T> & { acknowledge: () => void }
  reject: (error: unknown) => void
  lock: string | undefined
}

/**
 * One document with its own queue. Verbs that arrive while a write is under way wait together and share the next write (group commit); each is answered
 * only once a write that contains its change has succeeded. Readers see durable versions only. When a write fails, every verb of that write is refused.
 */
export class Document<T> {
  readonly #kind: string
  readonly #cache: DocumentCache<T>
  readonly #assertWritable: () => void
  #flushing: Promise<void> | null = null
  readonly #waiting: Waiting<T>[] = []

  constructor({ kind, cache, assertWritable }: DocumentOptions<T>) {
    this.#kind = kind
    this.#cache = cache
    this.#assertWritable = assertWritable
  }

  /** Whether nothing waits or is being written, so that the document may be released from memory. */
  get isIdle(): boolean {
    return this.#flushing === null
  }

  /** The last durable version; `null` when there is none. @throws AppError `storage_unavailable` */
  read(): Promise<T | null> {
    return this.#cache.read()
  }

  /**
   * Applies a verb after those that came before it; resolves with its answer when the change is durable.
   * @param lock a name that is held while it is applied and written, whichever process asks for it
   * @throws AppError `storage_unavailable` when it could not be written (nothing is kept of it), or what the verb threw
   */
  async update<R>(verb: Verb<T, R>, lock?: string): Promise<R> {
    this.#assertWritable()
    const write = () =>
      new Promise<R>((resolve, reject) => {
        const apply = (draft: T | null) => {
          const { result, ...step } = verb(draft)
          return { ...step, acknowledge: () => resolve(result) }
        }
        this.#waiting.push({ apply, reject, lock })
        this.#flushing ??= this.#flush()
      })
    return traced('store write', { 'guichet.document': this.#kind }, write)
  }

  /** Resolves when nothing waits any more. */
  async settled(): Promise<void> {
    await this.#flushing
  }

  async #flush(): Promise<void> {
    try {
      // Those that come in one step of the caller share the first write too.
      await null
      while (this.#waiting.length > 0) await this.#flushBatch(this.#waiting.splice(0))
    } finally {
      this.#flushing = null
    }
  }

  async #flushBatch(batch: Waiting<T>[]): Promise<void> {
    let applied: Applied<T> = { writing: null, acknowledgements: [], refusals: new Map() }
    const apply = (former: T | null) => {
      applied = applyAll(batch, former)
      return applied.writing
    }
    const locks = [...new Set(batch.flatMap(({ lock }) => lock ?? []))].sort()
    try {
      await this.#cache.write(apply as (former: T | null) => Writing<T>, locks)
    } catch (cause) {
      const error = storageUnavailable(cause)
      for (const one of batch) one.reject(applied.refusals.get(one) ?? error)
      return
    }
    for (const [{ reject }, error] of applied.refusals) reject(error)
    for (const acknowledge of applied.acknowledgements) acknowledge()
  }
}

interface Applied<T> {
  writing: Writing<T> | null
  acknowledgements: (() => void)[]
  /** What verbs threw: their callers alone are refused. */
  refusals: Map<Waiting<T>, unknown>
}

function applyAll<T>(batch: readonly Waiting<T>[], former: T | null): Applied<T> & { writing: Writing<T> } {
  const writing: Writing<T> = { document: former, changes: [], forgets: false }
  const acknowledgements: (() => void)[] = []
  const refusals = new Map<Waiting<T>, unknown>()
  for (const one of batch) {
    try {
      const { acknowledge, ...step } = one.apply(writing.document)
      writing.document = step.document
      writing.changes.push(...step.changes)
      writing.forgets ||= step.forgets ?? false
      acknowledgements.push(acknowledge)
    } catch (error) {
      refusals.set(one, error)
    }
  }
  return { writing, acknowledgements, refusals }
}

/** The error of a storage that failed, whatever the reason; one that already says so is kept. */
export function storageUnavailable(cause: unknown): AppError {
  return cause instanceof AppError ? cause : new AppError('storage_unavailable', 503, { cause })
}
