import type { Aspect } from '../../features/entries/model/aspect.js'
import { type DialogueMemory, EMPTY_MEMORY } from '../../platform/model/conversation.js'
import type { Entry } from '../../platform/model/entry.js'
import {
  answerSlot,
  beginGuide,
  entriesAhead,
  entriesOfGuide,
  type Guide,
  type GuideProgress,
  type GuideQuestion,
  goBack,
  nextStep,
  restartGuide,
} from '../../platform/model/guide.js'
import { stemsOfQuestion } from '../../search/french-analyser.js'
import type { AssistantContext } from '../assistant-context.js'
import { composeAnswer, composeAspects } from '../compose.js'
import { decide } from '../decide.js'
import type { ChoiceHearer } from '../follow-up/hear-choices.js'
import { humanOffer, showEntry } from '../human-offer.js'
import { ABOVE_A_TALK, isSmallTalk } from '../signal-matcher.js'
import { shownAs } from '../to-reply.js'
import type { Conclusion, Step, TurnDraft } from '../turn-draft.js'
import { composeGeneral } from './compose-guide.js'
import { hearAnswers } from './hear-answers.js'
import { type Opened, proceed } from './open-entry.js'

/** Buttons that follow the answers of every question, in their order. */
const WAYS_OUT = ['unsure', 'general']
const NUMBER = /^\s*\d+\s*$/

/**
 * The move of the button of a question for which words stand: a word of one label alone, "1", "le premier"; "aucun des deux" is the answer that says so, or "je ne sais pas"; an age, where one label is for those under an age. `null` for
 * other words: those of the guide's title name no answer of it, and a number beside answers that are all amounts is an amount. The words that a guide gives its answers are heard first: "le premier" may mean a first passport. French only, as
 * guides are. Pure.
 * @returns as after `guide:`: `<slot>=<value>`, `unsure` or `general`
 */
function typedMove(
  { title }: Guide,
  { slot, choices }: GuideQuestion,
  { text, hearer }: { text: string; hearer: ChoiceHearer },
): string | null {
  const moves = [...choices.map(({ value }) => `${slot}=${value}`), ...WAYS_OUT]
  const labels = choices.map(({ label }) => label)
  const subject = new Set(stemsOfQuestion(title))
  const isSubject = stemsOfQuestion(text).every((stem) => subject.has(stem))
  const areAmounts = labels.every((label) => /\d/.test(label)) && NUMBER.test(text)
  const place = hearer.refusesAll(text)
    ? refused(labels)
    : ((isSubject ? null : hearer.oneNamed(text, labels)) ??
      (areAmounts ? null : (hearer.placeSaid(text, labels.length) ?? hearer.placeSaid(text, moves.length))) ??
      hearer.ageSaid(labels, text))
  return place === null ? null : (moves[place] ?? null)
}

function refused(labels: readonly string[]): number {
  const none = labels.findIndex((label) => /^aucune?\b/i.test(label))
  return none >= 0 ? none : labels.length
}

/** A guide with the citizen's place in it. */
interface Place {
  guide: Guide
  entry: Entry
  progress: GuideProgress
}

/**
 * A button of a guide, or words that answer its question. Other words leave the guide to the next steps. A guide is in French: who has chosen another
 * language since is shown its entry at the next button.
 */
export const followGuide: Step = async (turn, context) => {
  const { choice } = turn.input
  if (choice?.startsWith('guide:')) {
    const move = choice.slice('guide:'.length)
    return turn.language === 'fr' ? pressed(turn, move) : left(turn, context, placeAt(turn, move))
  }
  return choice ? null : heard(turn, context)
}

function pressed(turn: TurnDraft, move: string): Conclusion | null {
  const place = placeAt(turn, move)
  if (!place) return null
  if (move.startsWith('start:')) return conclude(turn, proceed(turn, place.guide, place))
  if (move === 'back') return back(turn, place)
  if (move === 'general') return showGeneral(turn, place)
  if (move === 'unsure') return unsure(turn, place)
  const [slot = '', value = ''] = move.split('=')
  const isKnown = place.guide.questions.some(
    (one) => one.slot === slot && one.choices.some((one) => one.value === value),
  )
  return isKnown
    ? conclude(turn, proceed(turn, place.guide, { progress: answerSlot(place.progress, slot, value) }))
    : repeat(turn, place, turn.say('guide.not_heard'))
}

async function left(turn: TurnDraft, context: AssistantContext, place: Place | null): Promise<Conclusion | null> {
  if (!place) return null
  const { entry } = place
  const payload = composeAnswer(entry, turn)
  const shown = conclude(turn, { outcome: shownAs(entry, 'answered_choice'), payload, entryId: entry.id })
  return { ...shown, payloads: await showEntry(turn, context, { entry, card: payload }) }
}

async function heard(turn: TurnDraft, context: AssistantContext): Promise<Conclusion | null> {
  const place = placeOf(turn)
  const asking = place?.progress.asking
  if (!place || !asking || turn.language !== 'fr') return null
  if (ABOVE_A_TALK.some((signal) => turn.screened.signals.includes(signal))) return null
  const { values, command, rest } = hearAnswers(place.guide, turn.screened.searchable, asking)
  switch (command) {
    case 'back':
      return back(turn, place)
    case 'restart':
      return conclude(turn, proceed(turn, place.guide, { progress: restartGuide(place.entry.id) }))
    case 'unsure':
      return unsure(turn, place)
    case 'general':
      return showGeneral(turn, place)
    case 'leave':
      return leave(turn)
    case null:
      break
    default:
      return command satisfies never
  }
  const isAnswer = Object.keys(values).length > 0
  const { searchable, signals } = turn.screened
  const isYes = context.choices.accepts(searchable)
  // "Oui, merci" answers; "merci" is a courtesy, and the guide goes on after it; "ok" alone is none, and answers nothing.
  if (!isAnswer && !isYes && isSmallTalk(signals)) return null
  const asked = isAnswer ? null : turn.hearAspects(searchable)
  if (asked?.isBare) return tellBefore(turn, place, asked.aspects)
  const question = place.guide.questions.find(({ slot }) => slot === asking)
  const typed = { text: searchable, hearer: context.choices }
  const move = question && values[asking] === undefined ? typedMove(place.guide, question, typed) : null
  if (move !== null) return pressed(turn, move)
  const isEmpty = (isAnswer && rest === '') || isYes || context.choices.saysNoneInParticular(searchable)
  const other = isEmpty ? 'none' : await otherQuestion(turn, place, rest)
  if (other === 'sure' || (other === 'likely' && values[asking] === undefined)) return null
  if (isAnswer) return conclude(turn, proceed(turn, place.guide, { progress: withHeard(place.progress, values) }))
  if (!place.progress.repeated) return repeat(turn, place, turn.say('guide.not_heard'))
  return isYes ? offerPerson(turn, context) : null
}

/**
 * "Combien ça coûte ?" before the guide has ended: the part that says so of the one entry to which it can still lead, or of the one that was shown; else that it depends.
 * The question is asked again all the same.
 */
function tellBefore(turn: TurnDraft, place: Place, asked: readonly Aspect[]): Conclusion {
  const { guide, progress } = place
  const { shownEntryId } = turn.conversation.memory
  const ahead = entriesAhead(guide, progress)
  const known = ahead.size === 1 ? [...ahead][0] : shownEntryId
  const entry = known !== undefined && ahead.has(known) ? turn.snapshot.entries.get(known) : undefined
  const part = entry && !entry.expired ? composeAspects(entry, asked, turn) : null
  if (!entry || !part) return conclude(turn, proceed(turn, guide, { progress, before: turn.say('guide.depends') }))
  const again = conclude(turn, proceed(turn, guide, { progress }))
  return { ...again, outcome: 'answered_follow_up', payloads: [part, ...again.payloads], entryId: entry.id }
}

/** Whether words beside an answer are a question that another entry than those of the guide answers: the search may be sure of it, or find it likely. */
async function otherQuestion(
  turn: TurnDraft,
  { guide, entry }: Place,
  words: string,
): Promise<'sure' | 'likely' | 'none'> {
  const found = await turn.snapshot.index.search(words, { limit: 10 })
  const decision = decide(found.candidates, found.policy)
  const [first] = found.candidates
  if (!first || decision.kind === 'no_answer' || entriesOfGuide(guide).add(entry.id).has(first.id)) return 'none'
  return decision.kind === 'answer' ? 'sure' : 'likely'
}

/** What answers the question asked was said when asked, and can be taken back; the rest is known beside. */
function withHeard(progress: GuideProgress, values: Record<string, string>): GuideProgress {
  const asked = progress.asking === null ? undefined : values[progress.asking]
  const answers = progress.answers.filter(({ slot }) => values[slot] === undefined)
  const next = { ...progress, known: { ...progress.known, ...values }, answers, repeated: false }
  return progress.asking === null || asked === undefined ? next : answerSlot(next, progress.asking, asked)
}

/** Who does not know is told how to find out, once, where the guide says so; then goes on without an answer. */
function unsure(turn: TurnDraft, place: Place): Conclusion | null {
  const { guide, progress } = place
  const step = nextStep(guide, progress)
  if (step.kind === 'end') return conclude(turn, proceed(turn, guide, { progress }))
  const { slot, help } = step.question
  if (help !== undefined && !progress.repeated) return repeat(turn, place, help)
  return conclude(turn, proceed(turn, guide, { progress: answerSlot(progress, slot, null) }))
}

/** Asks the same question again, with other words before it. It is the assistant's one way to ask back: the next doubt leaves the guide. */
function repeat(turn: TurnDraft, { guide, progress }: Place, before: string): Conclusion {
  const conclusion = conclude(turn, proceed(turn, guide, { progress: { ...progress, repeated: true }, before }))
  return { ...conclusion, memory: { ...conclusion.memory, askedBack: true } }
}

function back(turn: TurnDraft, { guide, progress }: Place): Conclusion {
  return conclude(turn, proceed(turn, guide, { progress: goBack(progress) }))
}

function leave(turn: TurnDraft): Conclusion {
  const { guide: _, ...memory } = turn.conversation.memory
  const payload = { type: 'text' as const, text: turn.say('small_talk.go_on') }
  return { outcome: 'answered_small_talk', payloads: [payload], memory: { ...memory, failures: 0 }, invites: true }
}

/** Who says yes to a question that was asked twice does not see what is asked. */
async function offerPerson(turn: TurnDraft, context: AssistantContext): Promise<Conclusion> {
  const { memory } = turn.conversation
  return {
    outcome: 'escalated_not_understood',
    payloads: [await humanOffer(turn, context, 'human.offer_not_understood')],
    memory: { ...memory, failures: 0, askedBack: false },
  }
}

function showGeneral(turn: TurnDraft, { entry }: Place): Conclusion {
  const outcome = shownAs(entry, 'answered_choice')
  return conclude(turn, { outcome, payload: composeGeneral(entry, turn), entryId: entry.id })
}

function placeAt(turn: TurnDraft, move: string): Place | null {
  return move.startsWith('start:') ? startOf(turn, move.slice('start:'.length)) : placeOf(turn)
}

function placeOf({ conversation, snapshot }: TurnDraft): Place | null {
  const { guide: progress } = conversation.memory
  if (!progress) return null
  const entry = snapshot.entries.get(progress.entryId)
  return entry?.guide ? { guide: entry.guide, entry, progress } : null
}

/** The button of an answer that was just shown knows what was said for it; the one that changes answers begins anew. */
function startOf({ snapshot, conversation }: TurnDraft, entryId: string): Place | null {
  const entry = snapshot.entries.get(entryId)
  if (!entry?.guide) return null
  const { guide, shownEntryId, lastQuestion } = conversation.memory
  const isFirst = guide === undefined && shownEntryId === entryId && lastQuestion !== null
  const progress = isFirst
    ? beginGuide(entry.guide, entryId, hearAnswers(entry.guide, lastQuestion, null).values)
    : restartGuide(entryId)
  return { guide: entry.guide, entry, progress }
}

function conclude(turn: TurnDraft, { outcome, payload, entryId, guide }: Opened): Conclusion {
  const { lastQuestion } = turn.conversation.memory
  const memory: DialogueMemory = { ...EMPTY_MEMORY, lastQuestion, ...(guide ? { guide } : {}) }
  return { outcome, payloads: [payload], memory, ...(entryId === null ? {} : { entryId }) }
}
