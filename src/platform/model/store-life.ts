import type { Change } from './change.js'

/** What a store does besides its verbs. */
export interface StoreLife {
  /** What the clock of the database says, ms since the epoch; `null` for a store without one. */
  databaseTime(): Promise<number | null>
  /** Calls the listener after each durable write; returns the way to stop. A listener that throws harms nobody. */
  subscribe(listener: (change: Change) => void): () => void
  /** Proves that a write is possible now. @throws AppError `storage_unavailable` */
  check(): Promise<void>
  /** Finishes pending writes and releases the lock. */
  close(): Promise<void>
}
