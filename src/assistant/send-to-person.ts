import { readAvailability } from '../features/handoffs/queue/routing.js'
import { receptionPhone } from '../platform/model/commune.js'
import type { Payload } from '../platform/model/payload.js'
import type { AssistantContext } from './assistant-context.js'
import { composeHumanOffer } from './compose.js'
import { describeAvailability } from './human-offer.js'
import type { Speaker, Step } from './turn-draft.js'

/** While the answers of a commune are stopped, every question goes to a person: danger and wishes for one come before, nothing comes after. */
export const sendToPerson: Step = async (turn, context) => {
  const { communeId, memory } = turn.conversation
  if (!context.stopOf(communeId)) return null
  const { guide: _, ...kept } = memory
  const payload: Payload = turn.handoff
    ? { type: 'text', text: `${turn.say('stopped.notice')} ${turn.say('human.relayed_waiting')}` }
    : await stoppedOffer(turn, context)
  return { outcome: 'escalated_stopped', payloads: [payload], memory: { ...kept, failures: 0, askedBack: false } }
}

/** That the assistant does not answer, and the ways to a person: an agent now, or a message and the phone. */
export async function stoppedOffer(turn: Speaker, context: AssistantContext): Promise<Payload> {
  const { commune } = turn.snapshot
  const { say, language } = turn
  const availability = await readAvailability(context.handoffContext, commune.id)
  const told = describeAvailability(availability, { commune, now: context.now(), language, say })
  const phone = receptionPhone(commune)
  // Open without an agent, the availability tells the phone already.
  const isPhoneTold = availability.open || phone === ''
  const sentences = [say('stopped.notice'), told, ...(isPhoneTold ? [] : [say('stopped.phone', { phone })])]
  return composeHumanOffer(sentences.join(' '), availability.canTalk, say)
}
