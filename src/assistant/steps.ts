import { type Availability, readAvailability } from '../features/handoffs/queue/routing.js'
import { EMPTY_MEMORY } from '../platform/model/conversation.js'
import { canWait } from '../platform/model/handoff.js'
import { type ChoiceValue, type Payload, payloadText } from '../platform/model/payload.js'
import type { MessageKey } from '../platform/model/say.js'
import { outcomeOfDanger } from './assess-question.js'
import type { AssistantContext } from './assistant-context.js'
import { composeHumanOffer } from './compose.js'
import { openEntry } from './guides/open-entry.js'
import { availabilitySentence, failing, humanOffer, offerSentence, showEntry } from './human-offer.js'
import { isSmallTalk } from './signal-matcher.js'
import type { AgentCall, Conclusion, Speaker, Step, TurnDraft } from './turn-draft.js'
import { DANGER_SIGNALS, sayDanger } from './words/load-dangers.js'

/** Danger comes first: the French numbers at once, then a human. */
export const answerDanger: Step = async (turn, context) => {
  const danger = DANGER_SIGNALS.find((signal) => turn.screened.signals.includes(signal))
  if (!danger) return null
  const availability = await readAvailability(context.handoffContext, turn.conversation.communeId)
  const numbers = turn.dangers.map((one) => ({
    type: 'text' as const,
    text: sayDanger(one, turn.language),
    emergency: true,
  }))
  const outcome = outcomeOfDanger(danger)
  const reason = outcome === 'escalated_emergency' ? 'emergency' : 'distress'
  const memory = { ...turn.conversation.memory, failures: 0, askedBack: false }
  if (turn.handoff) return { outcome, payloads: numbers, memory }
  if (availability.canTalk) return { outcome, payloads: numbers, memory, call: { reason, urgent: true } }
  const offer = composeHumanOffer(offerSentence(turn, context, availability, 'emergency.human'), false, turn.say)
  return { outcome, payloads: [...numbers, offer], memory }
}

/** Buttons that ask for a person, whatever way. */
const WISHES: ReadonlySet<ChoiceValue | undefined> = new Set(['human', 'wait', 'leave-message', 'callback'] as const)

/** An explicit wish is obeyed at once when somebody can talk; else the next opening is said, with the ways to a person that are left. */
export const obeyWish: Step = async (turn, context) => {
  const { choice } = turn.input
  if (!WISHES.has(choice) && !turn.screened.signals.includes('wish-human')) return null
  const availability = await readAvailability(context.handoffContext, turn.conversation.communeId)
  const memory = { ...turn.conversation.memory, failures: 0, askedBack: false }
  // Only a message left is still open here, and a conversation has one open handoff: its agent reads these words too.
  if (turn.handoff) {
    const payload = { type: 'text' as const, text: turn.say('human.relayed_waiting') }
    return { outcome: 'escalated_wish', payloads: [payload], memory }
  }
  if (availability.canTalk) {
    const payload = { type: 'text' as const, text: turn.say('human.calling') }
    return { outcome: 'escalated_wish', payloads: [payload], memory, call: await callFor(turn, context) }
  }
  if (choice === 'wait' && canWait(availability, context.now())) {
    const payload = { type: 'text' as const, text: turn.say('human.waiting') }
    const call = { ...(await callFor(turn, context)), alone: { opensAt: availability.opensAt } }
    return { outcome: 'escalated_wish', payloads: [payload], memory, call }
  }
  const outcome = availability.open ? 'escalated_wish' : 'blocked_closed'
  if (choice !== 'leave-message' && choice !== 'callback')
    return { outcome, payloads: [waysToPerson(turn, context, availability)], memory }
  const sentence = turn.say('human.leave_how', { button: turn.say('human.leave_message') })
  return { outcome, payloads: [composeHumanOffer(sentence, false, turn.say)], memory }
}

/** While nobody can talk: to wait where that is sensible, to leave a message, to be phoned where the commune phones, and its address. */
function waysToPerson(turn: Speaker, context: AssistantContext, availability: Availability): Payload {
  const { say } = turn
  const { services, reception, callbacks } = turn.snapshot.commune
  const email = services[reception]?.courriel
  const closed = say('human.closed', { availability: availabilitySentence(turn, context, availability) })
  return {
    type: 'choice',
    text: email ? `${closed} ${say('human.by_mail', { email })}` : closed,
    options: [
      ...(canWait(availability, context.now()) ? [{ label: say('human.wait'), value: 'wait' as const }] : []),
      { label: say('human.leave_message'), value: 'leave-message' },
      ...(callbacks?.perHalfDay ? [{ label: say('human.callback'), value: 'callback' as const }] : []),
    ],
  }
}

/** Who takes the person who was offered is called for what it was offered for, with the words that it was offered to. */
async function callFor({ conversation, input }: TurnDraft, { store }: AssistantContext): Promise<AgentCall> {
  const { offered } = conversation.memory
  if (!input.choice || !offered) return { reason: 'citizen_wish', urgent: false }
  const { reason } = offered
  const said = (await store.listMessages(conversation.id, 0)).filter(({ author }) => author === 'citizen').at(-1)
  const urgent = reason === 'distress' || reason === 'emergency'
  return { reason, urgent, ...(said ? { subject: payloadText(said.payload) } : {}) }
}

/** "I am still here", said to an agent who has been freed meanwhile: nothing to search for, and a person one step away. */
export const answerStillHere: Step = async (turn, context) => {
  if (turn.input.choice !== 'still-here') return null
  const memory = { ...turn.conversation.memory, failures: 0, askedBack: false }
  if (turn.handoff)
    return {
      outcome: 'answered_small_talk',
      payloads: [{ type: 'text', text: turn.say('human.relayed_waiting') }],
      memory,
    }
  return { outcome: 'answered_small_talk', payloads: [await humanOffer(turn, context, 'human.still_here')], memory }
}

/** A button that names an entry opens it, or its guide, whatever its confidence: the citizen chose it. */
export const openChosenEntry: Step = async (turn, context) => {
  const { choice } = turn.input
  if (!choice?.startsWith('entry:')) return null
  const entry = turn.snapshot.entries.get(choice.slice('entry:'.length))
  if (!entry) return null
  const lastQuestion = turn.conversation.memory.lastQuestion ?? turn.screened.searchable
  const { outcome, payload, entryId, guide } = openEntry(turn, entry, {
    words: lastQuestion,
    outcome: 'answered_choice',
  })
  return {
    outcome,
    payloads: await showEntry(turn, context, { entry, card: payload }),
    memory: { ...EMPTY_MEMORY, lastQuestion, ...(guide ? { guide } : {}) },
    ...(entryId === null ? {} : { entryId }),
  }
}

const SMALL_TALK = {
  greeting: 'small_talk.hello',
  thanks: 'small_talk.thanks',
  goodbye: 'small_talk.goodbye',
  'who-are-you': 'small_talk.who',
} as const satisfies Record<string, MessageKey>

/** Greetings and thanks that answer nothing else ("oui, merci") are answered as such, not searched. */
export const answerSmallTalk: Step = async (turn) => {
  const signal = turn.screened.signals.find((name): name is keyof typeof SMALL_TALK => name in SMALL_TALK)
  return signal ? smallTalk(turn, signal) : null
}

function smallTalk(turn: TurnDraft, signal: keyof typeof SMALL_TALK): Conclusion {
  return {
    outcome: 'answered_small_talk',
    payloads: [{ type: 'text', text: turn.say(SMALL_TALK[signal]) }],
    memory: { ...turn.conversation.memory, failures: 0 },
    ...(signal === 'goodbye' ? {} : { invites: true }),
  }
}

/**
 * "Oui" and "non" that stand for no button: after a card, "oui" is thanks; to whoever has just been asked "une autre question ?", "oui" begins one and "non" takes leave. They hold nothing to
 * search for, and are no question that failed.
 */
export const answerYesOrNo: Step = async (turn, { choices }) => {
  const { searchable, signals } = turn.screened
  const { memory } = turn.conversation
  const isNo = choices.saysNo(searchable)
  if (turn.input.choice || (!isNo && !choices.saysYes(searchable))) return null
  // "Ok" and "non merci" are courtesies, unless the latter says that there is no other question.
  if (isSmallTalk(signals) && !(isNo && memory.invited)) return null
  const key = replyTo(isNo, memory)
  return {
    outcome: 'answered_small_talk',
    payloads: [{ type: 'text', text: turn.say(key) }],
    memory: { ...memory, failures: 0 },
    ...(key === 'small_talk.goodbye' ? {} : { invites: true }),
  }
}

function replyTo(isNo: boolean, { invited, shownEntryId }: { invited?: true; shownEntryId?: string }): MessageKey {
  if (invited) return isNo ? 'small_talk.goodbye' : 'small_talk.go_on'
  return !isNo && shownEntryId !== undefined ? 'small_talk.thanks' : 'small_talk.go_on'
}

/** What thanks without a word. */
const THANKS_WITHOUT_WORDS = /^(?:👍|👌|👏|🙏|❤|💐|\p{Emoji_Modifier}|\uFE0F|\s)+$/u

/** A message without a letter or a digit has nothing to search for. */
export const refuseWordless: Step = async (turn, context) => {
  if (turn.screened.hasWords || turn.input.choice) return null
  if (THANKS_WITHOUT_WORDS.test(turn.screened.text)) return smallTalk(turn, 'thanks')
  const payload = { type: 'text' as const, text: turn.say('no_words') }
  return failing(turn, context, { outcome: 'unanswerable_no_words', payloads: [payload] })
}
