import { AppError } from '../../../platform/model/app-error.js'
import type { User } from '../../accounts/staff.js'
import type { HandoverContext } from '../handover-context.js'
import { release } from './act.js'
import { talksOf } from './watch.js'

/** An agent will not come back: everything that she held, what she had put aside included, goes back to the queue, whichever the commune. */
export async function leaveEverything(context: HandoverContext, agent: User): Promise<void> {
  for (const communeId of context.communes.keys()) {
    const held = await context.store.listHandoffs(communeId, ['assigned'])
    for (const handoff of held.filter(({ agentId }) => agentId === agent.id)) {
      // One that ended, or was passed on, a moment before is nobody's affair any more.
      await release(context, handoff, agent).catch((error: unknown) => {
        if (!(error instanceof AppError && error.status === 409)) throw error
      })
    }
  }
}

/** An agent leaves: the citizens with whom she was talking are told at once, and go back to the head of the queue. What she put aside waits for its time. */
export async function leaveTalks(context: HandoverContext, agent: User): Promise<void> {
  for (const talk of await talksOf(context, agent)) {
    if (talk.snoozedUntil === undefined) await release(context, talk, agent)
  }
}
