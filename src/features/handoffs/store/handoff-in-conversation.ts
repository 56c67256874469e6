import { randomUUID } from 'node:crypto'
import type { NewMail } from '../../../platform/mail/mail.js'
import type { NewMessage } from '../../../platform/model/conversation.js'
import {
  type Handoff,
  type HandoffAction,
  isOpen,
  type NewHandoff,
  stepOf,
  type TalkWatch,
  type TransitionRefusal,
  transition,
} from '../../../platform/model/handoff.js'
import type { NewMaskedItem } from '../../../platform/model/masked-data.js'
import {
  type ConversationDocument,
  type ConversationVerb,
  handoffChange,
  keptMasked,
  laterOf,
  unchanged,
  withMessages,
} from '../../conversations/conversation-document.js'
import { waitingMail } from '../../mail/mail-in-conversation.js'
import { type CitizenTelling, storedPartsOf } from '../telling.js'
import { withoutContactOf } from './forget-contact.js'

/** What came of {@link applyToHandoff}. */
export type HandoffResult =
  | { outcome: 'applied'; handoff: Handoff }
  | { outcome: 'refused'; refusal: TransitionRefusal; handoff: Handoff }
  | { outcome: 'unknown_handoff' }

/**
 * What came of {@link HandoffStore.requestHandoff}: `already_open` returns the one that waits; `slot_taken`: the half-day is
 * full; `reference_taken`: another request of the commune has the reference, draw another.
 */
export type RequestResult =
  | { outcome: 'requested' | 'already_open'; handoff: Handoff }
  | { outcome: 'unknown_conversation' | 'closed' }
  | { outcome: 'slot_taken' }
  | { outcome: 'reference_taken' }

/** What a request takes with it. */
export interface RequestExtras {
  /** Goes to the outbox in the same write. */
  mail?: NewMail
  /** Most requests in the half-day of a call-back, this one included. */
  places?: number
  /** An open request that ends in the same write, and how: this one takes its place. */
  ends?: { handoffId: string; action: HandoffAction }
  /** What was masked in it, sealed. */
  masked?: readonly NewMaskedItem[]
}

/** Opens a handoff, unless one is open. It belongs to the commune of its conversation, whatever the request says. */
export function requestHandoff(
  request: NewHandoff,
  notice: NewMessage,
  { mail, masked = [], ends }: RequestExtras,
): ConversationVerb<RequestResult> {
  return (document) => {
    if (document === null) return unchanged(document, { outcome: 'unknown_conversation' })
    const before = ends ? document.handoffs.map((one) => endedBy(one, ends)) : document.handoffs
    const open = before.find(isOpen)
    if (open) return unchanged(document, { outcome: 'already_open', handoff: open })
    if (document.conversation.status === 'closed') return unchanged(document, { outcome: 'closed' })
    const { id: conversationId, communeId } = document.conversation
    const handoff = pendingHandoff({ ...structuredClone(request), conversationId, communeId })
    const noticed = withMessages(document, [notice])
    const mails = [...(document.mails ?? []), ...(mail ? [waitingMail(document, mail)] : [])]
    const place = { handoffId: handoff.id, messageSeq: null }
    const kept = masked.length > 0 ? { masked: keptMasked(document.masked ?? [], masked, place) } : {}
    return {
      document: { ...noticed.document, ...kept, handoffs: [...before, handoff], mails },
      result: { outcome: 'requested', handoff },
      changes: [
        ...noticed.changes,
        ...before.filter((one, index) => one !== document.handoffs[index]).map(handoffChange),
        handoffChange(handoff),
      ],
    }
  }
}

function endedBy(handoff: Handoff, { handoffId, action }: NonNullable<RequestExtras['ends']>): Handoff {
  const result = handoff.id === handoffId ? transition(handoff, action) : null
  return result?.ok ? result.handoff : handoff
}

/** Changes a handoff through `handoff.transition`; what its citizen is told is stored only when the action is applied. */
export function applyToHandoff<A extends HandoffAction>(
  handoffId: string,
  action: A,
  told: CitizenTelling<A['type']>,
): ConversationVerb<HandoffResult> {
  return (document) => {
    const former = document?.handoffs.find(({ id }) => id === handoffId)
    if (document === null || former === undefined) return unchanged(document, { outcome: 'unknown_handoff' })
    const result = refusalIn(document, former, action) ?? transition(former, action)
    if (!result.ok) return unchanged(document, { outcome: 'refused', refusal: result.refusal, handoff: former })
    const { handoff } = result
    const { notices, mail } = storedPartsOf(told)
    const noticed = withMessages(document, notices)
    const step = stepOf(former, action)
    return {
      document: touched(
        {
          ...noticed.document,
          handoffs: document.handoffs.map((one) => (one === former ? handoff : one)),
          ...(step ? { steps: [...(document.steps ?? []), step] } : {}),
          ...(mail ? { mails: [...(document.mails ?? []), waitingMail(document, mail)] } : {}),
        },
        action.at,
      ),
      result: { outcome: 'applied', handoff },
      changes: [...noticed.changes, handoffChange(handoff)],
    }
  }
}

/** Announces when an open handoff is closed unanswered, or takes that back; nothing has happened to it. */
export function announceClosing(handoffId: string, closesAt: string | null): ConversationVerb<'kept' | 'unknown'> {
  return (document) => {
    const former = document?.handoffs.find(({ id }) => id === handoffId)
    if (document === null || !former || !isOpen(former)) return unchanged(document, 'unknown')
    const { closesAt: _, ...others } = former
    const handoff = closesAt === null ? others : { ...others, closesAt }
    const handoffs = document.handoffs.map((one) => (one === former ? handoff : one))
    return { document: { ...document, handoffs }, result: 'kept', changes: [handoffChange(handoff)] }
  }
}

/** Closes a handoff that nobody handled, and forgets how to reach who made it, but for the mail that tells her so until it has left: one write. */
export function closeUnhandled(
  handoffId: string,
  action: Extract<HandoffAction, { type: 'close_unhandled' }>,
  told: CitizenTelling<'close_unhandled'>,
): ConversationVerb<HandoffResult> {
  return (document) => {
    const { notices, mail } = storedPartsOf(told)
    const [notice = null] = notices
    const inPage = notice ?? { silent: 'not_online' as const }
    const step = applyToHandoff(handoffId, action, inPage)(document)
    if (step.result.outcome !== 'applied' || !step.document) return step
    const left = withoutContactOf(step.document, handoffId)
    const mails = [...(left.mails ?? []), ...(mail ? [waitingMail(left, mail)] : [])]
    const handoff = left.handoffs.find(({ id }) => id === handoffId) ?? step.result.handoff
    return { ...step, document: { ...left, mails }, result: { outcome: 'applied', handoff }, forgets: true }
  }
}

/** What only the whole conversation tells: something was said since, another request is open, or the citizen has closed it. */
function refusalIn({ messages, handoffs, conversation }: ConversationDocument, former: Handoff, action: HandoffAction) {
  if ('lastSeq' in action && messages.length > action.lastSeq) return refused('not_due')
  if (action.type !== 'reopen') return null
  if (conversation.status === 'closed') return refused('conversation_closed')
  return handoffs.some((one) => isOpen(one) && one !== former) ? refused('other_open') : null
}

function refused(refusal: TransitionRefusal) {
  return { ok: false as const, refusal }
}

/** Moves deadlines of a talk that an agent holds; nothing is announced. */
export function watchTalk(handoffId: string, patch: Partial<TalkWatch>): ConversationVerb<'kept' | 'unknown'> {
  return (document) => {
    const talk = document?.handoffs.find(({ id }) => id === handoffId)
    if (document === null || !talk?.watch) return unchanged(document, 'unknown')
    const watch = { ...talk.watch, ...patch }
    const handoffs = document.handoffs.map((one) => (one === talk ? { ...talk, watch } : one))
    return { document: { ...document, handoffs }, result: 'kept', changes: [] }
  }
}

/** A request as it is stored first: it waits. */
export function pendingHandoff(request: NewHandoff): Handoff {
  return {
    ...request,
    id: randomUUID(),
    status: 'pending',
    assignedAt: null,
    agentId: null,
    agentName: null,
    endedAt: null,
    resolution: null,
  }
}

function touched(document: ConversationDocument, at: string): ConversationDocument {
  const { conversation } = document
  return { ...document, conversation: { ...conversation, updatedAt: laterOf(conversation.updatedAt, at) } }
}
