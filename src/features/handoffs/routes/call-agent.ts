import { reasonOf } from '../../../assistant/steps.js'
import type { HttpContext } from '../../../platform/http/http-context.js'
import { DescribedError } from '../../../platform/http/problem.js'
import { availabilityView, communeOf } from '../../../platform/http/views.js'
import type { Conversation } from '../../../platform/model/conversation.js'
import type { Language } from '../../../platform/model/language.js'
import { payloadText } from '../../../platform/model/payload.js'
import type { Handoff } from '../handoff.js'
import { readAvailability } from '../queue/availability.js'
import { requestAgent } from '../talk/request.js'

/** Calls an agent for a citizen, if one can talk now. @throws DescribedError `reception_closed` (409) with the next opening */
export async function callAgent(
  context: HttpContext,
  conversation: Conversation,
  language: Language,
): Promise<Handoff> {
  const { handover, store } = context.assistant
  const availability = await readAvailability(handover, conversation.communeId)
  if (!availability.canTalk) {
    const view = await availabilityView(context, communeOf(context, conversation.communeId), language)
    throw new DescribedError('reception_closed', 409, { availability: view.sentence })
  }
  const transcript = await store.getTranscript(conversation.id)
  const lastWords = transcript?.messages.filter(({ author }) => author === 'citizen').at(-1)
  const outcome = transcript?.turns.at(-1)?.outcome
  const reason = reasonOf(outcome)
  return requestAgent(handover, {
    conversation,
    reason,
    urgent: reason === 'distress' || reason === 'emergency',
    subject: lastWords ? payloadText(lastWords.payload).slice(0, 300) : '',
  })
}
