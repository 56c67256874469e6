import { randomUUID } from 'node:crypto'
import { type DeskChannel, newConversation } from '../../../platform/model/conversation.js'
import type { Handoff, NewHandoff } from '../../../platform/model/handoff.js'
import type { Language } from '../../../platform/model/language.js'
import type { User } from '../../accounts/staff.js'
import type { HandoffContext } from '../handoff-context.js'
import { newReference } from '../handoff-reference.js'

/** Who stands at the counter or phones. */
export interface Visitor {
  channel: DeskChannel
  language: Language
  /** What she is called, if she said it; empty otherwise. */
  name: string
}

/** References drawn before giving up, as for other requests. */
const MAX_DRAWS = 20

/**
 * Begins a conversation for a person who does not write herself, held by the agent who writes for her. No token opens it:
 * what was said is found again by its reference alone.
 */
export async function openDesk(context: HandoffContext, visitor: Visitor, agent: User): Promise<Handoff> {
  const { channel, language, name } = visitor
  const { communeId } = agent
  const at = context.now().toISOString()
  for (let draws = 0; draws < MAX_DRAWS; draws += 1) {
    const conversation = newConversation({ id: randomUUID(), communeId, language, channel }, at)
    const handoff: NewHandoff = {
      conversationId: conversation.id,
      communeId,
      kind: 'desk',
      reason: 'citizen_wish',
      urgent: false,
      language,
      requestedAt: at,
      deadlineAt: null,
      contact: name === '' ? null : { name },
      subject: '',
      reference: newReference(communeId),
    }
    const claim = { type: 'claim' as const, agentId: agent.id, agentName: agent.displayName, at }
    const result = await context.store.openDesk({ conversation, handoff, claim })
    if (result.outcome === 'opened') return result.handoff
  }
  throw new Error('no free reference was drawn')
}
