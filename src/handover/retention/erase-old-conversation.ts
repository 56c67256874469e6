import { DateTime } from 'luxon'
import type { Transcript } from '../../domain/conversation.js'
import type { Outcome } from '../../domain/outcome.js'
import { withoutConversation } from '../../domain/remark.js'
import type { UnansweredQuestion } from '../../domain/retention.js'
import type { HandoverContext } from '../handover-context.js'

/** Outcomes of questions that no entry answers, which somebody may write an entry for. */
const WITHOUT_ANSWER: ReadonlySet<Outcome> = new Set(['unanswerable_low_confidence', 'escalated_repeated_failure'])

/**
 * Erases a conversation whose time has come. Its questions without an answer and the remarks of agents may stay, masked and apart: the
 * conversation goes first, so that a crash loses some rather than keeps one of a conversation that its citizen may still erase.
 * @returns how many conversations were erased: 0 when another erased it in the meantime
 */
export async function eraseOldConversation(
  context: HandoverContext,
  conversationId: string,
  { keepsQuestions, keepsRemarks }: { keepsQuestions: boolean; keepsRemarks: boolean },
): Promise<number> {
  const { store } = context
  const transcript = await store.getTranscript(conversationId)
  if (!transcript) return 0
  const remarks = keepsRemarks ? await store.listRemarks(transcript.conversation.communeId) : []
  if ((await store.eraseConversation(conversationId)) !== 'erased') return 0
  const questions = keepsQuestions ? unansweredOf(transcript, context) : []
  if (questions.length > 0) await store.keepUnanswered(questions)
  const own = remarks.filter((remark) => remark.conversationId === conversationId)
  if (own.length > 0) await store.keepRemarks(own.map(withoutConversation))
  return 1
}

function unansweredOf(transcript: Transcript, { communes }: HandoverContext): UnansweredQuestion[] {
  const { communeId } = transcript.conversation
  const zone = communes.get(communeId)?.timeZone ?? 'utc'
  return transcript.turns.flatMap(({ messageSeq, outcome, at, language = 'fr' }) => {
    const payload = transcript.messages[messageSeq - 1]?.payload
    if (!WITHOUT_ANSWER.has(outcome) || payload?.type !== 'text') return []
    const day = DateTime.fromISO(at, { zone }).toISODate() ?? ''
    return [{ communeId, day, language, text: payload.text }]
  })
}
