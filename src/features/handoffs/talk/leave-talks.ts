import type { User } from '../../accounts/staff.js'
import type { HandoverContext } from '../handover-context.js'
import { release } from './act.js'
import { talksOf } from './watch.js'

/** An agent leaves: the citizens with whom she was talking are told at once, and go back to the head of the queue. What she put aside waits for its time. */
export async function leaveTalks(context: HandoverContext, agent: User): Promise<void> {
  for (const talk of await talksOf(context, agent)) {
    if (talk.snoozedUntil === undefined) await release(context, talk, agent)
  }
}
