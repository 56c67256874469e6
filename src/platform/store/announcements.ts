import type { Change } from '../model/change.js'
import type { StorageLogger } from './storage-logger.js'

/** Who listens to a store. A listener that throws, or whose promise rejects, is logged and harms nobody. */
export class Announcements {
  readonly #listeners = new Set<(change: Change) => void>()
  readonly #logger: StorageLogger

  constructor(logger: StorageLogger) {
    this.#logger = logger
  }

  /** Returns the way to stop. The same function subscribed twice is told twice. */
  subscribe(listener: (change: Change) => void): () => void {
    const own = (change: Change) => listener(change)
    this.#listeners.add(own)
    return () => {
      this.#listeners.delete(own)
    }
  }

  announce(changes: readonly Change[]): void {
    for (const change of changes) {
      for (const listener of [...this.#listeners]) this.#tell(listener, change)
    }
  }

  #tell(listener: (change: Change) => void, change: Change): void {
    new Promise<void>((resolve) => resolve(listener(change))).catch((error: unknown) => {
      this.#logger.error({ err: error, change: change.type }, 'a listener of the store failed')
    })
  }
}
