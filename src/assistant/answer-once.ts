import type { Snapshot } from '../features/entries/catalogue/snapshot.js'
import { answerIn } from '../features/entries/render/answer-in.js'
import { describeServicesOf, readingMoment } from '../features/entries/render/describe-service.js'
import { turnIncrements } from '../features/statistics/turn-facts.js'
import { EMPTY_MEMORY, newConversation } from '../platform/model/conversation.js'
import type { Answer, Entry } from '../platform/model/entry.js'
import type { Guide, GuideEnd } from '../platform/model/guide.js'
import type { Language, RecognisedLanguage } from '../platform/model/language.js'
import type { Outcome } from '../platform/model/outcome.js'
import type { Payload } from '../platform/model/payload.js'
import { type MessageKey, sayIn } from '../platform/model/say.js'
import type { Probability } from '../platform/model/turn.js'
import { frenchTypography } from '../platform/text/typography.js'
import { localMoment } from '../platform/time/period.js'
import type { ServiceNow } from '../platform/time/service-now.js'
import type { SearchCandidate } from '../search/search-index.js'
import { noteInTrace } from '../trace.js'
import { answerAddress } from './addresses/answer-address.js'
import { outcomeWhileStopped } from './answer-at-desk.js'
import { type AssessedMessage, assessQuestion, outcomeOfSignals } from './assess-question.js'
import type { AssistantContext } from './assistant-context.js'
import { hearAnswers } from './guides/hear-answers.js'
import { noticeOfFrench } from './human-offer.js'
import { findFact } from './local-facts/find-fact.js'
import { tellFact } from './local-facts/tell-fact.js'
import { ABOVE_A_TALK } from './signal-matcher.js'
import { shownAs } from './to-reply.js'
import type { Conclusion, TurnDraft } from './turn-draft.js'
import { type Danger, sayDanger } from './words/load-dangers.js'

/** A danger in the language of the question: what to do, and whom to call. */
export interface DangerInWords {
  kind: string
  says: string
  numbers: { number: string; label: string }[]
}

/** What a question without a conversation gets. */
export interface OnceAnswer {
  /** The language recognised in the question; French when none is plain. */
  language: RecognisedLanguage
  /** Whether French words that a lexicon gave were searched in place of the question's own. */
  translated: boolean
  outcome: Outcome
  confidence: Probability | null
  answer?: Answer
  /** The services that the answer sends to, as they are now; absent without an answer. */
  openings?: ServiceNow[]
  /** A fact of the town in words, from the commune's file or from what its files say of an address; `outcome` is then `answered_fact`. */
  fact?: string
  /** What is asked back of an address, in words: its street, its number, or which of the streets that are named. Asked again with it, the question is answered. */
  asks?: { text: string; options: string[] }
  /** Present when the answer to a French question depends on a few others. */
  guide?: GuideDescription
  /** In words: that the assistant of the commune is stopped, and then there is neither answer nor candidate; or that the answer is in French for want of a translation. */
  notice?: string
  /** What to do at once where danger is heard, gravest first; absent where none is. */
  dangers?: DangerInWords[]
  /** What is said to somebody in sorrow; absent where none is heard. */
  condolence?: string
  candidates: { id: string; title: string; confidence: Probability }[]
  contentVersion: string
  encoderVersion: string | null
  durationsMs: Record<string, number>
}

/** Answers one question without a conversation: the same screen, search and decision, nothing stored but a counter. */
export type AnswerOnce = (communeId: string, question: string, language: Language) => Promise<OnceAnswer>

/** Builds {@link AnswerOnce}. */
export function createAnswerOnce(context: AssistantContext): AnswerOnce {
  return async (communeId, question, language) => {
    const started = performance.now()
    const snapshot = await context.snapshotOf(communeId)
    const settled = await settle(question, { snapshot, language, context })
    const { assessed, facts, recognised, spoken, outcome, entry, notice, candidates } = settled
    const { found, heard, screenMs } = assessed
    const confidence = candidates[0]?.confidence ?? null
    noteInTrace({ 'guichet.commune': communeId, 'guichet.outcome': outcome })
    const durationsMs = { screen: screenMs, ...found.durationsMs, total: performance.now() - started }
    context.counters.add(communeId, {
      questions: 1,
      [`outcome.${outcome}`]: 1,
      ...turnIncrements({
        entryId: entry?.id ?? null,
        confidence: entry ? confidence : null,
        hour: localMoment(context.now(), snapshot.commune.timeZone).hour,
        language: recognised,
        page: null,
        ms: durationsMs.total,
      }),
    })
    return {
      language: recognised,
      translated: found.translated,
      outcome,
      confidence,
      ...(facts?.fact === undefined ? {} : { fact: facts.fact }),
      ...(facts?.asks && { asks: facts.asks }),
      ...(entry && sayEntry(entry, { question, snapshot, recognised, spoken, context })),
      ...(notice === null ? {} : { notice: sayIn(context.say, spoken)(notice) }),
      ...sayBeside(heard, spoken),
      candidates: candidates.map(({ id, title, confidence }) => ({ id, title, confidence })),
      contentVersion: snapshot.version,
      encoderVersion: found.encoderVersion,
      durationsMs,
    }
  }
}

/** By what a question without a conversation is answered: the town's own files, an entry, or nothing. */
interface Settled {
  assessed: AssessedMessage
  facts: ToldOnce | null
  /** The language of the question, and the one that it is answered in. */
  recognised: RecognisedLanguage
  spoken: RecognisedLanguage
  outcome: Outcome
  entry: Entry | undefined
  notice: MessageKey | null
  /** None while the assistant of the commune is stopped. */
  candidates: readonly SearchCandidate[]
}

async function settle(question: string, asked: AskedOnce): Promise<Settled> {
  const { snapshot, language, context } = asked
  const { index, entries, commune } = snapshot
  const base = { index, entryOf: (id: string) => entries.get(id) }
  const assessed = await assessQuestion(question, context, base, sayIn(context.say, language))
  const isStopped = context.stopOf(commune.id) !== null
  const facts = isStopped ? null : await tellOnce(assessed, asked)
  // A question is answered in the language that it is in.
  const recognised = facts?.language ?? assessed.language
  const spoken = recognised === 'fr' && !facts ? language : recognised
  const { decision, found } = assessed
  const outcome = isStopped ? outcomeWhileStopped(assessed.outcome) : (facts?.outcome ?? assessed.outcome)
  const answering = decision.kind === 'answer' && outcome === 'answered' ? decision.entry.id : undefined
  const entry = entries.get(facts?.entryId ?? answering ?? '')
  const noticeOfEntry = entry ? noticeOfFrench(entry, spoken) : null
  return {
    ...{ assessed, facts, recognised, spoken, entry },
    outcome: entry ? shownAs(entry, outcome) : outcome,
    notice: isStopped ? 'stopped.notice' : noticeOfEntry,
    candidates: isStopped ? [] : found.candidates,
  }
}

/** What an entry answers to a question, the services that it sends to, and the guide of a French one. */
function sayEntry(
  entry: Entry,
  asked: Pick<Settled, 'recognised' | 'spoken'> & Omit<AskedOnce, 'language'> & { question: string },
): Pick<OnceAnswer, 'answer' | 'openings' | 'guide'> {
  const { question, snapshot, recognised, spoken, context } = asked
  const { commune, entries } = snapshot
  const say = sayIn(context.say, spoken)
  const aspects = context.hearAspects(question, [spoken, 'fr'])?.aspects
  const guide = recognised === 'fr' && !entry.expired ? entry.guide : undefined
  return {
    answer: answerIn(entry, commune, { say, now: context.now(), asked: aspects }),
    openings: describeServicesOf(entry, commune, readingMoment(context, spoken)),
    ...(guide && { guide: describeGuide(guide, question, entries) }),
  }
}

/** What is said of danger and of sorrow, whatever the answer. */
function sayBeside(
  { dangers, sorrow }: AssessedMessage['heard'],
  language: RecognisedLanguage,
): Pick<OnceAnswer, 'dangers' | 'condolence'> {
  return {
    ...(dangers.length > 0 ? { dangers: dangers.map((one) => dangerInWords(one, language)) } : {}),
    ...(sorrow ? { condolence: sayDanger(sorrow, language) } : {}),
  }
}

function dangerInWords(danger: Danger, language: RecognisedLanguage): DangerInWords {
  const numbers = danger.numbers.map(({ number, label }) => ({ number, label: label[language] }))
  return { kind: danger.kind, says: sayDanger(danger, language), numbers }
}

/** A guide for whoever asks it without a conversation: its questions, what the citizen's words already answer, and where the answers lead. */
interface GuideDescription {
  id: string
  title: string
  questions: {
    slot: string
    text: string
    help?: string
    choices: { value: string; label: string }[]
    /** What was heard; `null` when it must be asked. */
    heard: string | null
  }[]
  branches: (DescribedEnd & { when: Record<string, string[]> })[]
  otherwise: DescribedEnd
}

interface DescribedEnd {
  entry: { id: string; title: string }
  /** Markdown. */
  note?: string
}

/** Describes a guide after a question in words. */
function describeGuide(guide: Guide, words: string, entries: ReadonlyMap<string, Entry>): GuideDescription {
  const heard = { ...guide.given, ...hearAnswers(guide, words, null).values }
  const toEnd = ({ entryId, note }: GuideEnd): DescribedEnd => ({
    entry: { id: entryId, title: frenchTypography(entries.get(entryId)?.title ?? '') },
    ...(note === undefined ? {} : { note: frenchTypography(note) }),
  })
  return {
    id: guide.id,
    title: frenchTypography(guide.title),
    questions: guide.questions.map(({ slot, text, help, choices }) => ({
      slot,
      text: frenchTypography(text),
      ...(help === undefined ? {} : { help: frenchTypography(help) }),
      choices: choices.map(({ value, label }) => ({ value, label: frenchTypography(label) })),
      heard: heard[slot] ?? null,
    })),
    branches: guide.branches.map((branch) => ({
      when: Object.fromEntries(Object.entries(branch.when).map(([slot, values]) => [slot, [...values]])),
      ...toEnd(branch),
    })),
    otherwise: toEnd(guide.otherwise),
  }
}

/** What the commune's own files answer to a question without a conversation. */
interface ToldOnce {
  /** In which it is told. */
  language: RecognisedLanguage
  outcome: Outcome
  fact?: string
  /** What is missing to tell it, or to tell it of an address: a street, a number, or which of some streets. */
  asks?: { text: string; options: string[] }
  /** The entry that holds for every address. */
  entryId?: string
}

/** Where a question without a conversation is asked. */
interface AskedOnce {
  snapshot: Snapshot
  /** Of the caller, where the question's own is not plain. */
  language: Language
  context: AssistantContext
}

/** A fact of the town, or what its files say of an address, where the signals of a question ask for nothing else first; `null` where it asks for neither. Nothing is stored. */
async function tellOnce(assessed: AssessedMessage, asked: AskedOnce): Promise<ToldOnce | null> {
  const { signals } = assessed
  if (outcomeOfSignals(signals) || ABOVE_A_TALK.some((signal) => signals.includes(signal))) return null
  return (await tellAddress(assessed, asked)) ?? tellTown(assessed, asked)
}

async function tellAddress(assessed: AssessedMessage, asked: AskedOnce): Promise<ToldOnce | null> {
  const turn = firstTurn(assessed, asked)
  const conclusion = await answerAddress(turn, asked.context)
  return conclusion && { ...toldBy(conclusion), language: turn.language }
}

function toldBy({ outcome, payloads, memory, entryId }: Conclusion): Omit<ToldOnce, 'language'> {
  const texts = payloads.filter((payload) => payload.type !== 'card')
  const told = entryId === undefined ? {} : { entryId }
  if (!memory.address?.asking) return { outcome, ...told, fact: texts[0]?.text ?? '' }
  const last = texts.at(-1)
  return { outcome, ...told, asks: { text: last?.text ?? '', options: labelsOf(last) } }
}

function labelsOf(payload: Payload | undefined): string[] {
  return payload?.type === 'choice' ? payload.options.map(({ label }) => label) : []
}

/** The question as the first message of a conversation that nobody stores. */
function firstTurn(
  { screened, language: heard }: AssessedMessage,
  { snapshot, language, context }: AskedOnce,
): TurnDraft {
  const at = context.now().toISOString()
  const conversation = newConversation({ id: '', communeId: snapshot.commune.id, language }, at)
  const spoken = heard === 'fr' ? language : heard
  return {
    conversation,
    snapshot,
    input: { clientId: '', text: '' },
    handoff: undefined,
    language: spoken,
    say: sayIn(context.say, spoken),
    inFrench: new Set(),
    momentIn: (one) => readingMoment(context, one),
    hearAspects: (words) => context.hearAspects(words, [spoken, 'fr']),
    screened,
    dangers: [],
    searched: new Map(),
    durationsMs: {},
  }
}

function tellTown(
  { screened, language: heard }: AssessedMessage,
  { snapshot, language, context }: AskedOnce,
): ToldOnce | null {
  const { commune } = snapshot
  const now = context.now()
  const search = { text: screened.searchable, languages: [heard, language], memory: EMPTY_MEMORY, now }
  const fact = findFact(search, snapshot, context.factWords)
  if (!fact) return null
  const say = sayIn(context.say, fact.language)
  const text = tellFact(fact, commune, { now, timeZone: commune.timeZone, language: fact.language, say })
  return { language: fact.language, outcome: 'answered_fact', fact: text }
}
