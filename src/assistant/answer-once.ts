import type { Answer } from '../features/entries/model/entry.js'
import { answerIn } from '../features/entries/render/answer-in.js'
import { describeServicesOf } from '../features/entries/render/describe-service.js'
import { localMoment } from '../features/statistics/period.js'
import { turnIncrements } from '../features/statistics/turn-facts.js'
import type { Language, SpokenLanguage } from '../platform/model/language.js'
import type { Outcome } from '../platform/model/outcome.js'
import type { Probability } from '../platform/model/probability.js'
import type { ServiceNow } from '../platform/time/service-now.js'
import { noteInTrace } from '../trace.js'
import { assessQuestion } from './assess-question.js'
import { type AssistantContext, sayIn } from './assistant-context.js'
import { describeGuide, type GuideDescription } from './guides/describe-guide.js'
import { outcomeWhileStopped } from './outcome-while-stopped.js'
import { shownAs } from './shown-as.js'
import { noticeOfFrench } from './steps.js'
import { tellOnce } from './tell-once.js'
import { tellingMoment } from './telling-moment.js'
import { type Danger, sayDanger } from './words/load-dangers.js'

/** A danger in the language of the question: what to do, and whom to call. */
export interface ToldDanger {
  kind: string
  says: string
  numbers: { number: string; label: string }[]
}

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
  /** A fact of the town in words, from the commune's file or from what its files say of an address; `outcome` is then `answered_fact`. */
  fact?: string
  /** What is asked back of an address, in words: its street, its number, or which of the streets that are named. Asked again with it, the question is answered. */
  asks?: { text: string; options: string[] }
  /** Present when the answer to a French question depends on a few others. */
  guide?: GuideDescription
  /** In words: that the assistant of the commune is stopped, and then there is neither answer nor candidate; or that the answer is in French for want of a translation. */
  notice?: string
  /** What to do at once where danger is heard, gravest first; absent where none is. */
  dangers?: ToldDanger[]
  /** What is said to somebody in sorrow; absent where none is heard. */
  condolence?: string
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
    const snapshot = await context.snapshotOf(communeId)
    const { index, entries, commune, version } = snapshot
    const base = { index, entryOf: (id: string) => entries.get(id) }
    const assessed = await assessQuestion(question, context, base, sayIn(context.say, language))
    // A question is answered in the language that it is in.
    const isStopped = context.stopOf(communeId) !== null
    const facts = isStopped ? null : await tellOnce(assessed, { snapshot, language, context })
    const recognised = facts?.language ?? assessed.language
    const isFrench = recognised === 'fr'
    const spoken = isFrench && !facts ? language : recognised
    const say = sayIn(context.say, spoken)
    const { decision, found, heard } = assessed
    const outcome = isStopped ? outcomeWhileStopped(assessed.outcome) : (facts?.outcome ?? assessed.outcome)
    const answering = decision.kind === 'answer' && outcome === 'answered' ? decision.entry.id : undefined
    const entry = entries.get(facts?.entryId ?? answering ?? '')
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
        language: recognised,
        page: null,
        ms: durationsMs.total,
      }),
    })
    return {
      language: recognised,
      translated: found.translated,
      outcome: told,
      confidence,
      ...(facts?.fact === undefined ? {} : { fact: facts.fact }),
      ...(facts?.asks && { asks: facts.asks }),
      ...(entry && {
        answer: answerIn(entry, commune, {
          say,
          now: context.now(),
          asked: context.hearAspects(question, [spoken, 'fr'])?.aspects,
        }),
        openings: describeServicesOf(entry, commune, tellingMoment(context, spoken)),
      }),
      ...(entry?.guide && !entry.expired && isFrench ? { guide: describeGuide(entry.guide, question, entries) } : {}),
      ...(notice === null ? {} : { notice: say(notice) }),
      ...(heard.dangers.length > 0 ? { dangers: heard.dangers.map((one) => toToldDanger(one, spoken)) } : {}),
      ...(heard.sorrow ? { condolence: sayDanger(heard.sorrow, spoken) } : {}),
      candidates: (isStopped ? [] : found.candidates).map(({ id, title, confidence }) => ({ id, title, confidence })),
      contentVersion: version,
      encoderVersion: found.encoderVersion,
      durationsMs,
    }
  }
}

function toToldDanger(danger: Danger, language: SpokenLanguage): ToldDanger {
  const numbers = danger.numbers.map(({ number, label }) => ({ number, label: label[language] }))
  return { kind: danger.kind, says: sayDanger(danger, language), numbers }
}
