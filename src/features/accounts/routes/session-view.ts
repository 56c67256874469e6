import type { SessionView } from '../../../platform/http/contract.js'
import type { HttpContext } from '../../../platform/http/http-context.js'
import { mustEnrol, type Staff } from './staff-access.js'

/** Who is signed in, and what she may do at once. */
export async function sessionView(context: HttpContext, { user, session }: Staff): Promise<SessionView> {
  const { id, displayName, email, roles, communeId } = user
  const communes = [...context.communes.values()].map(({ id: communeId, nom }) => ({ id: communeId, name: nom }))
  return {
    user: { id, displayName, email, roles, communeId },
    csrfToken: session.csrfToken,
    timeZone: context.communes.get(communeId)?.timeZone ?? 'UTC',
    ...((await mustEnrol(context, { user, session })) ? { mustEnrol: true as const } : {}),
    ...(roles.includes('super-admin') ? { communes: communes.sort((a, b) => a.name.localeCompare(b.name, 'fr')) } : {}),
  }
}
