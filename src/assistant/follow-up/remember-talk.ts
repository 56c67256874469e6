import { beyondLastReply, type DialogueMemory } from '../../platform/model/conversation.js'
import { reasonOf } from '../human-offer.js'
import type { Conclusion } from '../turn-draft.js'

const ENTRY = 'entry:'

/**
 * What a conclusion leaves to be answered, read from what it says: the entries on its buttons, the entry that it shows, the person that it offers. The entry shown before stays the
 * subject until another one is shown or proposed; the place of a fact, until anything else is answered; an address, throughout. Pure.
 */
export function rememberTalk(conclusion: Conclusion, before: DialogueMemory): DialogueMemory {
  const { outcome, payloads, entryId, memory, invites, held } = conclusion
  const values = payloads.flatMap((payload) =>
    payload.type === 'choice' ? payload.options.map(({ value }) => value) : [],
  )
  const proposed = values.filter((value) => value.startsWith(ENTRY)).map((value) => value.slice(ENTRY.length))
  const shown = entryId ?? (proposed.length === 0 ? before.shownEntryId : undefined)
  const others = shown === undefined ? [] : othersOf(before, shown)
  const button = values.find((value) => value === 'human' || value === 'leave-message')
  // An answer that is being read is on its way: a person is offered to whoever will not wait.
  const isOffer = button !== undefined && proposed.length === 0 && entryId === undefined && !held
  const isStillOfPlace = outcome === 'answered_fact' || outcome === 'answered_small_talk'
  return {
    ...beyondLastReply(isStillOfPlace ? memory : withoutPlace(memory)),
    ...addressAfter(memory, before),
    ...(proposed.length > 0 ? { proposedEntryIds: proposed } : {}),
    ...(shown === undefined ? {} : { shownEntryId: shown }),
    ...(others.length > 0 ? { otherEntryIds: others } : {}),
    ...(isOffer ? { offered: { button, reason: reasonOf(outcome) } } : {}),
    ...(invites ? { invited: true } : {}),
    ...(proposed.length > 0 && proposed.join() === before.proposedEntryIds?.join() ? { proposedAgain: true } : {}),
  }
}

/** What was proposed beside an entry that is shown; while another one is, nothing. */
function othersOf(
  { proposedEntryIds = [], shownEntryId, otherEntryIds = [] }: DialogueMemory,
  shown: string,
): string[] {
  if (proposedEntryIds.includes(shown)) return proposedEntryIds.filter((id) => id !== shown)
  if (shown === shownEntryId) return otherEntryIds
  return shownEntryId !== undefined && otherEntryIds.includes(shown)
    ? [shownEntryId, ...otherEntryIds.filter((id) => id !== shown)]
    : []
}

/** What the last reply asked of an address is asked no more once something else is said. */
function addressAfter({ address }: DialogueMemory, before: DialogueMemory): Pick<DialogueMemory, 'address'> {
  if (address !== undefined && address !== before.address) return { address }
  const { address: known } = beyondLastReply(before)
  return known ? { address: known } : {}
}

function withoutPlace({ lastPlace: _, ...memory }: DialogueMemory): DialogueMemory {
  return memory
}
