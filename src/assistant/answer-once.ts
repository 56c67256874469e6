import { renderAnswer } from '../content/render-answer.js'
import type { Answer } from '../domain/entry.js'
import type { Language, SpokenLanguage } from '../domain/language.js'
import type { Outcome } from '../domain/outcome.js'
import type { Probability } from '../domain/probability.js'
import { type AssistantContext, sayIn } from './assistant-context.js'
import { decide, outcomeOf } from './decide.js'
import { withHeardSignals } from './languages/hear-message.js'
import { unsurePolicy } from './languages/unsure-policy.js'
import { isAboutOwnFile } from './personal-file.js'
import { screenMessage } from './screen-message.js'
import { outcomeOfSignals } from './signal-outcome.js'

/** What a question without a conversation gets. */
export interface OnceAnswered {
  /** The language recognised in the question; French when none is plain. */
  language: SpokenLanguage
  /** Whether French words that a lexicon gave were searched in place of the question's own. */
  translated: boolean
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
    const heard = context.listen(screened.searchable)
    const isFrench = heard.language === 'fr'
    const signals = withHeardSignals(screened.signals, heard, context.matchSignals)
    const found = await snapshot.index.search(isFrench ? screened.searchable : (heard.french ?? ''), { limit: 10 })
    const decision = decide(found.candidates, isFrench ? found.policy : unsurePolicy(found.policy))
    const ownFile = isAboutOwnFile({ text: screened.searchable, signals, decision }, context.matchSignals, ({ id }) =>
      snapshot.entries.get(id),
    )
    const decided = isFrench || decision.kind === 'clarify' ? outcomeOf(decision) : 'unanswerable_low_confidence'
    const outcome = outcomeOfSignals(signals) ?? (ownFile ? 'unanswerable_personal_file' : decided)
    const entry =
      decision.kind === 'answer' && outcome === 'answered' ? snapshot.entries.get(decision.entry.id) : undefined
    context.counters.add(communeId, { questions: 1, [`outcome.${outcome}`]: 1 })
    return {
      language: heard.language,
      translated: heard.french !== null,
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
