import type { ConversationStore } from '../../features/conversations/conversation-verbs.js'
import { readAvailability } from '../../features/handoffs/queue/routing.js'
import { requestAgent } from '../../features/handoffs/talk/request.js'
import type { CounterStore } from '../../features/statistics/counter-verbs.js'
import type { Counters } from '../../features/statistics/counters.js'
import { opinionIncrements } from '../../features/statistics/turn-facts.js'
import { communeOf, type KnownCommunes } from '../../platform/http/commune-origins.js'
import { DescribedError } from '../../platform/http/problem.js'
import { AppError } from '../../platform/model/app-error.js'
import type { Conversation, Feedback, Message, NewMessage } from '../../platform/model/conversation.js'
import type { Handoff } from '../../platform/model/handoff.js'
import type { Language } from '../../platform/model/language.js'
import { payloadText } from '../../platform/model/payload.js'
import { type Rating, ratingIncrements } from '../../platform/model/rating.js'
import type { Say } from '../../platform/model/say.js'
import { cleanText } from '../../platform/text/clean-text.js'
import { localMoment } from '../../platform/time/period.js'
import { reasonOf } from '../human-offer.js'
import { type AvailabilityNeeds, availabilityView } from './citizen-views.js'

/*
 * What a citizen does in her conversation, whichever door she comes by: her browser's calls, or the pages without script.
 */

/** What calling an agent needs. */
export type CallNeeds = Omit<AvailabilityNeeds, 'store'> &
  Pick<KnownCommunes, 'communes'> & { store: AvailabilityNeeds['store'] & Pick<ConversationStore, 'getTranscript'> }

/** Calls an agent for a citizen, if one can talk now. @throws DescribedError `reception_closed` (409) with the next opening */
export async function callAgent(needs: CallNeeds, conversation: Conversation, language: Language): Promise<Handoff> {
  const { handoffContext, store } = needs
  const availability = await readAvailability(handoffContext, conversation.communeId)
  if (!availability.canTalk) {
    const view = await availabilityView(needs, communeOf(needs, conversation.communeId), language)
    throw new DescribedError('reception_closed', 409, { availability: view.sentence })
  }
  const transcript = await store.getTranscript(conversation.id)
  const lastWords = transcript?.messages.filter(({ author }) => author === 'citizen').at(-1)
  const outcome = transcript?.turns.at(-1)?.outcome
  const reason = reasonOf(outcome)
  return requestAgent(handoffContext, {
    conversation,
    reason,
    urgent: reason === 'distress' || reason === 'emergency',
    subject: lastWords ? payloadText(lastWords.payload).slice(0, 300) : '',
  })
}

/** What ending a conversation needs. */
export interface ClosingNeeds {
  store: Pick<ConversationStore, 'closeConversation'>
  now: () => Date
  say: Say
}

/** Ends a conversation and says so in it; ended again, it stays as it is. */
export async function closeConversation(
  { store, now, say }: ClosingNeeds,
  { id, language }: Conversation,
): Promise<void> {
  const at = now().toISOString()
  const text = say(language, 'conversation.closed')
  const notice: NewMessage = { author: 'system', at, language, payload: { type: 'text', text } }
  await store.closeConversation(id, at, notice)
}

/** What an opinion needs. */
export interface OpinionNeeds {
  store: Pick<ConversationStore, 'recordFeedback'>
  counters: Pick<Counters, 'add'>
}

/**
 * Keeps what a citizen thinks of an answer, and counts it once, however she says it, on the day of the answer.
 * @returns the message as it was before
 * @throws AppError `unknown_message` (404)
 */
export async function recordOpinion(
  { store, counters }: OpinionNeeds,
  { id, communeId }: Pick<Conversation, 'id' | 'communeId'>,
  { messageId, feedback }: { messageId: string; feedback: Feedback },
): Promise<Message> {
  const result = await store.recordFeedback(id, messageId, feedback)
  if (result.outcome === 'unknown') throw new AppError('unknown_message', 404)
  const { rated } = result
  if (rated.payload.type === 'card') {
    const { entryId } = rated.payload.answer
    counters.add(communeId, opinionIncrements(entryId, { former: rated.feedback, given: feedback }), rated.at)
  }
  return rated
}

/** What a rating needs. */
export interface RatingNeeds extends Pick<KnownCommunes, 'communes'> {
  store: Pick<ConversationStore, 'recordRating'> & Pick<CounterStore, 'count'>
  now: () => Date
}

/** Keeps a rating, whose comment was masked at the border, and counts it once. @throws AppError `unknown_conversation` (404) */
export async function rateConversation(
  { store, now, communes }: RatingNeeds,
  { id, communeId }: Conversation,
  said: { level: Rating['level']; comment: string },
): Promise<void> {
  const text = cleanText(said.comment)
  const rating: Rating = { level: said.level, ...(text === '' ? {} : { comment: text }), at: now().toISOString() }
  const result = await store.recordRating(id, rating)
  if (result.outcome === 'unknown_conversation') throw new AppError('unknown_conversation', 404)
  const increments = ratingIncrements(result.former, rating.level)
  const { day } = localMoment((result.former ?? rating).at, communes.get(communeId)?.timeZone ?? 'utc')
  if (Object.keys(increments).length > 0) await store.count(communeId, day, increments)
}
