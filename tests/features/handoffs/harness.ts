import { loadMessages } from '../../../src/assistant/words/messages.js'
import type { User } from '../../../src/features/accounts/staff.js'
import type { HandoffContext } from '../../../src/features/handoffs/handoff-context.js'
import type { Commune } from '../../../src/platform/model/commune.js'
import { type Conversation, EMPTY_MEMORY } from '../../../src/platform/model/conversation.js'
import { createMemoryStore } from '../../../src/store/memory-store.js'
import type { Store } from '../../../src/store/store.js'
import { commune } from '../../platform/model/sample-commune.js'
import { knowledgeDir } from '../entries/installed.js'

/** Tuesday 24 November 2026, ten o'clock in Paris: the reception is open until noon. */
export const OPEN = '2026-11-24T09:00:00.000Z'

const say = await loadMessages(knowledgeDir)

/** The handoffs of a town, with a store, in memory unless it is given another, and a clock. */
export function startHandover(patch: Partial<Commune> = {}, store: Store = createMemoryStore()) {
  const clock = { at: new Date(OPEN) }
  const town = commune(patch)
  const now = () => new Date(clock.at)
  const context: HandoffContext<Store> = {
    store,
    say,
    now,
    communes: new Map([[town.id, town]]),
    communeOf: () => town,
    waitLimitMs: 10 * 60_000,
    departmentOf: async () => undefined,
    isPageOpen: () => false,
    mailer: null,
  }
  return {
    clock,
    context,
    store,
    advance(minutes: number) {
      clock.at = new Date(clock.at.getTime() + minutes * 60_000)
    },
    async startConversation(id = 'c1'): Promise<Conversation> {
      const at = now().toISOString()
      const base = { communeId: town.id, tokenHash: 'hash', page: null, status: 'open' as const, memory: EMPTY_MEMORY }
      const conversation: Conversation = { id, ...base, createdAt: at, updatedAt: at, language: 'fr' }
      await store.createConversation(conversation, [])
      return conversation
    },
    /** What the system told the citizen, in order. */
    async noticesOf(id = 'c1') {
      const messages = await store.listMessages(id, 0)
      return messages.flatMap(({ payload }) => (payload.type !== 'card' && payload.event ? [payload] : []))
    },
  }
}

/** An agent of the town. */
export function agent(id: string, displayName = id): User {
  return {
    id,
    communeId: 'bourg',
    email: `${id}@bourg.example`,
    displayName,
    roles: ['agent'],
    passwordHash: 'none',
    demonstration: false,
    createdAt: OPEN,
  }
}
