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
    const commune = context.communeOf(handoff.communeId)
    const phone = commune.services[commune.reception]?.telephone ?? ''
    const text = context.say(handoff.language, 'handoff.expired', { phone })
    const notice = systemNotice(now, handoff.language, 'handoff_expired', text)
    const result = await context.store.applyToHandoff(handoff.id, { type: 'expire', at: now.toISOString() }, notice)
    if (result.outcome === 'applied') expired += 1
  }
  return expired
}

/** Erases conversations older than their commune's retention. @returns how many were erased */
export async function sweepOldConversations(context: HandoverContext): Promise<number> {
  const now = context.now().getTime()
  let erased = 0
  const dayMs = 24 * 60 * 60 * 1000
  for (const id of await context.store.listConversationsUpdatedBefore(new Date(now).toISOString())) {
    const conversation = await context.store.getConversation(id)
    if (!conversation) continue
    const { retentionDays } = context.communeOf(conversation.communeId).privacy
    if (now - Date.parse(conversation.updatedAt) <= retentionDays * dayMs) continue
    if (await context.store.findOpenHandoff(id)) continue
    if ((await context.store.eraseConversation(id)) === 'erased') erased += 1
  }
  return erased
}
