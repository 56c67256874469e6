import type { HandoffContext } from '../handoff-context.js'
import { AGENT_SILENCE_MS, absent, BEAT_TTL_MS, LEAVE_GRACE_MS, presenceNow } from './presence.js'

/**
 * Notes who is no longer there because a deadline has passed, so that colleagues and citizens are told, once.
 * @param startedAt when the server started: a console has the time to come back before it is taken for lost
 */
export async function sweepPresences(context: HandoffContext, startedAt: Date): Promise<void> {
  const now = context.now()
  for (const communeId of context.communes.keys()) {
    for (const presence of await context.store.listPresences(communeId)) {
      const { cause } = presenceNow(presence, now)
      if (cause === null || cause === presence.cause) continue
      if (cause === 'lost' && !hasHeard(context, startedAt)) continue
      // Before this server started nobody could be heard.
      const heardMs = Math.max(Date.parse(presence.seenAt), startedAt.getTime())
      const atMs = cause === 'lost' ? heardMs + AGENT_SILENCE_MS : now.getTime() + LEAVE_GRACE_MS
      await context.store.savePresence(absent(presence, cause, atMs))
    }
  }
}

/** Whether consoles have had the time to be heard since the server started. */
export function hasHeard(context: HandoffContext, startedAt: Date): boolean {
  return context.now().getTime() >= startedAt.getTime() + BEAT_TTL_MS
}
