import type { SampleCheck } from '../../platform/model/turn.js'
import { type ConversationVerb, unchanged } from '../conversations/conversation-document.js'
import { type ConversationCollection, change } from '../conversations/conversation-verbs.js'
import { isOwnAnswer, type SampledAnswer } from './sample.js'

/** What came of {@link SampleStore.checkSample}. `decided`: a colleague had said something. */
export type SampleResult =
  | { outcome: 'checked'; former: SampleCheck | null }
  | { outcome: 'decided' }
  | { outcome: 'unknown' }

/** Answers drawn by chance, and what agents say of them. */
export interface SampleStore {
  /** The assistant's own answers in a commune, from an instant on and before another, to those who write themselves; in no order. */
  listGivenAnswers(communeId: string, from: string, before: string): Promise<SampledAnswer[]>
  /** Keeps what an agent says of an answer, with its turn; `said` of `null` takes back what she said. What a colleague said stays. */
  checkSample(answer: SampledAnswer, agentId: string, check: SampleCheck | null): Promise<SampleResult>
}

/** The verbs about answers drawn by chance. */
export function sampleVerbs(collection: ConversationCollection): SampleStore {
  const { documents, index } = collection
  return {
    async listGivenAnswers(communeId, from, before) {
      const given: SampledAnswer[] = []
      for (const conversationId of index.listUpdatedSince(communeId, from)) {
        const document = await documents.read(conversationId)
        if (!document || document.conversation.channel !== undefined) continue
        for (const { turn } of document.turns)
          if (turn.at >= from && turn.at < before && isOwnAnswer(turn.outcome))
            given.push({ conversationId, messageSeq: turn.messageSeq })
      }
      return given
    },
    checkSample: ({ conversationId, messageSeq }, agentId, check) =>
      change(collection, conversationId, checkTurn(messageSeq, agentId, check)),
  }
}

/** Nothing is announced, and the conversation is not prolonged: nothing has happened to its citizen. */
function checkTurn(messageSeq: number, agentId: string, check: SampleCheck | null): ConversationVerb<SampleResult> {
  return (document) => {
    const stored = document?.turns.find(({ turn }) => turn.messageSeq === messageSeq)
    if (document === null || !stored) return unchanged(document, { outcome: 'unknown' })
    const { check: former, ...turn } = stored.turn
    if (former && former.agentId !== agentId) return unchanged(document, { outcome: 'decided' })
    const next = { ...stored, turn: { ...turn, ...(check ? { check } : {}) } }
    const turns = document.turns.map((one) => (one === stored ? next : one))
    return { document: { ...document, turns }, result: { outcome: 'checked', former: former ?? null }, changes: [] }
  }
}
