import type { ConversationStore } from '../features/conversations/conversation-verbs.js'
import { departmentFor } from '../features/handoffs/queue/routing.js'
import type { Commune } from '../platform/model/commune.js'
import type { Conversation } from '../platform/model/conversation.js'
import type { Entry } from '../platform/model/entry.js'
import type { Turn } from '../platform/model/turn.js'

/** A candidate that is less likely says nothing of what is asked. */
const LEAST_CONFIDENCE = 0.2

/** What it takes to find a department. */
export interface DepartmentContext {
  store: Pick<ConversationStore, 'getTranscript'>
  communes: ReadonlyMap<string, Commune>
  /** The entries of a commune that can be read without waiting. */
  entriesNow: (communeId: string) => ReadonlyMap<string, Entry>
}

/**
 * Finds the department of a commune that should answer a conversation: that of the entry with which the citizen was last answered, or of the best
 * candidate if none was; `undefined` when neither tells.
 */
export function createDepartmentFinder({ store, communes, entriesNow }: DepartmentContext) {
  return async ({ id, communeId }: Conversation): Promise<string | undefined> => {
    const commune = communes.get(communeId)
    if (!commune?.departments) return undefined
    const turns = (await store.getTranscript(id))?.turns ?? []
    const entryId = turns.map(entryOf).findLast((found) => found !== undefined)
    const entry = entryId === undefined ? undefined : entriesNow(communeId).get(entryId)
    return entry && departmentFor(commune, entry.category)
  }
}

function entryOf({ entryId, candidates: [best] }: Turn): string | undefined {
  if (entryId !== null) return entryId
  return best && best.confidence >= LEAST_CONFIDENCE ? best.entryId : undefined
}
