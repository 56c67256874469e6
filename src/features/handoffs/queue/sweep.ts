import { receptionPhone } from '../../../platform/model/commune.js'
import { eachAlone } from '../../../platform/model/each-alone.js'
import type { HandoverContext } from '../handover-context.js'
import { systemQuestion } from '../handover-context.js'
import { comeBack } from './put-aside.js'

/**
 * Expires every live handoff whose deadline has passed and tells its citizen, who may leave a message by a button. Deadlines are stored rows, so a restart
 * forgets none.
 * @returns how many were expired
 */
export async function sweepOverdueHandoffs(context: HandoverContext): Promise<number> {
  const now = context.now()
  const overdue = await context.store.listOverdueHandoffs(now.toISOString())
  let expired = 0
  await eachAlone(overdue, async (handoff) => {
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

/** Brings back every handoff that was put aside until now. Its time is a stored row, so a restart forgets none. */
export async function sweepSnoozes(context: HandoverContext): Promise<void> {
  const due = await context.store.listDueSnoozes(context.now().toISOString())
  await eachAlone(due, (handoff) => comeBack(context, handoff))
}
