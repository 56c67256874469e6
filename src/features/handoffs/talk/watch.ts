import type { Commune } from '../../../platform/model/commune.js'
import type { User } from '../../accounts/staff.js'
import type { Handoff, TalkWatch } from '../handoff.js'
import type { HandoverContext } from '../handover-context.js'

/**
 * Silence of a console after which its agent is taken for gone. An open console is heard every 20 s, or every minute in a tab that the
 * browser slows down: she is told that the agent left when the connection has been lost for more than a minute.
 */
export const AGENT_SILENCE_MS = 90_000
/** A deadline is moved once it is nearer than this, so that a busy console does not write at each call. */
const RENEW_BELOW_MS = 60_000
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

/** The deadlines of a talk that begins. */
export function newWatch(context: HandoverContext, communeId: string): TalkWatch {
  const { askMs } = silenceLimits(context.communes.get(communeId))
  return { agentDueAt: later(context, AGENT_SILENCE_MS), citizenDueAt: later(context, askMs), askedAt: null }
}

/** An instant, so many ms from now. */
export function later(context: HandoverContext, ms: number): string {
  return new Date(context.now().getTime() + ms).toISOString()
}

/** Notes that an agent's console is alive: the deadlines of her talks move on. */
export async function hearAgent(context: HandoverContext, agent: User): Promise<void> {
  const soon = context.now().getTime() + RENEW_BELOW_MS
  for (const { id, watch } of await talksOf(context, agent)) {
    if (watch && Date.parse(watch.agentDueAt) < soon)
      await context.store.watchTalk(id, { agentDueAt: later(context, AGENT_SILENCE_MS) })
  }
}

/** Live talks that an agent holds. */
export async function talksOf(context: HandoverContext, { id, communeId }: User): Promise<Handoff[]> {
  const assigned = await context.store.listHandoffs(communeId, ['assigned'])
  return assigned.filter(({ agentId, kind }) => agentId === id && kind === 'live')
}
