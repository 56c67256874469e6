import type { DialogueMemory } from '../platform/model/conversation.js'
import type { Entry } from '../platform/model/entry.js'
import type { Payload } from '../platform/model/payload.js'
import type { Candidate } from '../platform/model/turn.js'
import { foldedWords } from '../platform/text/fold-text.js'
import { choicesOf, type Offer, USUAL_FLOOR } from '../search/policy.js'
import type { SearchCandidate, SearchResult } from '../search/search-index.js'
import { isVagueWord } from './assess-question.js'
import type { AssistantContext } from './assistant-context.js'
import { amongChoices, bareSubject } from './bare-subject.js'
import { beforeAsking, saidBefore } from './before-asking.js'
import { composeAnswer, composeAspects, composeChoice, composeMore } from './compose.js'
import { type Decision, decide } from './decide.js'
import { aspectsSaying } from './follow-up/aspects-saying.js'
import { searchInTalk } from './follow-up/search-in-talk.js'
import { twoQuestions } from './follow-up/two-questions.js'
import { subjectGuide } from './guides/compose-guide.js'
import { type Opened, openEntry } from './guides/open-entry.js'
import { askBack } from './languages/ask-back.js'
import type { Searched } from './languages/search-message.js'
import { isAboutOwnFile } from './personal-file.js'
import { searchInTurn } from './search-in-turn.js'
import { failing, humanOffer, type Step, showEntry } from './steps.js'
import type { Conclusion, TurnDraft } from './turn-draft.js'
import { holdForAgent } from './validation/decide-validation.js'

/** A subject that is changed to within a talk, with its article. */
const WORDS_OF_A_SUBJECT = 2
/** Words that are too few to tell a language by. */
const WORDS_OF_NO_LANGUAGE = 2

/** Searches the published entries and does what the decision says, whatever the language of the message. Always concludes, so it comes last. */
export const answerQuestion: Step = async (turn, context) => {
  // A question in words leaves the guide that was being followed.
  const { guide: _, ...memory } = turn.conversation.memory
  const language = turn.heard?.language ?? 'fr'
  // What was asked in another language is not searched again with words of this one.
  const goesOn = memory.lastQuestion !== null && isOneLanguage(turn, context, memory.lastQuestion)
  const search = (words: string) => searchInTurn(turn, context, { text: words, language })
  const inTalk = goesOn ? memory : { ...memory, lastQuestion: null }
  const understood = await searchInTalk(
    { text: turn.screened.searchable, language, memory: inTalk },
    search,
    context.talk,
  )
  const { text, found, decision } = understood
  const remembered: DialogueMemory = {
    ...memory,
    refusedEntryIds: [],
    askedBack: false,
    lastQuestion: text,
  }
  const ownFile = isAboutOwnFile(
    { text: turn.screened.searchable, signals: turn.screened.signals, decision },
    context.matchSignals,
    (candidate) => entryOf(turn, candidate),
  )
  const { entries } = turn.snapshot
  const isServed = (id: string) => entries.has(id) && !entries.get(id)?.expired
  // In a talk, "il tombe aussi" is no question about tombs.
  const isSaidAlone = memory.lastQuestion === null || foldedWords(turn.screened.searchable).length <= WORDS_OF_A_SUBJECT
  const isFirst = turn.language === 'fr' && !understood.goesOn && !memory.askedBack && !ownFile && isSaidAlone
  const bare = isFirst ? bareSubject(context.subjects, turn.screened.searchable, isServed) : null
  if (bare) {
    const next = { ...remembered, failures: 0, askedBack: true }
    const evidence = evidenceOf(found, amongChoices(found.candidates, bare))
    const choices = bare.choices.map(({ entry, label }) => ({ ...entryOf(turn, { id: entry }), title: label }))
    return {
      ...evidence,
      outcome: 'clarification',
      payloads: [composeChoice(bare.ask, choices, turn.say)],
      memory: next,
    }
  }
  const likely = decision.kind === 'clarify' && !ownFile ? decision.candidates : []
  const mood = decision.kind === 'answer' && !ownFile ? null : await answerMood(turn, context, likely)
  if (mood) {
    const evidence = evidenceOf(found, mood.payloads.length > 1 ? likely : [])
    return { ...mood, ...evidence, memory: { ...remembered, failures: 0 } }
  }
  const proposed = proposedOf(decision, found.policy)
  const evidence = evidenceOf(found, proposed)
  if (ownFile)
    return { ...evidence, ...(await declineOwnFile(turn, context, proposed)), memory: { ...remembered, failures: 0 } }
  // Of two questions in a message whose whole is not sure, one may be.
  const two =
    decision.kind === 'answer' || understood.goesOn ? null : await twoQuestions(text, context.talk.words.joints, search)
  if (two) {
    const other = composeMore(turn.say('answer.also'), [entryOf(turn, two.second)], turn.say)
    return answerWith(turn, context, {
      ...{ answer: two.first, shown: [two.first, two.second], found, text, beside: async () => [other] },
      memory: { ...remembered, failures: 0 },
    })
  }
  const mayBegin = decision.kind !== 'answer' && turn.language === 'fr'
  const subject = mayBegin ? subjectGuide(turn.snapshot.entries, text) : null
  if (subject) {
    const opened = openEntry(turn, subject, { words: text, outcome: 'answered_guided' })
    const memory = { ...remembered, failures: 0, ...(opened.guide ? { guide: opened.guide } : {}) }
    return { ...evidence, outcome: opened.outcome, payloads: [opened.payload], memory }
  }
  switch (decision.kind) {
    case 'answer': {
      const entry = entryOf(turn, decision.entry)
      if (understood.goesOn && entry.id === memory.shownEntryId) {
        const payloads = await goOnWith(turn, context, entry)
        const memory = { ...remembered, failures: 0 }
        return { ...evidence, outcome: 'answered_follow_up', entryId: entry.id, payloads, memory }
      }
      return answerWith(turn, context, {
        ...{ answer: decision.entry, shown: proposed, found, text },
        beside: async ({ guide }) => (guide ? [] : proposeOther(turn, context, { text, answered: entry, search })),
        memory: { ...remembered, failures: 0 },
      })
    }
    case 'clarify': {
      const entries = decision.candidates.map((candidate) => entryOf(turn, candidate))
      return {
        ...evidence,
        outcome: 'clarification',
        // In another language than French, a person is offered beside.
        payloads: [
          askBack(turn, entries, { found, words: text, tellApart: context.tellApart }),
          ...(turn.heard ? [await humanOffer(turn, context, 'refused.or_human')] : []),
        ],
        memory: { ...remembered, failures: 0, askedBack: true },
      }
    }
    case 'no_answer': {
      if (mayBegin && !memory.askedBack && isVagueWord(text, decision.candidates)) {
        const entries = decision.candidates.map((candidate) => entryOf(turn, candidate))
        return {
          ...evidence,
          candidates: toCandidates(found, decision.candidates),
          outcome: 'clarification',
          payloads: [composeChoice(turn.say('clarification.vague'), entries, turn.say)],
          memory: { ...remembered, failures: 0, askedBack: true },
        }
      }
      const payloads = await composeNoAnswer(turn, context, { found, proposed })
      const failed = { ...evidence, outcome: 'unanswerable_low_confidence' as const, payloads, memory: remembered }
      const conclusion = await failing(turn, context, failed)
      // The second failure in a row only offers a person: what was likely is not shown.
      const isShown = conclusion.outcome === failed.outcome
      return isShown ? conclusion : { ...conclusion, candidates: toCandidates(found, []) }
    }
    default:
      return decision satisfies never
  }
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
function proposedOf(decision: Decision<SearchCandidate>, { choice }: Offer): SearchCandidate[] {
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
    return [await humanOffer(turn, context, found.isAbroad ? 'foreign.no_answer' : 'foreign.not_read')]
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

/** The assistant sees no file, and says so: an entry near the subject may say how to follow it, a person can look. */
async function declineOwnFile(
  turn: TurnDraft,
  context: AssistantContext,
  proposed: readonly SearchCandidate[],
): Promise<Pick<Conclusion, 'outcome' | 'payloads'>> {
  const outcome = 'unanswerable_personal_file'
  if (proposed.length === 0) return { outcome, payloads: [await humanOffer(turn, context, 'personal_file')] }
  const entries = proposed.map((candidate) => entryOf(turn, candidate))
  const choice = composeChoice(turn.say('personal_file.maybe'), entries, turn.say)
  return { outcome, payloads: [await humanOffer(turn, context, 'personal_file'), choice] }
}

/** "This is not my question": candidates of the last question that were not shown, and a person once there are none. */
export const proposeOthers: Step = async (turn, context) => {
  if (turn.input.choice !== 'none') return null
  const { guide, ...memory } = turn.conversation.memory
  const refusedBefore = memory.refusedEntryIds
  const found = memory.lastQuestion ? await searchAgain(turn, context, memory.lastQuestion) : null
  const shown = lastShown(found, refusedBefore).map(({ id }) => id)
  const refusedEntryIds = [
    ...new Set([...refusedBefore, ...shown, ...lastSaid(memory), ...(guide ? [guide.entryId] : [])]),
  ]
  const others =
    refusedBefore.length > 0
      ? []
      : (found?.candidates ?? []).filter(({ id }) => !refusedEntryIds.includes(id)).slice(0, 3)
  const next: DialogueMemory = {
    ...memory,
    refusedEntryIds: [...refusedEntryIds, ...others.map(({ id }) => id)],
    askedBack: true,
  }
  const evidence = found ? evidenceOf(found, others) : {}
  const payloads = []
  if (others.length > 0) {
    payloads.push(
      composeChoice(
        turn.say('refused.alternatives'),
        others.map((other) => entryOf(turn, other)),
        turn.say,
      ),
    )
  }
  payloads.push(await humanOffer(turn, context, others.length > 0 ? 'refused.or_human' : 'refused.nothing'))
  return { ...evidence, outcome: 'unanswerable_choice_refused', payloads, memory: next }
}

/** The entry that was shown, or those that the last reply proposed, which a search alone does not tell: a vague word shows entries of which none is likely. */
function lastSaid({ shownEntryId, proposedEntryIds = [] }: DialogueMemory): readonly string[] {
  return shownEntryId === undefined ? proposedEntryIds : [shownEntryId]
}

/** What the last reply showed of a search: its first candidates that had not been refused yet. */
function lastShown(found: SearchResult | null, refused: readonly string[]): SearchCandidate[] {
  if (!found) return []
  const decision = decide(found.candidates, found.policy, { askedBack: false, refusedEntryIds: refused })
  if (decision.kind === 'answer') return [decision.entry]
  return decision.kind === 'clarify' ? decision.candidates : []
}

/**
 * "I don't understand" and anger call for a person, unless the same message holds a question with a sure answer. What is asked in anger and has likely
 * answers gets them after the person.
 */
async function answerMood(
  turn: TurnDraft,
  context: AssistantContext,
  likely: readonly SearchCandidate[],
): Promise<Pick<Conclusion, 'outcome' | 'payloads'> | null> {
  if (turn.screened.signals.includes('not-understood')) {
    return {
      outcome: 'escalated_not_understood',
      payloads: [await humanOffer(turn, context, 'human.offer_not_understood')],
    }
  }
  if (turn.screened.signals.includes('anger')) {
    const entries = likely.map((candidate) => entryOf(turn, candidate))
    const proposals = entries.length > 0 ? [composeChoice(turn.say('no_answer.maybe'), entries, turn.say)] : []
    return {
      outcome: 'escalated_anger',
      payloads: [await humanOffer(turn, context, 'human.offer_anger'), ...proposals],
    }
  }
  return null
}

/** Searches a question that was searched before, in the language that it is in. */
function searchAgain(turn: TurnDraft, context: AssistantContext, text: string): Promise<Searched> {
  return searchInTurn(turn, context, { text, language: context.listen(text).language })
}

function entryOf(turn: TurnDraft, candidate: Pick<SearchCandidate, 'id'>): Entry {
  const entry = turn.snapshot.entries.get(candidate.id)
  if (!entry) throw new Error(`the index knows an entry that the snapshot does not: ${candidate.id}`)
  return entry
}

/** What a turn keeps of a search: those that the citizen was shown are marked. */
export function evidenceOf(
  found: Searched,
  shown: readonly SearchCandidate[],
): Pick<Conclusion, 'candidates' | 'calibrated' | 'encoderVersion' | 'translated'> {
  const { calibrated, encoderVersion, translated } = found
  const candidates = toCandidates(found, shown)
  return { candidates, ...(calibrated ? { calibrated } : {}), encoderVersion, translated }
}

/** Candidates as a turn keeps them: those that the citizen was shown are marked. */
export function toCandidates(found: SearchResult, shown: readonly SearchCandidate[]): Candidate[] {
  const used = new Set(shown.map(({ id }) => id))
  return found.candidates.map(({ id, title, confidence, features, nearest, matchedWords }) => ({
    entryId: id,
    title,
    confidence,
    kept: used.has(id),
    nearest,
    matchedWords,
    features: { ...features } as Record<string, number>,
  }))
}
