import type { PushSubscription } from '../../platform/push/push.js'
import type { HandoverContext } from '../handoffs/handover-context.js'

/**
 * Whether an agent whose console is closed still expects to be called: she declared herself available, and closed the window without
 * declaring herself away. Whoever says "away" or "busy", signs out, or did not touch her console or answer while it was open, is left in
 * peace. She still works for the commune.
 */
export async function expectsToBeCalled(
  { store }: HandoverContext,
  { userId, communeId }: PushSubscription,
): Promise<boolean> {
  const user = await store.getUser(userId)
  const isActive = user?.communeId === communeId && user.deactivatedAt === undefined
  const isAgent = isActive && user.roles.some((role) => role === 'agent' || role === 'admin')
  const presence = (await store.listPresences(communeId)).find((one) => one.userId === userId)
  const hasLeft = presence?.cause === 'idle' || presence?.cause === 'missed'
  return isAgent && presence?.state === 'available' && !hasLeft
}
