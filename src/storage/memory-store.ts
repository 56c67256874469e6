import { Memory } from 'lowdb'
import type { Store } from '../domain/store.js'
import { ConversationIndex } from './conversation-index.js'
import { CurationIndex } from './curation-index.js'
import type { DocumentAdapter } from './document.js'
import { createDocumentStore, type Shelf } from './document-store.js'
import { type StorageLogger, silentLogger } from './storage-logger.js'

/** A {@link Store} that forgets everything when the process ends: for tests and trials. Same verbs and rules as the lowdb store. */
export function createMemoryStore({ logger = silentLogger }: { logger?: StorageLogger } = {}): Store {
  return createDocumentStore({
    conversations: emptyShelf(),
    counters: emptyShelf(),
    users: new ErasableMemory(),
    sessions: new ErasableMemory(),
    outbox: new ErasableMemory(),
    alerts: new ErasableMemory(),
    presences: new ErasableMemory(),
    replies: new ErasableMemory(),
    unanswered: new ErasableMemory(),
    decisions: new ErasableMemory(),
    letters: new ErasableMemory(),
    purges: new ErasableMemory(),
    push: new ErasableMemory(),
    practice: new ErasableMemory(),
    remarks: new ErasableMemory(),
    reveals: new ErasableMemory(),
    entries: emptyShelf(),
    audit: emptyShelf(),
    settings: emptyShelf(),
    packs: emptyShelf(),
    pendingPublications: new ErasableMemory(),
    curation: new CurationIndex(),
    index: new ConversationIndex(),
    logger,
    assertWritable: () => {},
    check: async () => {},
    close: async () => {},
  })
}

/** Nothing is ever released: the documents have no other place. */
function emptyShelf<T>(): Shelf<T> {
  return { adapterFor: () => new ErasableMemory(), keys: [], capacity: Number.POSITIVE_INFINITY }
}

class ErasableMemory<T> extends Memory<T | null> implements DocumentAdapter<T> {
  async erase(): Promise<void> {
    await this.write(null)
  }
}
