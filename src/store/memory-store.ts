import { Memory } from 'lowdb'
import { ConversationIndex } from '../features/conversations/conversation-index.js'
import { CurationIndex } from '../features/entries/curation-index.js'
import { beatsInMemory } from '../features/handoffs/store/presence-verbs.js'
import { JournaledPublications } from '../features/publication/journaled-publications.js'
import { WebhookIndex } from '../features/webhooks/webhook-index.js'
import type { Collection } from '../platform/store/document-cache.js'
import { type DocumentAdapter, lowdbCollection } from '../platform/store/lowdb-cache.js'
import { type StorageLogger, silentLogger } from '../platform/store/seal-check-file.js'
import { type Collections, KEYED_KINDS, SINGLE_DOCUMENTS } from './document-kinds.js'
import { createDocumentStore } from './document-store.js'
import type { Store } from './store.js'

/** A {@link Store} that forgets everything when the process ends: for tests and trials. Same verbs and rules as the lowdb store. */
export function createMemoryStore({ logger = silentLogger }: { logger?: StorageLogger } = {}): Store {
  return createDocumentStore({
    ...(Object.fromEntries(
      [...KEYED_KINDS, ...SINGLE_DOCUMENTS].map((kind) => [kind, emptyCollection()]),
    ) as unknown as Collections),
    publications: (parts) => new JournaledPublications(emptyCollection(), parts),
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
function emptyCollection<T>(): Collection<T> {
  return lowdbCollection(() => new ErasableMemory<T>(), { keys: [], capacity: Number.POSITIVE_INFINITY })
}

class ErasableMemory<T> extends Memory<T | null> implements DocumentAdapter<T> {
  async erase(): Promise<void> {
    await this.write(null)
  }
}
