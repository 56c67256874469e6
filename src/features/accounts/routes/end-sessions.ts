import type { HttpContext } from '../../../platform/http/http-context.js'
import { leaveEverything } from '../../handoffs/talk/leave-everything.js'
import { leaveTalks } from '../../handoffs/talk/leave-talks.js'
import type { User } from '../staff.js'

/** Ends one session of a member of staff: its streams end, its browser is pushed nothing more, and she leaves her talks unless another console of hers is open. */
export async function endStaffSession(context: HttpContext, user: User, idHash: string): Promise<void> {
  const { store, handover } = context.assistant
  // The session first: what is announced afterwards ends its streams.
  await store.deleteSession(idHash)
  await store.dropPushOfSession(idHash)
  await store.savePresence({ userId: user.id, communeId: user.communeId, state: 'away', seenAt: nowIn(context) })
  if (!context.consoles.hasOther(user.id, idHash)) await leaveTalks(handover, user)
}

/** Forgets the sessions of an account but one, and what was pushed to their browsers. */
export async function endOtherSessions({ assistant: { store } }: HttpContext, userId: string, kept: string | null) {
  for (const idHash of await store.deleteSessionsOf(userId, kept)) await store.dropPushOfSession(idHash)
}

/** Somebody may not come in any more: nothing of hers stays open, and what she held goes back to the queue. */
export async function endEverything(context: HttpContext, user: User): Promise<void> {
  const { store, handover } = context.assistant
  await endOtherSessions(context, user.id, null)
  await store.savePresence({ userId: user.id, communeId: user.communeId, state: 'away', seenAt: nowIn(context) })
  await leaveEverything(handover, user)
}

function nowIn({ assistant }: HttpContext): string {
  return assistant.now().toISOString()
}
