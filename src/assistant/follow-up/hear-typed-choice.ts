import type { AssistantContext } from '../assistant-context.js'
import { speakIn } from '../languages/hear-message.js'
import type { TurnDraft } from '../turn-draft.js'
import { foldPhrase } from './going-on-words.js'

/**
 * Takes words that stand for a button of the last reply as that button, once they are screened. Danger and a wish for a person are said in other words, and are heard all the
 * same; so are the words that a guide is waiting for: of its buttons, "ce n'est pas ma question" alone is heard here. Of another language than French, yes and no alone are known. What
 * is not of a language, "1" or "ok", is answered in that of the last message that was of one.
 */
export function hearTypedChoice(
  turn: TurnDraft,
  { say, talk, choices }: Pick<AssistantContext, 'say' | 'talk' | 'choices'>,
): void {
  const {
    proposedEntryIds = [],
    otherEntryIds = [],
    shownEntryId,
    offered,
    guide,
    language,
    invited,
  } = turn.conversation.memory
  const { searchable } = turn.screened
  const isBare =
    choices.saysYes(searchable) || choices.saysNo(searchable) || talk.words.other.includes(foldPhrase(searchable))
  if (turn.input.choice || (turn.language !== 'fr' && !isBare)) return
  const isGuided = guide !== undefined && guide.asking !== null
  const titled = (ids: readonly string[]) =>
    ids.flatMap((id) => {
      const entry = turn.snapshot.entries.get(id)
      return entry ? [{ id, title: entry.title }] : []
    })
  const pending = {
    proposed: isGuided ? [] : titled(proposedEntryIds),
    shown: isGuided || shownEntryId !== undefined,
    others: titled(otherEntryIds),
    mayRefuse: shownEntryId !== undefined && !isGuided && !invited,
    offered: offered?.button,
  }
  const choice = choices.typedChoice(searchable, pending, talk.words)
  if (!choice && !isBare) return
  if (choice) turn.input = { ...turn.input, choice }
  if (turn.heard || language === undefined) return
  speakIn(turn, language, { say })
}
