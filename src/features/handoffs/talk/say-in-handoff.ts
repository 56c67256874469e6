import { AppError, conversationRefusal } from '../../../platform/model/app-error.js'
import type { Conversation, Message } from '../../../platform/model/conversation.js'
import type { Handoff } from '../../../platform/model/handoff.js'
import type { RecognisedLanguage } from '../../../platform/model/language.js'
import type { NewMaskedItem } from '../../../platform/model/masked-data.js'
import type { Payload } from '../../../platform/model/payload.js'
import type { User } from '../../accounts/staff.js'
import type { MessageResult } from '../../conversations/conversation-results.js'
import type { HandoffContext } from '../handoff-context.js'
import { noteAtWork } from '../queue/agent-presence.js'
import { comeBack, takeUp } from '../queue/put-aside.js'

/** Words to say, with the sender's own id so that a repeated send is stored once. */
export interface Words {
  clientId: string
  text: string
  /** Of an agent's words, where they are not in the citizen's language: nobody translates them. */
  language?: RecognisedLanguage
}

/** Refuses an agent who does not hold a handoff. @throws AppError `handoff_not_yours`, `handoff_ended` */
export function requireHeldBy({ status, agentId }: Handoff, agent: User): void {
  if (status === 'pending') throw new AppError('handoff_not_yours', 409)
  if (status !== 'assigned') throw new AppError('handoff_ended', 409)
  if (agentId !== agent.id) throw new AppError('handoff_not_yours', 409)
}

/**
 * An agent speaks to the citizen of a handoff that she holds; what she had put aside she takes up by that. Whether she holds it is looked at
 * in the write itself: a colleague may take over while she presses.
 * @throws AppError `handoff_not_yours`, `handoff_ended`, `unknown_conversation`, `conversation_closed`
 */
export async function sayAsAgent(
  context: HandoffContext,
  handoff: Handoff,
  agent: User,
  words: Words,
): Promise<Message> {
  const payload: Payload = { type: 'text', text: words.text }
  return showAsAgent(context, handoff, agent, {
    clientId: words.clientId,
    language: words.language ?? handoff.language,
    payload,
  })
}

/** Something that an agent shows, signed by her: her words, or the card of an entry. */
export interface Shown {
  clientId: string
  language: RecognisedLanguage
  payload: Payload
}

/**
 * An agent shows something to the citizen of a handoff that she holds.
 * @throws AppError `handoff_not_yours`, `handoff_ended`, `unknown_conversation`, `conversation_closed`
 */
export async function showAsAgent(
  context: HandoffContext,
  handoff: Handoff,
  agent: User,
  shown: Shown,
): Promise<Message> {
  requireHeldBy(handoff, agent)
  const message = stored(
    await context.store.appendMessage(
      handoff.conversationId,
      { author: 'agent', authorName: agent.displayName, at: context.now().toISOString(), ...shown },
      { heldBy: { handoffId: handoff.id, agentId: agent.id } },
    ),
  )
  await takeUp(context, handoff, agent, { speaks: true })
  await noteAtWork(context, agent)
  return message
}

/**
 * A citizen speaks to the agent who holds, or will hold, her conversation; what the agent had put aside comes back. The text is already masked,
 * and what was masked sealed.
 * @throws AppError `unknown_conversation`, `conversation_closed`
 */
export async function sayAsCitizen(
  context: HandoffContext,
  conversation: Conversation,
  { masked = [], ...words }: Words & { masked?: readonly NewMaskedItem[] },
): Promise<Message> {
  const message = stored(
    await context.store.appendMessage(
      conversation.id,
      {
        author: 'citizen',
        at: context.now().toISOString(),
        language: conversation.language,
        payload: { type: 'text', text: words.text },
        clientId: words.clientId,
      },
      { masked },
    ),
  )
  const open = await context.store.findOpenHandoff(conversation.id)
  if (open?.snoozedUntil) await comeBack(context, open)
  return message
}

function stored(result: MessageResult): Message {
  if ('message' in result) return result.message
  if (result.outcome === 'not_held') throw new AppError('handoff_not_yours', 409)
  throw conversationRefusal(result.outcome)
}
