import { readAvailability } from '../../features/handoffs/queue/routing.js'
import type { DialogueMemory } from '../../platform/model/conversation.js'
import type { Entry } from '../../platform/model/entry.js'
import type { Choice } from '../../platform/model/payload.js'
import type { Probability } from '../../platform/model/turn.js'
import { DEFAULT_VALIDATION_SECONDS, needsValidation } from '../../platform/model/validation.js'
import type { AssistantContext } from '../assistant-context.js'
import { toReply } from '../to-reply.js'
import type { Conclusion, TurnDraft } from '../turn-draft.js'

/** An answer that is about to be given. */
interface Answering {
  entry: Entry
  confidence: Probability
  conclusion: Conclusion
  /** What is remembered while the answer waits: nothing was shown yet. */
  meanwhile: DialogueMemory
}

/**
 * Holds an answer for an agent where the commune wants it and somebody is there; the citizen is told that a person checks it, and can call one
 * instead. Otherwise the answer is given at once.
 */
export async function holdForAgent(
  turn: TurnDraft,
  context: AssistantContext,
  { entry, confidence, conclusion, meanwhile }: Answering,
): Promise<Conclusion> {
  const { validation } = turn.snapshot.commune
  // An open request here is a message that was left: its agent reads what comes, in her own time. Of an entry that has expired nothing is shown.
  if (turn.handoff || entry.expired || !needsValidation(validation, { confidence, category: entry.category }))
    return conclusion
  const { canTalk } = await readAvailability(context.handoffContext, turn.conversation.communeId)
  if (!canTalk) return conclusion
  const human: Choice = { label: turn.say('human.talk'), value: 'human' }
  const { entryId = null, ...concluded } = conclusion
  const { outcome, payloads, memory } = concluded
  const at = context.now().toISOString()
  return {
    ...concluded,
    outcome: 'held_validation',
    payloads: [{ type: 'choice', text: turn.say('validation.held'), options: [human], event: 'answer_held' }],
    memory: meanwhile,
    held: {
      entryId: entry.id,
      reply: { outcome, entryId, replies: payloads.map((payload) => toReply(payload, turn, at)), memory },
      seconds: validation?.seconds ?? DEFAULT_VALIDATION_SECONDS,
    },
  }
}
