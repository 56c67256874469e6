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

function receptionPhone(commune: Commune | undefined): string {
  return commune?.services[commune.reception]?.telephone ?? ''
}
