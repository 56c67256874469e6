import type { NewMessage } from '../../../platform/model/conversation.js'
import { unansweredSince } from '../../../platform/model/digest.js'
import type { Handoff } from '../../../platform/model/handoff.js'
import type { SystemEvent } from '../../../platform/model/payload.js'
import type { MessageKey } from '../../../platform/model/say.js'
import { type HandoffContext, systemNotice, systemQuestion } from '../handoff-context.js'
import { readAvailability } from './routing.js'

/** What made a talk stop. */
export interface Interruption {
  sentence: Extract<MessageKey, 'handoff.released' | 'handoff.lost' | 'handoff.to_department' | 'handoff.to_colleagues'>
  event: SystemEvent
  /** Who left. */
  agent: string
  /** Where it goes, in words, when it goes to a department. */
  department?: string
}

/** What is said of what she left: she waits in no talk. */
const OF_LEFT = { message: 'request.to_colleagues', callback: 'callback.released' } as const

/**
 * Tells a citizen whose agent left that she is back in her place in the queue. In mid-talk, when nobody else can talk now, she also reads that
 * she may leave a message, by a button. At the counter nobody waits for it.
 */
export async function backInQueue(
  context: HandoffContext,
  { communeId, kind, language }: Handoff,
  { sentence, event, agent, department = '' }: Interruption,
): Promise<NewMessage | { silent: 'in_person' }> {
  if (kind === 'desk') return { silent: 'in_person' }
  if (kind !== 'live') {
    const text = context.say(language, OF_LEFT[kind])
    return systemNotice(context.now(), language, 'handoff_requested', text)
  }
  const text = context.say(language, sentence, { agent, department })
  const canTalk = context.communes.has(communeId) && (await readAvailability(context, communeId)).canTalk
  if (canTalk) return systemNotice(context.now(), language, event, text)
  return systemQuestion(context.now(), language, event, {
    text: `${text} ${context.say(language, 'handoff.nobody_else')}`,
    option: { label: context.say(language, 'human.leave_message'), value: 'leave-message' },
  })
}

/**
 * Since when somebody waits for an agent's eye, ISO instant; `null`: nobody does. Messages and call-backs that an agent has taken wait for
 * nobody, unless their citizen writes again.
 */
export async function waitsForEyeSince(
  { store }: { store: Pick<HandoffContext['store'], 'listMessages'> },
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
