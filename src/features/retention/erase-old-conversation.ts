import { DateTime } from 'luxon'
import { type KeptFailure, toKeptFailure } from '../../platform/model/failure.js'
import { withoutConversation } from '../../platform/model/remark.js'
import type { AccountStore } from '../accounts/account-verbs.js'
import type { StaffStore } from '../accounts/staff-verbs.js'
import type { AuditStore } from '../audit/audit-verbs.js'
import { type FailedTalk, failuresOf } from '../conversations/failures-of.js'
import type { FailureStore } from '../failures/failure-verbs.js'
import type { HandoffContext } from '../handoffs/handoff-context.js'
import type { PresenceStore } from '../handoffs/store/presence-verbs.js'
import type { MaskedStore } from '../masked-data/masked-verbs.js'
import type { PracticeStore } from '../practice/practice-verbs.js'
import type { RemarkStore } from '../remarks/remark-verbs.js'
import type { ReplyStore } from '../replies/reply-verbs.js'
import type { CounterStore } from '../statistics/counter-verbs.js'
import type { AlertStore } from '../town-alert/alert-verbs.js'
import type { LapsedStore } from './lapsed-verbs.js'
import type { OldActStore } from './old-act-verbs.js'
import type { RetentionStore } from './retention-verbs.js'

/** What erasing needs of the stores: each kind of data that is not kept for ever. */
export type RetentionContext = HandoffContext<
  RetentionStore &
    MaskedStore &
    LapsedStore &
    OldActStore &
    StaffStore &
    AccountStore &
    AlertStore &
    AuditStore &
    CounterStore &
    FailureStore &
    PracticeStore &
    RemarkStore &
    PresenceStore &
    ReplyStore
>

/**
 * Erases a conversation whose time has come. Its questions that were failed and the remarks of agents may stay, masked and apart: the
 * conversation goes first, so that a crash loses some rather than keeps one of a conversation that its citizen may still erase.
 * @param since its last activity, as it was when it was found due
 * @returns how many conversations were erased: 0 when another erased it in the meantime, or somebody came back to it
 */
export async function eraseOldConversation(
  context: RetentionContext,
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
function keptOf(talk: FailedTalk, { communes }: RetentionContext): KeptFailure[] {
  const { conversation } = talk
  const zone = communes.get(conversation.communeId)?.timeZone ?? 'utc'
  return failuresOf({ ...talk, conversation: { ...conversation, status: 'closed' } })
    .filter(({ remark }) => remark === null)
    .map((failure) => toKeptFailure(failure, DateTime.fromISO(failure.at, { zone }).toISODate() ?? ''))
}
