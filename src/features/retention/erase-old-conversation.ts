import { DateTime } from 'luxon'
import { type KeptFailure, kept } from '../failures/failure.js'
import { type FailedTalk, failuresOf } from '../failures/failures-of.js'
import type { HandoverContext } from '../handoffs/handover-context.js'
import { withoutConversation } from '../handoffs/remark.js'

/**
 * Erases a conversation whose time has come. Its questions that were failed and the remarks of agents may stay, masked and apart: the
 * conversation goes first, so that a crash loses some rather than keeps one of a conversation that its citizen may still erase.
 * @param since its last activity, as it was when it was found due
 * @returns how many conversations were erased: 0 when another erased it in the meantime, or somebody came back to it
 */
export async function eraseOldConversation(
  context: HandoverContext,
  conversationId: string,
  { since, keepsQuestions, keepsRemarks }: { since: string; keepsQuestions: boolean; keepsRemarks: boolean },
): Promise<number> {
  const { store } = context
  const transcript = await store.getTranscript(conversationId)
  // Many may be due: whoever wrote while the others were erased keeps hers.
  if (!transcript || transcript.conversation.updatedAt !== since) return 0
  const { communeId } = transcript.conversation
  const remarks = keepsRemarks
    ? (await store.listRemarks(communeId)).filter((remark) => remark.conversationId === conversationId)
    : []
  if ((await store.eraseConversation(conversationId)) !== 'erased') return 0
  const failures = keepsQuestions ? keptOf({ ...transcript, remarks }, context) : []
  if (failures.length > 0) await store.keepFailures(failures)
  if (remarks.length > 0) await store.keepRemarks(remarks.map(withoutConversation))
  return 1
}

/** What was failed in a conversation that is over; what an agent remarked is kept as a remark. */
function keptOf(talk: FailedTalk, { communes }: HandoverContext): KeptFailure[] {
  const { conversation } = talk
  const zone = communes.get(conversation.communeId)?.timeZone ?? 'utc'
  return failuresOf({ ...talk, conversation: { ...conversation, status: 'closed' } })
    .filter(({ remark }) => remark === null)
    .map((failure) => kept(failure, DateTime.fromISO(failure.at, { zone }).toISODate() ?? ''))
}
