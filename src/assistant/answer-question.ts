import type { DialogueMemory } from '../platform/model/conversation.js'
import type { Entry } from '../platform/model/entry.js'
import type { Payload } from '../platform/model/payload.js'
import { foldedWords } from '../platform/text/fold-text.js'
import { choicesOf, type OfferThresholds, USUAL_FLOOR } from '../search/policy.js'
import type { SearchCandidate } from '../search/search-index.js'
import { isVagueWord } from './assess-question.js'
import type { AssistantContext } from './assistant-context.js'
import { amongChoices, bareSubject } from './bare-subject.js'
import { beforeAsking, saidBefore } from './before-asking.js'
import { composeAnswer, composeAspects, composeChoice, composeMore } from './compose.js'
import { composeAskBack } from './compose-ask-back.js'
import type { Decision } from './decide.js'
import { type Evidence, entryOf, evidenceOf, toCandidates } from './evidence.js'
import { aspectsSaying } from './follow-up/aspects-saying.js'
import { searchInTalk, type Understood } from './follow-up/search-in-talk.js'
import { twoQuestions } from './follow-up/two-questions.js'
import { subjectGuide } from './guides/compose-guide.js'
import { type Opened, openEntry } from './guides/open-entry.js'
import { failing, humanOffer, showEntry } from './human-offer.js'
import type { Searched } from './languages/search-message.js'
import { isAboutOwnFile } from './personal-file.js'
import { searchInTurn } from './search-in-turn.js'
import type { Conclusion, Step, TurnDraft } from './turn-draft.js'
import { holdForAgent } from './validation/hold-for-agent.js'

/** A subject that is changed to within a talk, with its article. */
const WORDS_OF_A_SUBJECT = 2
/** Words that are too few to tell a language by. */
const WORDS_OF_NO_LANGUAGE = 2

/** Searches the published entries and does what the decision says, whatever the language of the message. Always concludes, so it comes last. */
export const answerQuestion: Step = async (turn, context) => {
  const asked = await understand(turn, context)
  return (
    askOfSubject(turn, context, asked) ??
    (await meetMood(turn, context, asked)) ??
    (await declineOwnFile(turn, context, asked)) ??
    (await answerOneOfTwo(turn, context, asked)) ??
    beginGuide(turn, asked) ??
    followDecision(turn, context, asked)
  )
}

/** A question, as each way to reply to it knows it. */
interface Asked extends Understood {
  search: (words: string) => Promise<Searched>
  /** Whether it asks for what only the citizen's own file says. */
  isOfOwnFile: boolean
  /** What she is shown or offered, unless a reply says otherwise, and what the turn then keeps of the search. */
  proposed: SearchCandidate[]
  evidence: Evidence
  /** With this question as the last one. */
  memory: DialogueMemory
}

async function understand(turn: TurnDraft, context: AssistantContext): Promise<Asked> {
  // A question in words leaves the guide that was being followed.
  const { guide: _, ...memory } = turn.conversation.memory
  const { searchable, signals } = turn.screened
  const language = turn.heard?.language ?? 'fr'
  // What was asked in another language is not searched again with words of this one.
  const mayGoOn = memory.lastQuestion !== null && isOneLanguage(turn, context, memory.lastQuestion)
  const search = (words: string) => searchInTurn(turn, context, { text: words, language })
  const inTalk = mayGoOn ? memory : { ...memory, lastQuestion: null }
  const understood = await searchInTalk({ text: searchable, language, memory: inTalk }, search, context.talk)
  const { text, found, decision } = understood
  const proposed = proposedOf(decision, found.policy)
  return {
    ...understood,
    search,
    isOfOwnFile: isAboutOwnFile({ text: searchable, signals, decision }, context.matchSignals, (candidate) =>
      entryOf(turn, candidate),
    ),
    proposed,
    evidence: evidenceOf(found, proposed),
    memory: { ...memory, refusedEntryIds: [], askedBack: false, lastQuestion: text },
  }
}

/** A subject alone, said first, is asked back of: "mariage". */
function askOfSubject(
  turn: TurnDraft,
  { subjects }: AssistantContext,
  { goesOn, isOfOwnFile, found, memory }: Asked,
): Conclusion | null {
  const { lastQuestion, askedBack } = turn.conversation.memory
  const { searchable } = turn.screened
  const { entries } = turn.snapshot
  const isServed = (id: string) => entries.has(id) && !entries.get(id)?.expired
  // In a talk, "il tombe aussi" is no question about tombs.
  const isSaidAlone = lastQuestion === null || foldedWords(searchable).length <= WORDS_OF_A_SUBJECT
  const isFirst = turn.language === 'fr' && !goesOn && !askedBack && !isOfOwnFile && isSaidAlone
  const bare = isFirst ? bareSubject(subjects, searchable, isServed) : null
  if (!bare) return null
  const choices = bare.choices.map(({ entry, label }) => ({ ...entryOf(turn, { id: entry }), title: label }))
  return {
    ...evidenceOf(found, amongChoices(found.candidates, bare)),
    outcome: 'clarification',
    payloads: [composeChoice(bare.ask, choices, turn.say)],
    memory: { ...memory, failures: 0, askedBack: true },
  }
}

/**
 * "I don't understand" and anger call for a person, unless the same message holds a question with a sure answer. What is asked in anger and has likely
 * answers gets them after the person.
 */
async function meetMood(turn: TurnDraft, context: AssistantContext, asked: Asked): Promise<Conclusion | null> {
  const { decision, isOfOwnFile, found, memory } = asked
  if (decision.kind === 'answer' && !isOfOwnFile) return null
  const met = { ...evidenceOf(found, []), memory: { ...memory, failures: 0 } }
  if (turn.screened.signals.includes('not-understood')) {
    const payloads = [await humanOffer(turn, context, 'human.offer_not_understood')]
    return { ...met, outcome: 'escalated_not_understood', payloads }
  }
  if (!turn.screened.signals.includes('anger')) return null
  const offer = await humanOffer(turn, context, 'human.offer_anger')
  if (decision.kind !== 'clarify' || isOfOwnFile) return { ...met, outcome: 'escalated_anger', payloads: [offer] }
  const { candidates } = decision
  const entries = candidates.map((candidate) => entryOf(turn, candidate))
  const proposals = composeChoice(turn.say('no_answer.maybe'), entries, turn.say)
  return { ...met, ...evidenceOf(found, candidates), outcome: 'escalated_anger', payloads: [offer, proposals] }
}

/** The assistant sees no file, and says so: an entry near the subject may say how to follow it, a person can look. */
async function declineOwnFile(
  turn: TurnDraft,
  context: AssistantContext,
  { isOfOwnFile, proposed, evidence, memory }: Asked,
): Promise<Conclusion | null> {
  if (!isOfOwnFile) return null
  const payloads = [await humanOffer(turn, context, 'personal_file')]
  if (proposed.length > 0) {
    const entries = proposed.map((candidate) => entryOf(turn, candidate))
    payloads.push(composeChoice(turn.say('personal_file.maybe'), entries, turn.say))
  }
  return { ...evidence, outcome: 'unanswerable_personal_file', payloads, memory: { ...memory, failures: 0 } }
}

/** Of two questions in a message whose whole is not sure, one may be. */
async function answerOneOfTwo(
  turn: TurnDraft,
  context: AssistantContext,
  { decision, goesOn, text, search, found, memory }: Asked,
): Promise<Conclusion | null> {
  if (decision.kind === 'answer' || goesOn) return null
  const two = await twoQuestions(text, context.talk.words.joints, search)
  if (!two) return null
  const other = composeMore(turn.say('answer.also'), [entryOf(turn, two.second)], turn.say)
  return answerWith(turn, context, {
    ...{ answer: two.first, shown: [two.first, two.second], found, text, beside: async () => [other] },
    memory: { ...memory, failures: 0 },
  })
}

/** Begins the guide of a subject, where no entry is a sure answer. */
function beginGuide(turn: TurnDraft, { decision, text, evidence, memory }: Asked): Conclusion | null {
  if (decision.kind === 'answer' || turn.language !== 'fr') return null
  const subject = subjectGuide(turn.snapshot.entries, text)
  if (!subject) return null
  const { outcome, payload, guide } = openEntry(turn, subject, { words: text, outcome: 'answered_guided' })
  return { ...evidence, outcome, payloads: [payload], memory: { ...memory, failures: 0, ...(guide ? { guide } : {}) } }
}

async function followDecision(turn: TurnDraft, context: AssistantContext, asked: Asked): Promise<Conclusion> {
  const { decision } = asked
  switch (decision.kind) {
    case 'answer':
      return answerSurely(turn, context, { ...asked, answer: decision.entry })
    case 'clarify':
      return clarify(turn, context, { ...asked, candidates: decision.candidates })
    case 'no_answer':
      return askOfVagueWord(turn, asked, decision.candidates) ?? leaveUnanswered(turn, context, asked)
    default:
      return decision satisfies never
  }
}

/** The entry that answers; one that is shown already is gone on with. */
async function answerSurely(
  turn: TurnDraft,
  context: AssistantContext,
  { answer, goesOn, text, search, found, proposed, evidence, memory }: Asked & { answer: SearchCandidate },
): Promise<Conclusion> {
  const entry = entryOf(turn, answer)
  const after = { ...memory, failures: 0 }
  if (goesOn && entry.id === memory.shownEntryId) {
    const payloads = await goOnWith(turn, context, entry)
    return { ...evidence, outcome: 'answered_follow_up', entryId: entry.id, payloads, memory: after }
  }
  return answerWith(turn, context, {
    ...{ answer, shown: proposed, found, text },
    beside: async ({ guide }) => (guide ? [] : proposeOther(turn, context, { text, answered: entry, search })),
    memory: after,
  })
}

/** Asks back which of some entries is meant; in another language than French, a person is offered beside. */
async function clarify(
  turn: TurnDraft,
  context: AssistantContext,
  { candidates, text, found, evidence, memory }: Asked & { candidates: readonly SearchCandidate[] },
): Promise<Conclusion> {
  const entries = candidates.map((candidate) => entryOf(turn, candidate))
  const question = composeAskBack(turn, entries, { found, words: text, tellApart: context.tellApart })
  return {
    ...evidence,
    outcome: 'clarification',
    payloads: [question, ...(turn.heard ? [await humanOffer(turn, context, 'refused.or_human')] : [])],
    memory: { ...memory, failures: 0, askedBack: true },
  }
}

/** A word that says nearly nothing is asked back of, with what it may mean: none of it is likely. */
function askOfVagueWord(
  turn: TurnDraft,
  { text, found, evidence, memory }: Asked,
  candidates: readonly SearchCandidate[],
): Conclusion | null {
  const { askedBack } = turn.conversation.memory
  if (turn.language !== 'fr' || askedBack || !isVagueWord(text, candidates)) return null
  const entries = candidates.map((candidate) => entryOf(turn, candidate))
  return {
    ...evidence,
    candidates: toCandidates(found, candidates),
    outcome: 'clarification',
    payloads: [composeChoice(turn.say('clarification.vague'), entries, turn.say)],
    memory: { ...memory, failures: 0, askedBack: true },
  }
}

async function leaveUnanswered(
  turn: TurnDraft,
  context: AssistantContext,
  { found, proposed, evidence, memory }: Asked,
): Promise<Conclusion> {
  const payloads = await composeNoAnswer(turn, context, { found, proposed })
  const failed = { ...evidence, outcome: 'unanswerable_low_confidence' as const, payloads, memory }
  const conclusion = await failing(turn, context, failed)
  // The second failure in a row only offers a person: what was likely is not shown.
  const isShown = conclusion.outcome === failed.outcome
  return isShown ? conclusion : { ...conclusion, candidates: toCandidates(found, []) }
}

/** Whether a question before is in the language of a message; of a word or two before a few others, nobody knows: "pasaport", then "pentru fetita mea". */
function isOneLanguage({ heard, screened }: TurnDraft, { listen }: AssistantContext, before: string): boolean {
  const count = (text: string) => text.split(/\s+/u).length
  if (listen(before).language === (heard?.language ?? 'fr')) return true
  return count(before) <= WORDS_OF_NO_LANGUAGE && count(screened.searchable) <= WORDS_OF_NO_LANGUAGE + 1
}

/** More of the entry that is shown: what it says of the words of the message, else that it is still the one, and its card again. */
async function goOnWith(turn: TurnDraft, context: AssistantContext, entry: Entry): Promise<Payload[]> {
  const aspects = turn.language === 'fr' ? aspectsSaying(entry, turn.screened.searchable) : []
  const part = aspects.length > 0 ? composeAspects(entry, aspects, turn) : null
  if (part) return showEntry(turn, context, { entry, card: part })
  const still: Payload = { type: 'text', text: turn.say('follow_up.still') }
  return [still, ...(await showEntry(turn, context, { entry, card: composeAnswer(entry, turn) }))]
}

/** An answer, and what it was found by. */
interface Answering {
  answer: SearchCandidate
  /** Candidates that the citizen is shown: the answer, and what is offered beside. */
  shown: readonly SearchCandidate[]
  found: Searched
  text: string
  /** What is said after it. */
  beside: (opened: Opened) => Promise<Payload[]>
  memory: DialogueMemory
}

/** Opens the entry that answers, or has an agent look at it first. */
async function answerWith(
  turn: TurnDraft,
  context: AssistantContext,
  { answer, shown, found, text, beside, memory }: Answering,
): Promise<Conclusion> {
  const entry = entryOf(turn, answer)
  const opened = openEntry(turn, entry, { words: text, outcome: 'answered' })
  const card = await showEntry(turn, context, { entry, card: opened.payload })
  const conclusion: Conclusion = {
    ...evidenceOf(found, shown),
    outcome: opened.outcome,
    ...(opened.entryId === null ? {} : { entryId: opened.entryId }),
    payloads: [...card, ...(await beside(opened))],
    memory: { ...memory, ...(opened.guide ? { guide: opened.guide } : {}) },
  }
  return holdForAgent(turn, context, { entry, confidence: answer.confidence, conclusion, meanwhile: memory })
}

/** The other question of a message that holds two: beside the answer of one, a button for the other. */
async function proposeOther(
  turn: TurnDraft,
  { talk }: AssistantContext,
  { text, answered, search }: { text: string; answered: Entry; search: (text: string) => Promise<Searched> },
): Promise<Payload[]> {
  const two = await twoQuestions(text, talk.words.joints, search)
  if (!two || ![two.first.id, two.second.id].includes(answered.id)) return []
  const other = two.first.id === answered.id ? two.second : two.first
  return [composeMore(turn.say('answer.also'), [entryOf(turn, other)], turn.say)]
}

/** What the citizen is shown or offered of a search: noise is not proposed, even beside a person. */
function proposedOf(decision: Decision<SearchCandidate>, { choice }: OfferThresholds): SearchCandidate[] {
  if (decision.kind === 'answer') return [decision.entry]
  // What a promise keeps from being offered is still shown as what it might be, beside a person.
  return decision.kind === 'clarify'
    ? decision.candidates
    : choicesOf(decision.candidates, { floor: USUAL_FLOOR, choice })
}

/**
 * A person is offered; likely entries come first when the assistant may not ask back again, so that a second question in a
 * row is not left with nothing.
 */
async function composeNoAnswer(
  turn: TurnDraft,
  context: AssistantContext,
  { found, proposed }: { found: Searched; proposed: readonly SearchCandidate[] },
): Promise<Payload[]> {
  if (proposed.length === 0 && turn.heard)
    return [await humanOffer(turn, context, found.isOtherLanguage ? 'foreign.no_answer' : 'foreign.not_read')]
  if (proposed.length === 0) {
    const text = `${turn.say('no_answer')} ${turn.say('no_answer.elsewhere')}`
    return [{ type: 'text', text }, await humanOffer(turn, context, 'refused.or_human')]
  }
  const entries = proposed.map((candidate) => entryOf(turn, candidate))
  return [
    saidBefore(
      composeChoice(turn.say('no_answer.maybe'), entries, turn.say),
      beforeAsking({ entries, confidences: proposed.map(({ confidence }) => confidence), aspects: [] }, turn),
    ),
    await humanOffer(turn, context, 'refused.or_human'),
  ]
}
