import { Memory } from 'lowdb'
import { CurationIndex } from '../../features/entries/curation-index.js'
import { beatsInMemory } from '../../features/handoffs/store/presence-verbs.js'
import { JournaledPublications } from '../../features/publication/journaled-publications.js'
import { WebhookIndex } from '../../features/webhooks/webhook-index.js'
import type { Store } from '../model/store.js'
import { ConversationIndex } from './conversation-index.js'
import type { Shelf } from './document-keeper.js'
import { createDocumentStore } from './document-store.js'
import { type DocumentAdapter, lowdbShelf } from './lowdb-keeper.js'
import { type StorageLogger, silentLogger } from './seal-check-file.js'

/** A {@link Store} that forgets everything when the process ends: for tests and trials. Same verbs and rules as the lowdb store. */
export function createMemoryStore({ logger = silentLogger }: { logger?: StorageLogger } = {}): Store {
  return createDocumentStore({
    conversations: emptyShelf(),
    counters: emptyShelf(),
    users: emptyShelf(),
    sessions: emptyShelf(),
    outbox: emptyShelf(),
    alerts: emptyShelf(),
    presences: emptyShelf(),
    replies: emptyShelf(),
    unanswered: emptyShelf(),
    decisions: emptyShelf(),
    letters: emptyShelf(),
    purges: emptyShelf(),
    push: emptyShelf(),
    practice: emptyShelf(),
    remarks: emptyShelf(),
    reveals: emptyShelf(),
    clock: emptyShelf(),
    entries: emptyShelf(),
    audit: emptyShelf(),
    settings: emptyShelf(),
    packs: emptyShelf(),
    erasures: emptyShelf(),
    webhooks: emptyShelf(),
    migration: emptyShelf(),
    birth: emptyShelf(),
    publications: (parts) => new JournaledPublications(emptyShelf(), parts),
    beats: beatsInMemory(),
    time: () => new Date(),
    databaseTime: async () => null,
    curation: new CurationIndex(),
    index: new ConversationIndex(),
    webhookIndex: new WebhookIndex(),
    logger,
    assertWritable: () => {},
    check: async () => {},
    close: async () => {},
  })
}

/** Nothing is ever released: the documents have no other place. */
function emptyShelf<T>(): Shelf<T> {
  return lowdbShelf(() => new ErasableMemory<T>(), { keys: [], capacity: Number.POSITIVE_INFINITY })
}

class ErasableMemory<T> extends Memory<T | null> implements DocumentAdapter<T> {
  async erase(): Promise<void> {
    await this.write(null)
  }
}
