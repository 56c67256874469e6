import type { Handoff } from '../handoff.js'
import type { HandoverContext } from '../handover-context.js'
import { unansweredSince } from './unanswered-since.js'

/**
 * Since when somebody waits for an agent's eye, ISO instant; `null`: nobody does. Messages and call-backs that an agent has taken wait for
 * nobody, unless their citizen writes again.
 */
export async function waitsForEyeSince(
  { store }: { store: Pick<HandoverContext['store'], 'listMessages'> },
  handoff: Handoff,
): Promise<string | null> {
  if (handoff.status === 'pending') return handoff.returnedAt ?? handoff.requestedAt
  if (handoff.kind === 'desk' || handoff.snoozedUntil !== undefined) return null
  const messages = await store.listMessages(handoff.conversationId, 0)
  const assignedAt = handoff.assignedAt ?? ''
  const spoken = unansweredSince(messages)
  if (spoken !== null && spoken > assignedAt) return spoken
  if (handoff.kind !== 'live') return null
  // What was said before she took the conversation was told then; what a colleague passed to her was not.
  const isNews =
    handoff.passedBy !== undefined && !messages.some(({ author, at }) => author === 'agent' && at > assignedAt)
  return isNews ? assignedAt : null
}
