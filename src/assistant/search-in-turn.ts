import type { RecognisedLanguage } from '../platform/model/language.js'
import type { AssistantContext } from './assistant-context.js'
import { type Searched, searchMessage } from './languages/search-message.js'
import type { TurnDraft } from './turn-draft.js'

/** Searches words of a turn's message; what the turn has searched already is not searched again. Adds to its durations. */
export function searchInTurn(
  turn: Pick<TurnDraft, 'snapshot' | 'searched' | 'durationsMs'>,
  { listen }: Pick<AssistantContext, 'listen'>,
  message: { text: string; language: RecognisedLanguage },
): Promise<Searched> {
  const key = `${message.language} ${message.text}`
  const known = turn.searched.get(key)
  if (known) return known
  const searching = searchMessage(message, { index: turn.snapshot.index, listen }).then((result) => {
    for (const [stage, ms] of Object.entries(result.durationsMs))
      turn.durationsMs[stage] = (turn.durationsMs[stage] ?? 0) + ms
    return result
  })
  turn.searched.set(key, searching)
  return searching
}
