import { translationOf } from '../../content/translation-of.js'
import type { Entry } from '../../domain/entry.js'
import type { SpokenLanguage } from '../../domain/language.js'
import type { MessageKey } from '../../domain/say.js'
import type { SearchCandidate, SearchResult } from '../../retrieval/search-index.js'
import { toCandidates } from '../answer-question.js'
import { composeChoice } from '../compose.js'
import { decide } from '../decide.js'
import { failing, humanOffer, type Step } from '../steps.js'
import { unsurePolicy } from './unsure-policy.js'

/**
 * A message in another language: the entries that its French words find are proposed, and a person. It never answers at once: a
 * rendering word by word is unsure, whatever the confidence of the search. With nothing likely, it says that it reads French.
 */
export const answerOtherLanguage: Step = async (turn, context) => {
  const { heard, snapshot } = turn
  if (!heard) return null
  const found = heard.french === null ? null : await snapshot.index.search(heard.french, { limit: 10 })
  for (const [stage, ms] of Object.entries(found?.durationsMs ?? {})) turn.durationsMs[stage] = ms
  const likely = found ? likelyOf(found) : []
  const evidence = found ? { candidates: toCandidates(found, likely), encoderVersion: found.encoderVersion } : {}
  // A guide is in French: a message in another language leaves it.
  const { guide: _, ...before } = turn.conversation.memory
  const memory = { ...before, refusedEntryIds: [], askedBack: false, lastQuestion: heard.french }
  const entries = likely
    .map(({ id }) => snapshot.entries.get(id))
    .filter((entry): entry is Entry => entry !== undefined)
  if (entries.length === 0) {
    const payloads = [await humanOffer(turn, context, 'foreign.not_read')]
    return failing(turn, context, { ...evidence, outcome: 'unanswerable_low_confidence', payloads, memory })
  }
  return {
    ...evidence,
    outcome: 'clarification',
    payloads: [
      composeChoice(turn.say(proposalKey(entries, turn.language)), entries, turn.say),
      await humanOffer(turn, context, 'refused.or_human'),
    ],
    memory: { ...memory, failures: 0, askedBack: true },
  }
}

/** What introduces proposals: whether they are translated, partly or not at all. */
function proposalKey(entries: readonly Entry[], language: SpokenLanguage): MessageKey {
  const translated = entries.filter((entry) => translationOf(entry, language).status === 'current').length
  if (translated === 0) return 'foreign.proposed'
  return translated === entries.length ? 'foreign.proposed_translated' : 'foreign.proposed_partly'
}

/** One to three candidates worth proposing; a sure one is proposed beside the next ones. */
function likelyOf({ candidates, policy }: SearchResult): SearchCandidate[] {
  const decision = decide(candidates, unsurePolicy(policy))
  return decision.kind === 'clarify' ? decision.candidates : []
}
