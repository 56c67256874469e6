import { randomUUID } from 'node:crypto'
import { accountState, changeAccount } from '../accounts/account-action.js'
import type { User } from '../accounts/staff.js'
import type { HandoverContext } from '../handoffs/handover-context.js'

/** When an account was deactivated; else last used, or made. ISO instant. */
export function lastUsedAt({ deactivatedAt, lastSignInAt, createdAt }: User): string {
  return deactivatedAt ?? lastSignInAt ?? createdAt
}

/** Whether a commune, or the server, would have nobody left to manage it without an account. Pure. */
export function isNeeded(user: User, users: readonly User[]): boolean {
  if (accountState(user) !== 'active') return false
  const others = users.filter(({ id }) => id !== user.id)
  return changeAccount(user, { type: 'deactivate', at: user.createdAt }, others).outcome === 'refused'
}

/**
 * Erases an account that was deactivated or never used, and what its owner practised; one that nobody uses any more is deactivated first: an administrator
 * can still give it back.
 * @returns how many accounts were changed
 */
export async function leaveAccount({ store, now }: HandoverContext, user: User): Promise<number> {
  const { id, communeId } = user
  const at = now().toISOString()
  if (accountState(user) === 'active') {
    const result = await store.applyToAccount(
      id,
      { type: 'deactivate', at },
      {
        id: randomUUID(),
        communeId,
        at,
        userId: 'retention',
        userName: 'Guichet',
        action: 'user_removed',
        target: { kind: 'user', id },
        before: null,
        after: null,
        why: '',
      },
    )
    return result.outcome === 'applied' ? 1 : 0
  }
  if ((await store.eraseAccount(id, at)) !== 'erased') return 0
  await store.erasePractice(id)
  return 1
}
