import type { Turn } from '../../../src/platform/model/turn.js'
import type { TestServer } from './harness.js'

/** A turn that found nothing. */
export const UNANSWERED: Omit<Turn, 'messageSeq' | 'at'> = {
  outcome: 'unanswerable_low_confidence',
  confidence: 0.1,
  entryId: null,
  candidates: [],
  signals: [],
  contentVersion: 'v1',
  encoderVersion: null,
  durationsMs: {},
}

/** A citizen whose question found nothing, as her conversation keeps it. */
export async function failQuestion(
  { store, clock }: TestServer,
  text: string,
  communeId = 'villebourg',
): Promise<void> {
  const at = clock.now().toISOString()
  const id = `talk-${Math.random().toString(36).slice(2)}`
  const memory = { failures: 0, refusedEntryIds: [], askedBack: false, lastQuestion: null }
  const base = { id, communeId, tokenHash: id, createdAt: at, updatedAt: at, language: 'fr' as const, page: null }
  await store.createConversation({ ...base, status: 'open', memory }, [])
  const turn = { at, ...UNANSWERED }
  const message = { author: 'citizen' as const, at, language: 'fr' as const, payload: { type: 'text' as const, text } }
  await store.appendTurn({ conversationId: id, message, replies: [], turn, memory })
}
