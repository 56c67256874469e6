import type { SessionView } from '../../../../platform/http/shapes.js'
import type { SignInClaim, StaffApi } from '../../../../ui/kit/staff-api.js'
import { sessionRoutes } from '../../contract.js'

/** Opens a session. The cookie is the browser's affair; only the token against forged requests is kept here. @throws CallError */
export async function openSession(api: StaffApi, claim: SignInClaim): Promise<SessionView> {
  return api.adopt(await api.ask(sessionRoutes.signIn, { body: claim }))
}

/** The session of this browser, if any. @throws CallError */
export async function readSession(api: StaffApi): Promise<SessionView> {
  return api.adopt(await api.ask(sessionRoutes.who))
}

/** Ends the session of this browser. @throws CallError */
export async function endSession(api: StaffApi): Promise<void> {
  const answer = await api.ask(sessionRoutes.signOut)
  api.forget()
  // The identity provider has a session of its own to end.
  if (answer) location.assign(answer.next)
}
