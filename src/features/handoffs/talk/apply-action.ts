import { AppError } from '../../../platform/model/app-error.js'
import type { NewMessage } from '../../../platform/model/conversation.js'
import type { Handoff, HandoffAction, TransitionRefusal } from '../../../platform/model/handoff.js'
import type { HandoffContext } from '../handoff-context.js'
import type { Silent } from '../telling.js'
import { tellWhereRead } from './tell-citizen.js'

/** Applies an action with what the citizen is told, wherever that reaches her, in one write. @throws AppError that says why it is refused */
export async function applyAction<A extends HandoffAction>(
  context: HandoffContext,
  handoff: Handoff,
  action: A,
  said: NewMessage | Silent<A['type']>,
): Promise<Handoff> {
  const told = 'silent' in said ? said : await tellWhereRead(context, handoff, action.type, said)
  const result = await context.store.applyToHandoff<A>(handoff.id, action, told)
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
