import type { Aspect } from '../../features/entries/model/aspect.js'
import type { Entry } from '../../platform/model/entry.js'
import type { AssistantContext } from '../assistant-context.js'
import { beforeAsking, saidBefore } from '../before-asking.js'
import { composeAspects, composeChoice } from '../compose.js'
import type { AskedAspects } from '../hear-aspects.js'
import { humanOffer, showEntry } from '../human-offer.js'
import { speakIn } from '../languages/hear-message.js'
import { ABOVE_A_TALK, isSmallTalk } from '../signal-matcher.js'
import type { Conclusion, Step, TurnDraft } from '../turn-draft.js'

/**
 * "Combien ça coûte ?", "c'est où ?" after an answer, or of the one entry that was proposed: what it says of that. Of several that were proposed, which one is asked, as it
 * is of whoever says yes to them, or "les deux". Where that entry says nothing of it, or the message names a subject of its own, the next steps search.
 */
export const answerFollowUp: Step = async (turn, context) => {
  const { proposedEntryIds, shownEntryId } = turn.conversation.memory
  if (turn.input.choice) return null
  if (ABOVE_A_TALK.some((signal) => turn.screened.signals.includes(signal))) return null
  const ids = shownEntryId === undefined ? (proposedEntryIds ?? []) : [shownEntryId]
  const entries = ids.flatMap((id) => turn.snapshot.entries.get(id) ?? []).filter(({ expired }) => !expired)
  const [entry, another] = entries
  if (!entry) return null
  // "Comment ça va ?" asks for no steps.
  const heard = isSmallTalk(turn.screened.signals) ? null : turn.hearAspects(turn.screened.searchable)
  const asked = heard?.isBare ? heard : null
  if (asked) answerInItsLanguage(turn, context, asked)
  if (another) return askWhich(turn, context, { entries, asked: asked?.aspects ?? null })
  return asked ? showAspects(turn, context, { entry, asked: asked.aspects }) : null
}

/** "How much?" is too short to be known as English, but for what it asks. */
function answerInItsLanguage(turn: TurnDraft, context: AssistantContext, { language }: AskedAspects): void {
  if (!turn.heard && language !== 'fr' && language !== turn.language) speakIn(turn, language, context)
}

async function showAspects(
  turn: TurnDraft,
  context: AssistantContext,
  { entry, asked }: { entry: Entry; asked: readonly Aspect[] },
): Promise<Conclusion | null> {
  const card = composeAspects(entry, asked, turn)
  if (!card) return null
  return {
    outcome: 'answered_follow_up',
    entryId: entry.id,
    payloads: await showEntry(turn, context, { entry, card }),
    memory: { ...turn.conversation.memory, failures: 0, askedBack: false },
  }
}

/** Asked a second time, with how to say which, and a person. */
async function askWhich(
  turn: TurnDraft,
  context: AssistantContext,
  { entries, asked }: { entries: readonly Entry[]; asked: readonly Aspect[] | null },
): Promise<Conclusion | null> {
  const { searchable } = turn.screened
  const { saysYes, saysNoneInParticular } = context.choices
  if (!asked && !saysYes(searchable) && !saysNoneInParticular(searchable)) return null
  const { memory } = turn.conversation
  const said = asked ? beforeAsking({ entries, confidences: [], aspects: asked }, turn) : ''
  const question = memory.proposedAgain ? 'follow_up.how' : asked && said === '' ? 'follow_up.which' : 'clarification'
  const choice = saidBefore(composeChoice(turn.say(question), entries, turn.say), said)
  return {
    outcome: 'clarification',
    payloads: memory.proposedAgain ? [choice, await humanOffer(turn, context, 'refused.or_human')] : [choice],
    memory: { ...memory, failures: 0, askedBack: true },
  }
}
