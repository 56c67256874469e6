import type { SessionView } from '../../../../platform/http/shapes.js'

/** Whether somebody may see the overview of the reception. */
export function maySupervise(session: SessionView | null): boolean {
  return session?.user.roles.some((role) => role === 'supervisor' || role === 'admin') ?? false
}
