import { forEachIndependently } from '../../../platform/for-each-independently.js'
import { receptionPhone } from '../../../platform/model/commune.js'
import { type HandoffContext, systemQuestion } from '../handoff-context.js'

/**
 * Expires every live handoff whose deadline has passed and tells its citizen, who may leave a message by a button. Deadlines are stored rows, so a restart
 * forgets none.
 * @returns how many were expired
 */
export async function sweepOverdueHandoffs(context: HandoffContext): Promise<number> {
  const now = context.now()
  const overdue = await context.store.listOverdueHandoffs(now.toISOString())
  let expired = 0
  await forEachIndependently(overdue, async (handoff) => {
    const phone = receptionPhone(context.communes.get(handoff.communeId))
    const notice = systemQuestion(now, handoff.language, 'handoff_expired', {
      text: context.say(handoff.language, 'handoff.expired', { phone }),
      option: { label: context.say(handoff.language, 'human.leave_message'), value: 'leave-message' },
    })
    const result = await context.store.applyToHandoff(handoff.id, { type: 'expire', at: now.toISOString() }, notice)
    if (result.outcome === 'applied') expired += 1
  })
  return expired
}
