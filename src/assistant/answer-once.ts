import { answerIn } from '../content/answer-in.js'
import { describeServicesOf, type TellingHere } from '../content/describe-service.js'
import type { Snapshot } from '../content/snapshot.js'
import type { Commune } from '../domain/commune.js'
import { EMPTY_MEMORY } from '../domain/conversation.js'
import type { Answer, Entry } from '../domain/entry.js'
import { localMoment } from '../domain/figures/period.js'
import { turnIncrements } from '../domain/figures/turn-facts.js'
import type { Language, SpokenLanguage } from '../domain/language.js'
import type { Outcome } from '../domain/outcome.js'
import type { Probability } from '../domain/probability.js'
import type { ServiceNow } from '../domain/service-now.js'
import { noteInTrace } from '../trace.js'
import { type Assessed, assessQuestion } from './assess-question.js'
import { type AssistantContext, type SayHere, sayIn } from './assistant-context.js'
import { describeGuide, type GuideDescription } from './guides/describe-guide.js'
import { findFact, type LocalFact } from './local-facts/find-fact.js'
import { tellFact } from './local-facts/tell-fact.js'
import { outcomeWhileStopped } from './outcome-while-stopped.js'
import { shownAs } from './shown-as.js'
import { ABOVE_A_TALK } from './signal-matcher.js'
import { outcomeOfSignals } from './signal-outcome.js'
import { noticeOfFrench } from './steps.js'
import { tellingMoment } from './telling-moment.js'

/** What a question without a conversation gets. */
export interface OnceAnswered {
  /** The language recognised in the question; French when none is plain. */
  language: SpokenLanguage
  /** Whether French words that a lexicon gave were searched in place of the question's own. */
  translated: boolean
  outcome: Outcome
  confidence: Probability | null
  answer?: Answer
  /** The services that the answer sends to, as they are now; absent without an answer. */
  openings?: ServiceNow[]
  /** A fact of the town in words, computed from the commune's file; `outcome` is then `answered_fact`, and there is no entry. */
  fact?: string
  /** Present when the answer to a French question depends on a few others. */
  guide?: GuideDescription
  /** In words: that the assistant of the commune is stopped, and then there is neither answer nor candidate; or that the answer is in French for want of a translation. */
  notice?: string
  candidates: { id: string; title: string; confidence: Probability }[]
  contentVersion: string
  encoderVersion: string | null
  durationsMs: Record<string, number>
}

/** Answers one question without a conversation: the same screen, search and decision, nothing stored but a counter. */
export type AnswerOnce = (communeId: string, question: string, language: Language) => Promise<OnceAnswered>

/** Builds {@link AnswerOnce}. */
export function createAnswerOnce(context: AssistantContext): AnswerOnce {
  return async (communeId, question, language) => {
    const started = performance.now()
    const { index, entries, commune, version } = await context.snapshotOf(communeId)
    const base = { index, entryOf: (id: string) => entries.get(id) }
    const assessed = await assessQuestion(question, context, base, sayIn(context.say, language))
    // A question is answered in the language that it is in.
    const isStopped = context.stopOf(communeId) !== null
    const fact = isStopped ? null : factOf(assessed, language, { commune, entries, context })
    const heard = fact?.language ?? assessed.language
    const isFrench = heard === 'fr'
    const spoken = isFrench && !fact ? language : heard
    const say = sayIn(context.say, spoken)
    const { decision, found } = assessed
    const outcome = isStopped ? outcomeWhileStopped(assessed.outcome) : fact ? 'answered_fact' : assessed.outcome
    const entry = decision.kind === 'answer' && outcome === 'answered' ? entries.get(decision.entry.id) : undefined
    const told = entry ? shownAs(entry, outcome) : outcome
    const notice = isStopped ? 'stopped.notice' : entry ? noticeOfFrench(entry, spoken) : null
    const confidence = isStopped ? null : (found.candidates[0]?.confidence ?? null)
    noteInTrace({ 'guichet.commune': communeId, 'guichet.outcome': told })
    const durationsMs = { screen: assessed.screenMs, ...found.durationsMs, total: performance.now() - started }
    context.counters.add(communeId, {
      questions: 1,
      [`outcome.${told}`]: 1,
      ...turnIncrements({
        entryId: entry?.id ?? null,
        confidence: entry ? confidence : null,
        hour: localMoment(context.now(), commune.timeZone).hour,
        language: heard,
        page: null,
        ms: durationsMs.total,
      }),
    })
    return {
      language: heard,
      translated: found.translated,
      outcome: told,
      confidence,
      ...(fact && {
        fact: tellFact(fact, commune, { now: context.now(), timeZone: commune.timeZone, language: spoken, say }),
      }),
      ...(entry && answered(entry, commune, { say, moment: tellingMoment(context, spoken) })),
      ...(entry?.guide && !entry.expired && isFrench ? { guide: describeGuide(entry.guide, question, entries) } : {}),
      ...(notice === null ? {} : { notice: say(notice) }),
      candidates: (isStopped ? [] : found.candidates).map(({ id, title, confidence }) => ({ id, title, confidence })),
      contentVersion: version,
      encoderVersion: found.encoderVersion,
      durationsMs,
    }
  }
}

/** The fact of the town that a question asks for, where its signals ask for nothing else first. */
function factOf(
  { screened, signals, language: heard }: Assessed,
  language: Language,
  { commune, entries, context }: Pick<Snapshot, 'commune' | 'entries'> & { context: AssistantContext },
): LocalFact | null {
  if (outcomeOfSignals(signals) || ABOVE_A_TALK.some((signal) => signals.includes(signal))) return null
  const search = { text: screened.searchable, languages: [heard, language], memory: EMPTY_MEMORY, now: context.now() }
  return findFact(search, { commune, entries }, context.factWords)
}

function answered(entry: Entry, commune: Commune, { say, moment }: { say: SayHere; moment: TellingHere }) {
  return { answer: answerIn(entry, commune, say), openings: describeServicesOf(entry, commune, moment) }
}
