import { REOPEN_HOURS } from '../../../platform/model/commune.js'
import type { Handoff } from '../../../platform/model/handoff.js'
import type { User } from '../../accounts/staff.js'
import { type HandoffContext, systemNotice } from '../handoff-context.js'
import { applyAction } from '../talk/apply-action.js'
import { newWatch } from '../talk/sweep-talks.js'
import { noteAtWork } from './agent-presence.js'

/**
 * Opens an ended handoff again: the same one, which is the agent's from now on. The citizen is told, in the conversation that she may come
 * back to. @throws AppError `not_reopenable`, `reopen_too_late`, `other_handoff_open`, `citizen_left`
 */
export async function reopen(context: HandoffContext, handoff: Handoff, agent: User): Promise<Handoff> {
  const { kind, language, communeId } = handoff
  const sentence = kind === 'live' ? 'handoff.reopened' : 'request.reopened'
  const text = context.say(language, sentence, { agent: agent.displayName })
  const opened = await applyAction(
    context,
    handoff,
    {
      type: 'reopen',
      agentId: agent.id,
      agentName: agent.displayName,
      at: context.now().toISOString(),
      withinHours: context.communeOf(communeId).reopenHours ?? REOPEN_HOURS,
      watch: newWatch(context, communeId),
    },
    systemNotice(context.now(), language, 'agent_joined', text),
  )
  await noteAtWork(context, agent)
  return opened
}
