import { eachAlone } from '../../../platform/model/each-alone.js'
import type { HandoverContext } from '../handover-context.js'
import { comeBack } from './put-aside.js'

/** Brings back every handoff that was put aside until now. Its time is a stored row, so a restart forgets none. */
export async function sweepSnoozes(context: HandoverContext): Promise<void> {
  const due = await context.store.listDueSnoozes(context.now().toISOString())
  await eachAlone(due, (handoff) => comeBack(context, handoff))
}
