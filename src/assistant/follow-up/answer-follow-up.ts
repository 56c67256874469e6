import { composeSections } from '../compose.js'
import { ABOVE_A_TALK } from '../signal-matcher.js'
import { type Step, showEntry } from '../steps.js'
import { askedSections } from './asked-sections.js'

/**
 * "Combien ça coûte ?", "c'est où ?" after an answer: the part of it that says so. Where that entry has no such part, or the message names a subject of its own,
 * the next steps search. French only, as {@link askedSections}.
 */
export const answerFollowUp: Step = async (turn, context) => {
  const { memory } = turn.conversation
  const entry = memory.shownEntryId === undefined ? undefined : turn.snapshot.entries.get(memory.shownEntryId)
  if (turn.input.choice || !entry || entry.expired || turn.language !== 'fr') return null
  if (ABOVE_A_TALK.some((signal) => turn.screened.signals.includes(signal))) return null
  const asked = askedSections(turn.screened.searchable)
  const card = asked && composeSections(entry, asked, turn)
  if (!card) return null
  return {
    outcome: 'answered_follow_up',
    entryId: entry.id,
    payloads: await showEntry(turn, context, { entry, card }),
    memory: { ...memory, failures: 0, askedBack: false },
  }
}
