/**
 * What a member of staff may do: agents take handoffs, curators edit entries, supervisors watch over the reception, admins manage a commune,
 * super-admins are admins of every commune of the server.
 */
export const ROLES = ['agent', 'curator', 'supervisor', 'admin', 'super-admin'] as const
/** One of {@link ROLES}. */
export type Role = (typeof ROLES)[number]

/** Whether somebody with these roles answers citizens. Pure. */
export function answersCitizens(roles: readonly Role[]): boolean {
  return roles.some((role) => role === 'agent' || role === 'admin')
}
