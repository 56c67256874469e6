import type { HandoverContext } from './handover-context.js'
import { comeBack } from './put-aside.js'

/** Brings back every handoff that was put aside until now. Its time is a stored row, so a restart forgets none. */
export async function sweepSnoozes(context: HandoverContext): Promise<void> {
  for (const handoff of await context.store.listDueSnoozes(context.now().toISOString()))
    await comeBack(context, handoff)
}
