import type { Aspect } from '../../features/entries/model/aspect.js'
import type { Entry } from '../../platform/model/entry.js'
import { beginGuide, type Guide, type GuideProgress, nextStep } from '../../platform/model/guide.js'
import type { Outcome } from '../../platform/model/outcome.js'
import type { Payload } from '../../platform/model/payload.js'
import { composeAnswer } from '../compose.js'
import { shownAs } from '../to-reply.js'
import type { Speaker } from '../turn-draft.js'
import { composeEnd, composeGeneral, composeQuestion } from './compose-guide.js'
import { hearAnswers } from './hear-answers.js'

/** An entry as it is shown: its answer, or the first question of its guide. */
export interface Opened {
  outcome: Outcome
  payload: Payload
  /** The entry that is shown; `null` while a question is asked. */
  entryId: string | null
  guide?: GuideProgress
}

/**
 * Shows an entry that was found or chosen. Of one that has a guide, what was surely found is answered at once, with a button to tell her case; a choice asks
 * its first question that the citizen's words do not already answer. A guide is in
 * French, as entries are: in another language its entry is shown at once.
 * @param words what the citizen asked, in which answers are looked for, and what of the entry answers first
 */
export function openEntry(
  turn: Speaker,
  entry: Entry,
  { words, outcome }: { words: string; outcome: Outcome },
): Opened {
  const { guide } = entry
  const asked = turn.hearAspects(words)?.aspects ?? []
  if (entry.expired || !guide || turn.language !== 'fr')
    return { outcome: shownAs(entry, outcome), payload: composeAnswer(entry, turn, asked), entryId: entry.id }
  const progress = beginGuide(guide, entry.id, hearAnswers(guide, words, null).values)
  const opened = proceed(turn, guide, { progress, asked })
  // A sure entry answers first, and its guide is a button; one that was chosen among others is asked about.
  return opened.entryId === null && outcome === 'answered'
    ? { outcome, payload: composeGeneral(entry, turn, asked), entryId: entry.id }
    : opened
}

/** Asks the next question of a guide, or shows where it led. `before` is said before the question. */
export function proceed(
  turn: Speaker,
  guide: Guide,
  { progress, before, asked }: { progress: GuideProgress; before?: string; asked?: readonly Aspect[] },
): Opened {
  const step = nextStep(guide, progress)
  if (step.kind === 'ask') {
    const payload = composeQuestion(step, { guide, progress, before }, turn.say)
    return {
      outcome: 'clarification_guided',
      payload,
      entryId: null,
      guide: { ...progress, asking: step.question.slot },
    }
  }
  const entry = turn.snapshot.entries.get(step.end.entryId) ?? turn.snapshot.entries.get(progress.entryId)
  if (!entry) throw new Error(`a guide leads to an entry that the snapshot does not have: ${step.end.entryId}`)
  const payload = composeEnd(entry, { guide, progress, end: step.end, asked: asked ?? askedBefore(turn) }, turn)
  const outcome = shownAs(entry, 'answered_guided')
  return { outcome, payload, entryId: entry.id, guide: { ...progress, asking: null } }
}

/** What was asked before the guide began. */
function askedBefore({ conversation, hearAspects }: Speaker): readonly Aspect[] {
  return hearAspects(conversation.memory.lastQuestion ?? '')?.aspects ?? []
}
