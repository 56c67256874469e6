import type { Commune } from '../../../platform/model/commune.js'
import type { Handoff, TalkWatch } from '../handoff.js'
import type { HandoverContext } from '../handover-context.js'

const MINUTE_MS = 60_000
const ASK_AFTER_MINUTES = 10
const LEAVE_AFTER_MINUTES = 5

/** How long a citizen of a commune may be silent before she is asked, and then before her agent is freed. */
export function silenceLimits(commune: Commune | undefined): { askMs: number; leaveMs: number } {
  const { askAfterMinutes = ASK_AFTER_MINUTES, leaveAfterMinutes = LEAVE_AFTER_MINUTES } = commune?.silence ?? {}
  return { askMs: askAfterMinutes * MINUTE_MS, leaveMs: leaveAfterMinutes * MINUTE_MS }
}

/** Whether the agent of a handoff sees that its citizen writes: in a live talk, where the commune has chosen so. */
export function showsCitizenTyping(
  { communes }: Pick<HandoverContext, 'communes'>,
  { communeId, kind, status }: Handoff,
): boolean {
  return kind === 'live' && status === 'assigned' && communes.get(communeId)?.talk?.showCitizenTyping === true
}

/** What is looked at in a talk that begins. */
export function newWatch(context: HandoverContext, communeId: string): TalkWatch {
  const { askMs } = silenceLimits(context.communes.get(communeId))
  return { citizenDueAt: later(context, askMs), askedAt: null }
}

/** An instant, so many ms from now. */
export function later(context: HandoverContext, ms: number): string {
  return new Date(context.now().getTime() + ms).toISOString()
}
