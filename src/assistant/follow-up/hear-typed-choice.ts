import type { TurnDraft } from '../turn-draft.js'
import { typedChoice } from './typed-choice.js'

/**
 * Takes words that stand for a button of the last reply as that button, once they are screened. Danger and a wish for a person are said in other words, and are heard all the
 * same; so are the words that a guide is waiting for: of its buttons, "ce n'est pas ma question" alone is heard here.
 */
export function hearTypedChoice(turn: TurnDraft): void {
  const { proposedEntryIds = [], shownEntryId, guide } = turn.conversation.memory
  if (turn.input.choice || turn.language !== 'fr') return
  const isGuided = guide !== undefined && guide.asking !== null
  const proposed = (isGuided ? [] : proposedEntryIds).flatMap((id) => {
    const entry = turn.snapshot.entries.get(id)
    return entry ? [{ id, title: entry.title }] : []
  })
  const choice = typedChoice(turn.screened.searchable, { proposed, shown: isGuided || shownEntryId !== undefined })
  if (choice) turn.input = { ...turn.input, choice }
}
