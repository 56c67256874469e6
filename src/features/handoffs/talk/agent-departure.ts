import { forEachIndependently } from '../../../platform/for-each-independently.js'
import { AppError } from '../../../platform/model/app-error.js'
import type { Handoff } from '../../../platform/model/handoff.js'
import { communesOf } from '../../accounts/routes/serving.js'
import type { Presence, User } from '../../accounts/staff.js'
import type { HandoffContext } from '../handoff-context.js'
import { presenceOf } from '../queue/agent-presence.js'
import { transfer } from '../queue/pass-on.js'
import { hasLeft } from '../queue/presence.js'
import { awaitsAgent } from '../unhandled.js'
import { lose, release } from './act.js'

/**
 * An agent will not come back: everything that she held, what she had put aside included, goes back to the queue.
 * @param communeIds of these communes; default: whichever the commune
 */
export async function leaveEverything(
  context: HandoffContext,
  agent: User,
  communeIds: Iterable<string> = context.communes.keys(),
): Promise<void> {
  for (const communeId of communeIds) {
    const held = await context.store.listHandoffs(communeId, ['assigned'])
    for (const handoff of held) if (handoff.agentId === agent.id) await unlessMoved(release(context, handoff, agent))
  }
}

/** An agent may not come in any more: she is away, and everything that she held goes back to the queue. */
export async function leaveForGood(context: HandoffContext, agent: User): Promise<void> {
  const { id: userId, communeId } = agent
  await context.store.savePresence({ userId, communeId, state: 'away', seenAt: context.now().toISOString() })
  await leaveEverything(context, agent)
}

/** An agent signs out: what she holds goes on at once, to the colleague whom she named before if there is one. */
export async function leave(context: HandoffContext, agent: User): Promise<void> {
  const { id: userId, communeId } = agent
  const at = context.now().toISOString()
  const { leaving } = (await presenceOf(context, agent)) ?? {}
  const presence: Presence = { userId, communeId, state: 'away', seenAt: at, leaving: { ...leaving, at } }
  await context.store.savePresence(presence)
  for (const served of await communesOf(context, agent))
    for (const handoff of await context.store.listHandoffs(served, ['assigned']))
      if (handoff.agentId === userId && goesOn(handoff)) await handOn(context, handoff, presence)
}

/**
 * Hands on what is held by agents who have left: to the colleague whom each named, or back to its place in the queue; its citizen is told. Who is
 * absent and since when is stored, so that a restart forgets nobody.
 */
export async function sweepLeavers(context: HandoffContext): Promise<void> {
  await forEachIndependently(context.communes.keys(), async (communeId) => {
    const held = (await context.store.listHandoffs(communeId, ['assigned'])).filter(goesOn)
    if (held.length === 0) return
    const presences = new Map((await context.store.listPresences(communeId)).map((one) => [one.userId, one]))
    await forEachIndependently(held, async (handoff) => {
      const presence = presences.get(handoff.agentId ?? '')
      if (hasLeft(presence, context.now())) await handOn(context, handoff, presence)
    })
  })
}

/** Not a talk at the counter, where nobody waits for its end; nor what was put aside, which comes back at its time. */
function goesOn(handoff: Handoff): boolean {
  return awaitsAgent(handoff) && handoff.snoozedUntil === undefined
}

async function handOn(context: HandoffContext, handoff: Handoff, presence: Presence | undefined): Promise<void> {
  const agent = { id: handoff.agentId ?? '', displayName: handoff.agentName ?? '' }
  const colleague = presence?.leaving?.to
  const isLost = presence === undefined || presence.cause === 'lost'
  if (colleague && colleague.id !== agent.id)
    await unlessMoved(transfer(context, handoff, agent, { to: { colleague } }))
  else await unlessMoved(isLost ? lose(context, handoff) : release(context, handoff, agent))
}

/** What ended, or was passed on, a moment before is nobody's affair any more. */
async function unlessMoved(act: Promise<Handoff>): Promise<void> {
  await act.catch((error: unknown) => {
    if (!(error instanceof AppError && error.status === 409)) throw error
  })
}
