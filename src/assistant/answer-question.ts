import type { DialogueMemory } from '../domain/conversation.js'
import type { Entry } from '../domain/entry.js'
import type { Payload } from '../domain/payload.js'
import type { Probability } from '../domain/probability.js'
import type { Candidate } from '../domain/turn.js'
import type { SearchCandidate, SearchResult } from '../retrieval/search-index.js'
import type { AssistantContext } from './assistant-context.js'
import { composeAnswer, composeChoice } from './compose.js'
import { type Decision, decide } from './decide.js'
import { failing, humanOffer, type Step } from './steps.js'
import type { Conclusion, TurnDraft } from './turn-draft.js'

/** Searches the published entries and does what the decision says. Always concludes, so it comes last. */
export const answerQuestion: Step = async (turn, context) => {
  const { memory } = turn.conversation
  const found = await searchEntries(turn, turn.screened.searchable)
  const decision = decide(found.candidates, found.policy, {
    askedBack: memory.askedBack,
    refusedEntryIds: [],
  })
  const evidence = { candidates: toCandidates(found, decision), encoderVersion: found.encoderVersion }
  const remembered: DialogueMemory = {
    ...memory,
    refusedEntryIds: [],
    askedBack: false,
    lastQuestion: turn.screened.searchable,
  }
  const mood = await answerMood(turn, context, decision)
  if (mood) return { ...mood, ...evidence, memory: { ...remembered, failures: 0 } }
  switch (decision.kind) {
    case 'answer': {
      const entry = entryOf(turn, decision.entry)
      return {
        ...evidence,
        outcome: 'answered',
        entryId: entry.id,
        payloads: [composeAnswer(entry, turn.snapshot, turn.say)],
        memory: { ...remembered, failures: 0 },
      }
    }
    case 'clarify': {
      const entries = decision.candidates.map((candidate) => entryOf(turn, candidate))
      const question = turn.say(entries.length === 1 ? 'answer.unsure' : 'clarification')
      return {
        ...evidence,
        outcome: 'clarification',
        payloads: [composeChoice(question, entries, turn.say)],
        memory: { ...remembered, failures: 0, askedBack: true },
      }
    }
    case 'no_answer': {
      const payloads = await composeNoAnswer(turn, context, { ...decision, floor: found.policy.floor })
      const failed = { ...evidence, outcome: 'unanswerable_low_confidence' as const, payloads, memory: remembered }
      return failing(turn, context, failed)
    }
    default:
      return decision satisfies never
  }
}

/**
 * A person is offered; likely entries come first when the assistant may not ask back again, so that a second question in a
 * row is not left with nothing.
 */
async function composeNoAnswer(
  turn: TurnDraft,
  context: AssistantContext,
  { candidates, floor }: { candidates: SearchCandidate[]; floor: Probability },
): Promise<Payload[]> {
  const among = candidates.reduce((sum, { confidence }) => sum + confidence, 0)
  if (candidates.length === 0 || among < floor) return [await humanOffer(turn, context, 'no_answer')]
  const entries = candidates.map((candidate) => entryOf(turn, candidate))
  return [
    composeChoice(turn.say('no_answer.maybe'), entries, turn.say),
    await humanOffer(turn, context, 'refused.or_human'),
  ]
}

/** "This is not my question": other candidates of the last question, and a person once there are none. */
export const proposeOthers: Step = async (turn, context) => {
  if (turn.input.choice !== 'none') return null
  const { memory } = turn.conversation
  const refusedBefore = memory.refusedEntryIds
  const found = memory.lastQuestion ? await searchEntries(turn, memory.lastQuestion) : null
  const shown = lastShown(found, refusedBefore)
  const refusedEntryIds = [...refusedBefore, ...shown.map(({ id }) => id)]
  const others =
    refusedBefore.length > 0
      ? []
      : (found?.candidates ?? []).filter(({ id }) => !refusedEntryIds.includes(id)).slice(0, 3)
  const next: DialogueMemory = {
    ...memory,
    refusedEntryIds: [...refusedEntryIds, ...others.map(({ id }) => id)],
    askedBack: true,
  }
  const evidence = found ? { encoderVersion: found.encoderVersion } : {}
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

/** What the last reply showed of a search: its first candidates that had not been refused yet. */
function lastShown(found: SearchResult | null, refused: readonly string[]): SearchCandidate[] {
  if (!found) return []
  const decision = decide(found.candidates, found.policy, { askedBack: false, refusedEntryIds: refused })
  if (decision.kind === 'answer') return [decision.entry]
  return decision.kind === 'clarify' ? decision.candidates : []
}

/** "I don't understand" and anger call for a person, unless the same message holds a question with a sure answer. */
async function answerMood(
  turn: TurnDraft,
  context: AssistantContext,
  decision: Decision<SearchCandidate>,
): Promise<Pick<Conclusion, 'outcome' | 'payloads'> | null> {
  if (decision.kind === 'answer') return null
  if (turn.screened.signals.includes('not-understood')) {
    return {
      outcome: 'escalated_not_understood',
      payloads: [await humanOffer(turn, context, 'human.offer_not_understood')],
    }
  }
  if (turn.screened.signals.includes('anger')) {
    return { outcome: 'escalated_anger', payloads: [await humanOffer(turn, context, 'human.offer_anger')] }
  }
  return null
}

async function searchEntries(turn: TurnDraft, text: string): Promise<SearchResult> {
  const result = await turn.snapshot.index.search(text, { limit: 10 })
  for (const [stage, ms] of Object.entries(result.durationsMs)) turn.durationsMs[stage] = ms
  return result
}

function entryOf(turn: TurnDraft, candidate: SearchCandidate): Entry {
  const entry = turn.snapshot.entries.get(candidate.id)
  if (!entry) throw new Error(`the index knows an entry that the snapshot does not: ${candidate.id}`)
  return entry
}

/** Candidates as a turn keeps them: those that the decision used are marked. */
export function toCandidates(found: SearchResult, decision: Decision<SearchCandidate>): Candidate[] {
  const used = new Set(
    decision.kind === 'answer'
      ? [decision.entry.id]
      : decision.kind === 'clarify'
        ? decision.candidates.map(({ id }) => id)
        : [],
  )
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
