import type { Snapshot } from '../features/entries/catalogue/snapshot.js'
import type { Explanation } from '../features/entries/try-contract.js'
import type { Language } from '../platform/model/language.js'
import type { DecisionReason } from '../platform/model/outcome.js'
import { sayIn } from '../platform/model/say.js'
import type { Policy } from '../search/policy.js'
import type { SearchCandidate } from '../search/search-index.js'
import { type AssessedMessage, assessQuestion } from './assess-question.js'
import type { AssistantContext } from './assistant-context.js'
import { amongChoices } from './bare-subject.js'
import { toCandidates } from './evidence.js'
import { subjectGuide } from './guides/compose-guide.js'

/** Explains what the assistant would do with a first question from a content, served or not. Nothing is stored, logged or counted. */
export async function explainQuestion(
  context: AssistantContext,
  { index, entries, version }: Snapshot,
  { question, language }: { question: string; language: Language },
): Promise<Explanation> {
  const base = { index, entryOf: (id: string) => entries.get(id) }
  const assessed = await assessQuestion(question, context, base, sayIn(context.say, language))
  const { found, screened, signals } = assessed
  const searched = reasonOf(assessed)
  const mayBegin = assessed.language === 'fr' && !assessed.bare && UNSURE.has(searched)
  const reason = mayBegin && subjectGuide(entries, screened.searchable) ? 'guide' : searched
  return {
    stored: screened.text,
    masked: [...screened.masked],
    signals: [...signals],
    language: assessed.language,
    translated: found.translated,
    outcome: reason === 'guide' ? 'clarification_guided' : assessed.outcome,
    reason,
    policy: { ...found.policy, answer: answersAtOnce(found.policy) ? found.policy.answer : null },
    candidates: toCandidates(found, SHOWS_NONE.has(reason) ? [] : shownOf(assessed)),
    contentVersion: version,
    encoderVersion: found.encoderVersion,
    durationsMs: { screen: assessed.screenMs, ...found.durationsMs },
  }
}

/** What a guide of the same name goes before. */
const UNSURE: ReadonlySet<DecisionReason> = new Set(['close', 'unsure', 'vague', 'unlikely'])
const SHOWS_NONE: ReadonlySet<DecisionReason> = new Set(['signals', 'own_file', 'guide'])

function shownOf({ decision, isVague, bare, found }: AssessedMessage): readonly SearchCandidate[] {
  if (bare) return amongChoices(found.candidates, bare)
  if (decision.kind === 'answer') return [decision.entry]
  return decision.kind === 'clarify' || isVague ? decision.candidates : []
}

function answersAtOnce({ answer }: Policy): boolean {
  return Number.isFinite(answer)
}

function reasonOf({ outcome, isVague, bare, found: { candidates, policy } }: AssessedMessage): DecisionReason {
  if (outcome === 'unanswerable_personal_file') return 'own_file'
  if (outcome === 'unanswerable_no_words') return 'no_words'
  if (outcome === 'answered') return 'sure'
  if (outcome === 'clarification' && (isVague || bare)) return 'vague'
  if (outcome === 'clarification' && !answersAtOnce(policy)) return 'foreign'
  if (outcome === 'clarification') return (candidates[0]?.confidence ?? 0) >= policy.answer ? 'close' : 'unsure'
  return outcome === 'unanswerable_low_confidence' ? 'unlikely' : 'signals'
}
