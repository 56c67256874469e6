import { AppError } from '../../../platform/model/app-error.js'
import type { User } from '../../accounts/staff.js'
import type { Handoff } from '../handoff.js'
import type { HandoverContext } from '../handover-context.js'

/**
 * An agent lets what is offered to her go to the next one. The citizen is told nothing: she waits as before.
 * @throws AppError `unknown_handoff`, `handoff_not_yours` when it is not offered to her (any more)
 */
export async function passOffer(context: HandoverContext, { id }: Handoff, agent: User): Promise<Handoff> {
  const at = context.now().toISOString()
  const result = await context.store.applyToHandoff(
    id,
    { type: 'pass', agentId: agent.id, at },
    { silent: 'place_kept' },
  )
  if (result.outcome === 'unknown_handoff') throw new AppError('unknown_handoff', 404)
  if (result.outcome === 'refused') throw new AppError('handoff_not_yours', 409)
  return result.handoff
}
