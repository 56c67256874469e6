import type { User } from '../../src/features/accounts/staff.js'
import type { TurnInput } from '../../src/features/conversations/conversation-results.js'
import { type Conversation, EMPTY_MEMORY, type NewMessage } from '../../src/platform/model/conversation.js'
import type { NewHandoff } from '../../src/platform/model/handoff.js'

/** An instant of the tests' day, `minutes` after nine o'clock. */
export function at(minutes: number): string {
  return new Date(Date.UTC(2025, 2, 3, 9, minutes)).toISOString()
}

export function conversation(id: string, patch: Partial<Conversation> = {}): Conversation {
  return {
    id,
    communeId: 'bourg',
    tokenHash: `hash-of-${id}`,
    createdAt: at(0),
    updatedAt: at(0),
    language: 'fr',
    page: '/demarches',
    status: 'open',
    memory: EMPTY_MEMORY,
    ...patch,
  }
}

export function message(author: NewMessage['author'], text: string, patch: Partial<NewMessage> = {}): NewMessage {
  return { author, at: at(1), language: 'fr', payload: { type: 'text', text }, ...patch }
}

export function turn(conversationId: string, clientId: string, patch: Partial<TurnInput> = {}): TurnInput {
  return {
    conversationId,
    message: message('citizen', `question ${clientId}`, { clientId }),
    replies: [message('assistant', 'première réponse'), message('assistant', 'seconde réponse')],
    turn: {
      at: at(1),
      outcome: 'answered',
      confidence: 0.91,
      entryId: 'acte-naissance',
      candidates: [{ entryId: 'acte-naissance', title: 'Acte de naissance', confidence: 0.91, kept: true }],
      signals: ['pii:email'],
      contentVersion: 'v1',
      encoderVersion: null,
      durationsMs: { search: 12 },
    },
    memory: { failures: 0, refusedEntryIds: ['carte-identite'], askedBack: true, lastQuestion: `question ${clientId}` },
    ...patch,
  }
}

export function handoff(conversationId: string, patch: Partial<NewHandoff> = {}): NewHandoff {
  return {
    conversationId,
    communeId: 'bourg',
    kind: 'live',
    reason: 'citizen_wish',
    urgent: false,
    language: 'fr',
    requestedAt: at(2),
    deadlineAt: at(7),
    contact: null,
    subject: 'je veux parler à quelqu’un',
    ...patch,
  }
}

export function user(id: string, patch: Partial<User> = {}): User {
  return {
    id,
    communeId: 'bourg',
    email: `${id}@bourg.example`,
    displayName: 'Camille',
    roles: ['agent'],
    passwordHash: '$argon2id$not-a-real-one',
    demonstration: false,
    createdAt: at(0),
    ...patch,
  }
}

/** A transition of which the person hears from her agent. */
export const UNTOLD = { silent: 'in_person' } as const

export function claim(agentId: string, minutes = 3) {
  return { type: 'claim' as const, agentId, agentName: `Agent ${agentId}`, at: at(minutes) }
}
