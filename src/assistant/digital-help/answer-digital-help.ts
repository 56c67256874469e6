import { readAvailability } from '../../features/handoffs/queue/routing.js'
import type { Entry } from '../../platform/model/entry.js'
import { toLanguage } from '../../platform/model/language.js'
import type { Payload } from '../../platform/model/payload.js'
import type { SearchCandidate } from '../../search/search-index.js'
import type { AssistantContext } from '../assistant-context.js'
import { composeAnswer, composeChoice, composeHumanOffer } from '../compose.js'
import { composeAskBack } from '../compose-ask-back.js'
import { type Decision, decide } from '../decide.js'
import { evidenceOf } from '../evidence.js'
import { describeAvailability, showEntry } from '../human-offer.js'
import type { Searched } from '../languages/search-message.js'
import { searchInTurn } from '../search-in-turn.js'
import type { SignalMatcher } from '../signal-matcher.js'
import { shownAs } from '../to-reply.js'
import type { Conclusion, Step, TurnDraft } from '../turn-draft.js'
import { composePlaces } from './compose-places.js'
import { weekInWords } from './week-in-words.js'

/** Where one thing that is said ends and the next begins. */
const BETWEEN_CLAUSES = /[.,;:!?()\n]+|(?<!\p{L})(?:mais|car|parce qu(?:e|['’])|et|donc|alors)(?!\p{L})/iu

/**
 * What a message says besides that she cannot manage online, courtesies aside: "acte de naissance" of "acte de naissance mais j'ai pas internet". Empty when it says
 * nothing else, or says both in one breath.
 */
export function otherClauses(text: string, matchSignals: SignalMatcher): string {
  const clauses = text.split(BETWEEN_CLAUSES).map((clause) => clause.trim())
  return clauses.filter((clause) => clause !== '' && matchSignals(clause).length === 0).join(', ')
}

/**
 * Somebody who cannot manage online gets a person first, then the places near the commune where she is helped. A procedure that the same message
 * asks about is answered after them. Nothing of this is a failure: there is always a person to go to.
 */
export const answerDigitalHelp: Step = async (turn, context) => {
  const { choice } = turn.input
  const { signals } = turn.screened
  // Of one's own file only a person can speak, and the answer to that offers one.
  const isHeard = choice === undefined && signals.includes('digital-help') && !signals.includes('personal-file')
  if (choice !== 'digital-help' && !isHeard) return null
  const help = await composeHelp(turn, context)
  const memory = { ...turn.conversation.memory, failures: 0, askedBack: false }
  const rest = otherClauses(turn.screened.searchable, context.matchSignals)
  if (!isHeard) return { outcome: 'answered_digital_help', payloads: help, memory }
  const question = rest === '' ? turn.screened.searchable : rest
  const language = turn.heard?.language ?? 'fr'
  const found = await searchInTurn(turn, context, { text: question, language })
  const decision = decide(found.candidates, found.policy)
  // With nothing else said, what is likely at most is likely by the words of the call for help.
  const proposed = rest === '' && decision.kind !== 'answer' ? [] : proposedOf(decision)
  const answered = await answerAsked(turn, context, { found, proposed, kind: decision.kind })
  const asked = { ...evidenceOf(found, proposed), ...answered }
  return {
    ...asked,
    payloads: [...help, ...asked.payloads],
    memory: { ...memory, refusedEntryIds: [], lastQuestion: question, askedBack: asked.outcome === 'clarification' },
  }
}

async function composeHelp(turn: TurnDraft, context: AssistantContext): Promise<Payload[]> {
  const { commune } = turn.snapshot
  const { say } = turn
  const language = toLanguage(turn.language)
  const at = { commune, now: context.now(), language, say }
  const nearby = context.placesOf(commune.id)
  const places = nearby && composePlaces(nearby, at)
  const availability = await readAvailability(context.handoffContext, commune.id)
  const reception = commune.services[commune.reception]
  const person = say('digital_help.person', {
    name: reception?.nom ?? commune.nom,
    address: reception?.adresse ?? commune.nom,
    phone: reception?.telephone ?? '',
    hours: weekInWords(reception?.hours ?? {}, language),
  })
  const sentence = `${person} ${describeAvailability(availability, { ...at, language: turn.language })}`
  return [composeHumanOffer(sentence, availability.canTalk, say), ...(places ? [places] : [])]
}

type Asked = Pick<Conclusion, 'outcome' | 'payloads' | 'entryId'>

/** What the message asks besides: an answer, a question back, entries on digital help itself to open, or nothing. */
async function answerAsked(
  turn: TurnDraft,
  context: AssistantContext,
  {
    found,
    proposed,
    kind,
  }: { found: Searched; proposed: readonly SearchCandidate[]; kind: Decision<SearchCandidate>['kind'] },
): Promise<Asked> {
  const { snapshot, say } = turn
  const entries = proposed
    .map(({ id }) => snapshot.entries.get(id))
    .filter((entry): entry is Entry => entry !== undefined)
  const [first] = entries
  if (!first) return { outcome: 'answered_digital_help', payloads: [] }
  // What is said of digital help in general is only a press away: the person and the places come with this answer.
  if (entries.every(isAboutDigitalHelp))
    return { outcome: 'answered_digital_help', payloads: [composeChoice(say('digital_help.more'), entries, say)] }
  if (kind === 'answer') {
    const payloads = await showEntry(turn, context, { entry: first, card: composeAnswer(first, turn) })
    return { outcome: shownAs(first, 'answered'), payloads, entryId: first.id }
  }
  return {
    outcome: 'clarification',
    payloads: [composeAskBack(turn, entries, { found, words: '', tellApart: context.tellApart })],
  }
}

function proposedOf(decision: Decision<SearchCandidate>): SearchCandidate[] {
  if (decision.kind === 'answer') return [decision.entry]
  return decision.kind === 'clarify' ? decision.candidates : []
}

function isAboutDigitalHelp({ category }: Entry): boolean {
  return category === 'numerique-accompagnement'
}
