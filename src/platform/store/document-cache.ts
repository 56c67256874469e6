import type { Change } from '../model/change.js'

/** What one write makes of a document: the next version (`null` to erase it, the same object to write nothing), and what to announce. */
export interface Writing<T> {
  document: T | null
  changes: Change[]
  /** Whether what the next version leaves out must be nowhere on the disk, not even in the former version. */
  forgets?: boolean
}

/** How one document is read and written. */
export interface DocumentCache<T> {
  /** The last durable version; `null` when there is none. @throws AppError `storage_unavailable` */
  read(): Promise<T | null>
  /**
   * Applies what waits to the last durable version, which nobody else changes meanwhile. Resolves once the result is durable and was told; when it
   * rejects nothing is kept of it. `apply` may be called again when a write has to be tried again.
   * @param locks names of what must not be decided twice at once over several documents: see {@link NamedLocks}
   */
  write(apply: (former: T | null) => Writing<T>, locks: readonly string[]): Promise<void>
}

/** Who is told each durable version of the documents of a kind, before whoever wrote it is answered, whichever process that was. */
export interface Follower<T> {
  /** Keeps an index up; absent where there is none, and then the contents are not needed. */
  index?: (key: string, document: T | null) => void
  committed: (key: string, exists: boolean, changes: readonly Change[]) => void
}

/** The documents of one kind, where they are kept. */
export interface Collection<T> {
  /** Keys that exist at opening. */
  keys: readonly string[]
  /** How many idle documents stay in memory. */
  capacity: number
  /** Called once. @returns how the document of a key is kept; asked for known keys and keys being created only, never for an id from outside */
  open: (follower: Follower<T>) => (key: string) => DocumentCache<T>
}

/** The key of the document of a kind that has one for all communes. */
export const ONLY = ''
