import type { NewMessage } from '../../../platform/model/conversation.js'
import type { SystemEvent } from '../../../platform/model/payload.js'
import type { MessageKey } from '../../../platform/model/say.js'
import type { Handoff } from '../handoff.js'
import { type HandoverContext, systemNotice, systemQuestion } from '../handover-context.js'
import { readAvailability } from './availability.js'

/** What made a talk stop. */
export interface Interruption {
  sentence: Extract<MessageKey, 'handoff.released' | 'handoff.lost' | 'handoff.to_department' | 'handoff.to_colleagues'>
  event: SystemEvent
  /** Who left. */
  agent: string
  /** Where it goes, in words, when it goes to a department. */
  department?: string
}

/**
 * Tells a citizen whose agent left in mid-talk that she is back in her place in the queue; when nobody else can talk now, also that she may
 * leave a message, by a button.
 */
export async function backInQueue(
  context: HandoverContext,
  { communeId, language }: Handoff,
  { sentence, event, agent, department = '' }: Interruption,
): Promise<NewMessage> {
  const text = context.say(language, sentence, { agent, department })
  const canTalk = context.communes.has(communeId) && (await readAvailability(context, communeId)).canTalk
  if (canTalk) return systemNotice(context.now(), language, event, text)
  return systemQuestion(context.now(), language, event, {
    text: `${text} ${context.say(language, 'handoff.nobody_else')}`,
    option: { label: context.say(language, 'human.leave_message'), value: 'leave-message' },
  })
}
