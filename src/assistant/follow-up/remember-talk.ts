import type { DialogueMemory } from '../../domain/conversation.js'
import type { Conclusion } from '../turn-draft.js'

const ENTRY = 'entry:'

/**
 * What a conclusion leaves to be answered, read from what it says: the entries on its buttons, and the entry that it shows. The entry shown before stays the
 * subject until another one is shown or proposed. Pure.
 */
export function rememberTalk({ payloads, entryId, memory }: Conclusion, before: DialogueMemory): DialogueMemory {
  const { proposedEntryIds: _, shownEntryId: __, ...rest } = memory
  const values = payloads.flatMap((payload) =>
    payload.type === 'choice' ? payload.options.map(({ value }) => value) : [],
  )
  const proposed = values.filter((value) => value.startsWith(ENTRY)).map((value) => value.slice(ENTRY.length))
  const shown = entryId ?? (proposed.length === 0 ? before.shownEntryId : undefined)
  return {
    ...rest,
    ...(proposed.length > 0 ? { proposedEntryIds: proposed } : {}),
    ...(shown === undefined ? {} : { shownEntryId: shown }),
  }
}
