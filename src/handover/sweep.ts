import type { Commune } from '../domain/commune.js'
import { type HandoverContext, systemNotice } from './handover-context.js'

/**
 * Expires every live handoff whose deadline has passed and tells its citizen. Deadlines are stored rows, so a restart
 * forgets none.
 * @returns how many were expired
 */
export async function sweepOverdueHandoffs(context: HandoverContext): Promise<number> {
  const now = context.now()
  const overdue = await context.store.listOverdueHandoffs(now.toISOString())
  let expired = 0
  for (const handoff of overdue) {
    const phone = receptionPhone(context.communes.get(handoff.communeId))
    const text = context.say(handoff.language, 'handoff.expired', { phone })
    const notice = systemNotice(now, handoff.language, 'handoff_expired', text)
    const result = await context.store.applyToHandoff(handoff.id, { type: 'expire', at: now.toISOString() }, notice)
    if (result.outcome === 'applied') expired += 1
  }
  return expired
}

const DAY_MS = 24 * 60 * 60 * 1000

/**
 * Erases conversations older than their commune's retention; those of a commune that the server no longer knows, after
 * the longest retention. A message left waits for its agent all the same.
 * @returns how many were erased
 */
export async function sweepOldConversations(context: HandoverContext): Promise<number> {
  const now = context.now().getTime()
  const retentions = [...context.communes.values()].map(({ privacy }) => privacy.retentionDays)
  const before = (days: number) => new Date(now - days * DAY_MS).toISOString()
  let erased = 0
  for (const id of await context.store.listConversationsUpdatedBefore(before(Math.min(...retentions)))) {
    const conversation = await context.store.getConversation(id)
    if (!conversation) continue
    const days = context.communes.get(conversation.communeId)?.privacy.retentionDays ?? Math.max(...retentions)
    if (conversation.updatedAt >= before(days) || (await context.store.findOpenHandoff(id))) continue
    if ((await context.store.eraseConversation(id)) === 'erased') erased += 1
  }
  return erased
}

function receptionPhone(commune: Commune | undefined): string {
  return commune?.services[commune.reception]?.telephone ?? ''
}
