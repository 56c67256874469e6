import { AppError } from '../../../platform/model/app-error.js'
import type { NewMessage } from '../../../platform/model/conversation.js'
import type { Handoff, HandoffAction, TransitionRefusal } from '../handoff.js'
import type { HandoverContext } from '../handover-context.js'

/** Applies an action with what the citizen is told, where she reads it, in one write. @throws AppError that says why it is refused */
export async function applyAction(
  context: HandoverContext,
  handoff: Handoff,
  action: HandoffAction,
  notice: NewMessage | null,
): Promise<Handoff> {
  const result = await context.store.applyToHandoff(handoff.id, action, await ifRead(context, handoff, notice))
  if (result.outcome === 'unknown_handoff') throw new AppError('unknown_handoff', 404)
  if (result.outcome === 'refused') throw refusalError(result.refusal)
  return result.handoff
}

/** The error that says why an action was refused. */
export function refusalError(refusal: TransitionRefusal): AppError {
  switch (refusal) {
    case 'taken':
      return new AppError('handoff_taken', 409)
    case 'not_yours':
      return new AppError('handoff_not_yours', 409)
    case 'ended':
      return new AppError('handoff_ended', 409)
    case 'not_pending':
      return new AppError('handoff_not_pending', 409)
    case 'no_phone':
      return new AppError('no_phone', 409)
    case 'offered':
      return new AppError('handoff_offered', 409)
    case 'not_held':
      return new AppError('handoff_not_held', 409)
    case 'not_reopenable':
      return new AppError('not_reopenable', 409)
    case 'too_late':
      return new AppError('reopen_too_late', 409)
    case 'other_open':
      return new AppError('other_handoff_open', 409)
    case 'conversation_closed':
      return new AppError('citizen_left', 409)
    case 'not_due':
      // Only sweeps act at a time of their own.
      return new AppError('internal', 500)
    default:
      return refusal satisfies never
  }
}

/** What is told in a conversation, where the person reads it; `null` when she came to the counter or phoned: an agent tells her. */
export async function ifRead(
  { store }: HandoverContext,
  { kind, conversationId }: Handoff,
  notice: NewMessage | null,
): Promise<NewMessage | null> {
  if (notice === null || kind === 'live') return notice
  const { channel = 'web' } = (await store.getConversation(conversationId)) ?? {}
  return channel === 'web' ? notice : null
}
