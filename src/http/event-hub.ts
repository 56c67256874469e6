import type { Change } from '../domain/change.js'
import type { Store } from '../domain/store.js'

/** Hands the store's announcements to the streams that they concern. */
export interface EventHub {
  onConversation(conversationId: string, listener: (change: Change) => void): () => void
  onCommune(communeId: string, listener: (change: Change) => void): () => void
  /** Called once when the server stops; at once when it already has. Returns the way to be forgotten. */
  onStop(listener: () => void): () => void
  close(): void
}

/** One subscription to the store for all streams of a process. */
export function createEventHub(store: Store): EventHub {
  const conversations = new Map<string, Set<(change: Change) => void>>()
  const communes = new Map<string, Set<(change: Change) => void>>()
  const stops = new Set<() => void>()
  let closed = false
  const unsubscribe = store.subscribe((change) => {
    if ('conversationId' in change)
      for (const listener of conversations.get(change.conversationId) ?? []) listener(change)
    for (const listener of communes.get(change.communeId) ?? []) listener(change)
  })
  return {
    onConversation: (id, listener) => add(conversations, id, listener),
    onCommune: (id, listener) => add(communes, id, listener),
    onStop(listener) {
      if (closed) listener()
      stops.add(listener)
      return () => stops.delete(listener)
    },
    close() {
      closed = true
      unsubscribe()
      for (const stop of stops) stop()
    },
  }
}

function add<T>(registry: Map<string, Set<T>>, key: string, listener: T): () => void {
  const listeners = registry.get(key) ?? new Set<T>()
  registry.set(key, listeners.add(listener))
  return () => {
    listeners.delete(listener)
    if (listeners.size === 0) registry.delete(key)
  }
}
