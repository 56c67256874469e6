import { momentAheadInWords, reasonInWords } from '../features/entries/render/describe-opening.js'
import { shortAnswerIn, translationOf } from '../features/entries/render/translation-of.js'
import { type Availability, readAvailability } from '../features/handoffs/queue/routing.js'
import { type Commune, receptionPhone } from '../platform/model/commune.js'
import type { DialogueMemory } from '../platform/model/conversation.js'
import type { Entry } from '../platform/model/entry.js'
import type { HandoffReason } from '../platform/model/handoff.js'
import type { RecognisedLanguage } from '../platform/model/language.js'
import type { Payload } from '../platform/model/payload.js'
import type { MessageKey } from '../platform/model/say.js'
import type { AssistantContext, SayHere } from './assistant-context.js'
import { composeHumanOffer } from './compose.js'
import type { Conclusion, Speaker, TurnDraft } from './turn-draft.js'

/** Counts a failure; the second in a row offers a human. */
export async function failing(
  turn: TurnDraft,
  context: AssistantContext,
  conclusion: Pick<Conclusion, 'outcome' | 'payloads'> & Partial<Conclusion>,
): Promise<Conclusion> {
  const failures = turn.conversation.memory.failures + 1
  const remembered = conclusion.memory ?? { ...turn.conversation.memory, askedBack: false }
  const memory: DialogueMemory = { ...remembered, failures }
  if (failures < 2) return { ...conclusion, memory }
  const offer = await humanOffer(turn, context, 'human.offer_repeated')
  return { ...conclusion, outcome: 'escalated_repeated_failure', payloads: [offer], memory: { ...memory, failures: 0 } }
}

/** The offer of a human in the conversation's language, honest about who can talk now. */
export async function humanOffer(turn: Speaker, context: AssistantContext, key: MessageKey) {
  const availability = await readAvailability(context.handoffContext, turn.conversation.communeId)
  return composeHumanOffer(offerSentence(turn, context, availability, key), availability.canTalk, turn.say)
}

/**
 * What shows an entry: its card, or what its guide asks. Where the citizen's language is not French and has no current translation, she is told so first, in her language, with a
 * person one step away: nothing is translated silently, and an old translation is not shown.
 */
export async function showEntry(
  turn: Speaker,
  context: AssistantContext,
  { entry, card }: { entry: Entry; card: Payload },
): Promise<Payload[]> {
  const notice = noticeOfFrench(entry, turn.language)
  return notice === null ? [card] : [await humanOffer(turn, context, notice), card]
}

/** What is said, in a language, of an entry that is shown in French for want of a current translation; `null` where there is nothing to say. */
export function noticeOfFrench(entry: Entry, language: RecognisedLanguage): MessageKey | null {
  const { status } = translationOf(entry, language)
  const isSaid = entry.office?.names[language] !== undefined || shortAnswerIn(entry, language) !== null
  if (entry.expired || isSaid || status === 'french' || status === 'current') return null
  return status === 'outdated' ? 'foreign.outdated' : 'foreign.in_french'
}

/** A sentence that offers a person, then who can talk now. */
export function offerSentence(
  turn: Speaker,
  context: AssistantContext,
  availability: Availability,
  key: MessageKey,
): string {
  return `${turn.say(key)} ${availabilitySentence(turn, context, availability)}`
}

/** {@link describeAvailability} of the commune of a turn, now, in its language. */
export function availabilitySentence(turn: Speaker, context: AssistantContext, availability: Availability): string {
  const { commune } = turn.snapshot
  return describeAvailability(availability, {
    commune,
    now: context.now(),
    language: turn.language,
    say: turn.say,
  })
}

/** Why a human was offered, for the handoff that the citizen may accept: read from the outcome of her last turn. */
export function reasonOf(outcome: string | undefined): HandoffReason {
  switch (outcome) {
    case 'escalated_distress':
      return 'distress'
    case 'escalated_emergency':
      return 'emergency'
    case 'escalated_anger':
      return 'anger'
    case 'escalated_not_understood':
      return 'not_understood'
    case 'escalated_repeated_failure':
      return 'repeated_failure'
    case 'unanswerable_low_confidence':
    case 'unanswerable_expired':
      return 'no_answer'
    case 'unanswerable_personal_file':
      return 'personal_file'
    case 'unanswerable_choice_refused':
    case 'unanswerable_by_agent':
      return 'not_my_question'
    default:
      return 'citizen_wish'
  }
}

/** The availability of the reception in one sentence, with the next opening when it is closed. */
export function describeAvailability(
  availability: Availability,
  at: { commune: Commune; now: Date; language: RecognisedLanguage; say: SayHere },
): string {
  const { commune, say } = at
  if (availability.canTalk) return say('availability.can_talk')
  if (availability.open) return say('availability.busy', { phone: receptionPhone(commune) })
  if (!availability.opensAt) return say('availability.closed_unknown')
  const opening = momentAheadInWords(availability.opensAt, { ...at, timeZone: commune.timeZone })
  if (!availability.reason) return say('availability.closed', { opening })
  return say('availability.closed_reason', { opening, reason: reasonInWords(availability.reason, say) })
}
