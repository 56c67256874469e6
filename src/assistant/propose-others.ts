import type { DialogueMemory } from '../platform/model/conversation.js'
import type { SearchCandidate, SearchResult } from '../search/search-index.js'
import type { AssistantContext } from './assistant-context.js'
import { composeChoice } from './compose.js'
import { decide } from './decide.js'
import { entryOf, evidenceOf } from './evidence.js'
import { humanOffer } from './human-offer.js'
import type { Searched } from './languages/search-message.js'
import { searchInTurn } from './search-in-turn.js'
import type { Step, TurnDraft } from './turn-draft.js'

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

/** Searches a question that was searched before, in the language that it is in. */
function searchAgain(turn: TurnDraft, context: AssistantContext, text: string): Promise<Searched> {
  return searchInTurn(turn, context, { text, language: context.listen(text).language })
}
