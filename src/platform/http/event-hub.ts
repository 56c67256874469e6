import type { InstanceMessage, Instances } from '../instances/instances.js'
import type { Change } from '../model/change.js'
import type { StoreLife } from '../model/store-life.js'

/** Hands the store's announcements, and what the other processes say, to the streams that they concern. */
export interface EventHub {
  onConversation(conversationId: string, listener: (change: Change) => void): () => void
  onCommune(communeId: string, listener: (change: Change) => void): () => void
  /** Whether anyone of this process listens to a conversation: its citizen has a page of it open. */
  isHeard(conversationId: string): boolean
  /** Called when an agent writes to a conversation; told her id. Nothing of it is stored. */
  onTyping(conversationId: string, listener: (userId: string) => void): () => void
  /** Called when the citizen of a handoff of an agent writes; told its id. Nothing of it is stored. */
  onCitizenTyping(userId: string, listener: (handoffId: string) => void): () => void
  /** Says to an agent that the citizen of a handoff of hers writes. */
  tellCitizenTyping(userId: string, handoffId: string): void
  /** Says that an agent writes to a conversation. */
  tellTyping(conversationId: string, userId: string): void
  /** Called once when the server stops; at once when it already has. Returns the way to be forgotten. */
  onStop(listener: () => void): () => void
  close(): void
}

/** One subscription to the store, and one to the other processes, for all streams of a process. */
export function createEventHub(
  store: Pick<StoreLife, 'subscribe'>,
  instances: Pick<Instances, 'broadcast' | 'onMessage'>,
): EventHub {
  const conversations: Registry<Change> = new Map()
  const communes: Registry<Change> = new Map()
  const typing: Registry<string> = new Map()
  const citizensTyping: Registry<string> = new Map()
  const stops = new Set<() => void>()
  let closed = false
  const unsubscribe = store.subscribe((change) => {
    if ('conversationId' in change && change.type !== 'note')
      for (const listener of conversations.get(change.conversationId) ?? []) listener(change)
    for (const listener of communes.get(change.communeId) ?? []) listener(change)
  })
  const hear = (message: InstanceMessage) => {
    if (message.type === 'agent_types')
      for (const listener of typing.get(message.conversationId) ?? []) listener(message.userId)
    if (message.type === 'citizen_types')
      for (const listener of citizensTyping.get(message.userId) ?? []) listener(message.handoffId)
  }
  const stopHearing = instances.onMessage(hear)
  const say = (message: InstanceMessage) => {
    hear(message)
    instances.broadcast(message)
  }
  return {
    onConversation: (id, listener) => add(conversations, id, listener),
    isHeard: (id) => conversations.has(id),
    onCommune: (id, listener) => add(communes, id, listener),
    onTyping: (id, listener) => add(typing, id, listener),
    tellTyping: (conversationId, userId) => say({ type: 'agent_types', conversationId, userId }),
    onCitizenTyping: (userId, listener) => add(citizensTyping, userId, listener),
    tellCitizenTyping: (userId, handoffId) => say({ type: 'citizen_types', userId, handoffId }),
    onStop(listener) {
      if (closed) listener()
      stops.add(listener)
      return () => stops.delete(listener)
    },
    close() {
      closed = true
      unsubscribe()
      stopHearing()
      for (const stop of stops) stop()
    },
  }
}

type Registry<T> = Map<string, Set<(told: T) => void>>

function add<T>(registry: Registry<T>, key: string, listener: (told: T) => void): () => void {
  const listeners = registry.get(key) ?? new Set()
  registry.set(key, listeners.add(listener))
  return () => {
    listeners.delete(listener)
    if (listeners.size === 0) registry.delete(key)
  }
}
