import type { OpenConsoles } from '../../../platform/http/open-consoles.js'
import type { SessionStore } from '../session-verbs.js'
import type { User } from '../staff.js'
import type { StaffStore } from '../staff-verbs.js'

/** What forgets what is pushed to the browser of a session. */
export interface PushedSessions {
  dropPushOfSession: (idHash: string) => Promise<unknown>
}

/** What becomes of what somebody holds when she goes: accounts say when, whoever stands on them what. */
export interface Departures {
  /** She signs out of her last console, and may come back. */
  signedOut: (user: User) => Promise<void>
  /** She may not come in any more. */
  shutOut: (user: User) => Promise<void>
}

/** What ends sessions. */
export interface EndNeeds {
  store: Pick<SessionStore, 'deleteSession' | 'deleteSessionsOf'> & PushedSessions
  departures: Departures
  consoles: Pick<OpenConsoles, 'hasOther'>
}

/** Ends one session of a member of staff: its streams end, its browser is pushed nothing more, and what she holds goes on unless another console of hers is open. */
export async function endStaffSession(needs: EndNeeds, user: User, idHash: string): Promise<void> {
  // The session first: what is announced afterwards ends its streams.
  await needs.store.deleteSession(idHash)
  await leaveSession(needs, user, idHash)
}

/** What ends the sessions that came by a link. */
export interface EndThroughNeeds extends EndNeeds {
  store: EndNeeds['store'] & Pick<SessionStore, 'deleteSessionsThrough'> & Pick<StaffStore, 'getUser'>
}

/** Ends, as {@link endStaffSession} does, the sessions that came to an account by a link, and those that came from it. */
export async function endSessionsThrough(needs: EndThroughNeeds, accountId: string): Promise<void> {
  for (const { idHash, userId } of await needs.store.deleteSessionsThrough(accountId)) {
    const user = await needs.store.getUser(userId)
    if (user) await leaveSession(needs, user, idHash)
  }
}

async function leaveSession({ store, departures, consoles }: EndNeeds, user: User, idHash: string): Promise<void> {
  await store.dropPushOfSession(idHash)
  if (!consoles.hasOther(user.id, idHash)) await departures.signedOut(user)
}

/** Forgets the sessions of an account but one, and what was pushed to their browsers. */
export async function endOtherSessions(
  { store }: { store: Pick<SessionStore, 'deleteSessionsOf'> & PushedSessions },
  userId: string,
  kept: string | null,
) {
  for (const idHash of await store.deleteSessionsOf(userId, kept)) await store.dropPushOfSession(idHash)
}

/** Somebody may not come in any more: nothing of hers stays open, and what she held goes back to the queue. */
export async function endEverything(needs: EndNeeds, user: User): Promise<void> {
  await endOtherSessions(needs, user.id, null)
  await needs.departures.shutOut(user)
}
