import { renderAnswer } from '../content/render-answer.js'
import type { Answer } from '../domain/entry.js'
import type { Language } from '../domain/language.js'
import type { Outcome } from '../domain/outcome.js'
import type { Probability } from '../domain/probability.js'
import { type AssistantContext, sayIn } from './assistant-context.js'
import { decide, outcomeOf } from './decide.js'
import { screenMessage } from './screen-message.js'
import { outcomeOfSignals } from './signal-outcome.js'

/** What a question without a conversation gets. */
export interface OnceAnswered {
  outcome: Outcome
  confidence: Probability | null
  answer?: Answer
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
    const screened = screenMessage(question, context.matchSignals, sayIn(context.say, language))
    const screen = performance.now() - started
    const found = await snapshot.index.search(screened.searchable, { limit: 10 })
    const decision = decide(found.candidates, found.policy)
    const outcome = outcomeOfSignals(screened.signals) ?? outcomeOf(decision)
    const entry =
      decision.kind === 'answer' && outcome === 'answered' ? snapshot.entries.get(decision.entry.id) : undefined
    context.counters.add(communeId, { questions: 1, [`outcome.${outcome}`]: 1 })
    return {
      outcome,
      confidence: found.candidates[0]?.confidence ?? null,
      ...(entry ? { answer: renderAnswer(entry, snapshot.commune) } : {}),
      candidates: found.candidates.map(({ id, title, confidence }) => ({ id, title, confidence })),
      contentVersion: snapshot.version,
      encoderVersion: found.encoderVersion,
      durationsMs: { screen, ...found.durationsMs, total: performance.now() - started },
    }
  }
}
