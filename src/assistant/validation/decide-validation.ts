import type { User } from '../../features/accounts/staff.js'
import { readingMoment } from '../../features/entries/render/describe-service.js'
import { TURN_PREFIX } from '../../features/statistics/turn-facts.js'
import { forEachIndependently } from '../../platform/for-each-independently.js'
import { AppError } from '../../platform/model/app-error.js'
import type { Conversation } from '../../platform/model/conversation.js'
import type { RecognisedLanguage } from '../../platform/model/language.js'
import { sayIn } from '../../platform/model/say.js'
import type { ValidationResult } from '../../platform/model/turn.js'
import { type Validation, validationCounter } from '../../platform/model/validation.js'
import type { AssistantContext } from '../assistant-context.js'
import type { Speaker } from '../turn-draft.js'
import {
  type AnsweredValidation,
  chosen,
  confirmed,
  type Decided,
  expired,
  refused,
  stopped,
  withdrawn,
  written,
} from './compose-decided.js'

/** What an agent says of an answer that waits. */
export type AgentDecision =
  | { decision: 'confirm' }
  | { decision: 'choose'; entryId: string }
  | { decision: 'write'; text: string }
  | { decision: 'refuse' }

/**
 * Does what an agent decided: the citizen reads it at once, and the turn keeps who decided what. One decision for each validation.
 * @throws AppError `validation_decided` (409) when another was faster or its time was over, `entry_unpublished` (422)
 */
export async function decideValidation(
  context: AssistantContext,
  validation: Validation,
  agent: User,
  decision: AgentDecision,
): Promise<void> {
  const answered = await readAnswered(context, validation)
  if (!answered) throw new AppError('validation_decided', 409)
  const { result, decided } = await decidedBy(answered, agent, decision)
  if (!(await settle(answered, { result, agent, decided }))) throw new AppError('validation_decided', 409)
}

/** Gives the answers that no agent looked at in time, and withdraws those of citizens who talk with one by now. @returns how many */
export async function sweepValidations(context: AssistantContext): Promise<number> {
  const now = context.now().getTime()
  let settled = 0
  await forEachIndependently(await context.store.listValidations(), async (validation) => {
    const isTalking = (await context.store.findOpenHandoff(validation.conversationId))?.kind === 'live'
    if (!isTalking && Date.parse(validation.deadlineAt) > now) return
    const answered = await readAnswered(context, validation)
    if (!answered) return
    const result = isTalking || answered.speaker.conversation.status === 'closed' ? 'withdrawn' : 'expired'
    const decided = result === 'withdrawn' ? withdrawn(answered) : await unchecked(answered)
    if (await settle(answered, { result, agent: null, decided })) settled += 1
  })
  return settled
}

/** An answer that nobody looked at is given, unless the assistant may not answer by itself any more. */
function unchecked(answered: AnsweredValidation): Decided | Promise<Decided> {
  return answered.context.stopOf(answered.validation.communeId) ? stopped(answered) : expired(answered)
}

async function decidedBy(
  answered: AnsweredValidation,
  agent: User,
  decision: AgentDecision,
): Promise<{ result: ValidationResult; decided: Decided }> {
  const { speaker, validation } = answered
  switch (decision.decision) {
    case 'confirm':
      return { result: 'confirmed', decided: confirmed(answered, agent) }
    case 'choose': {
      // The proposed one, picked from the list, is a yes.
      if (decision.entryId === validation.entryId) return { result: 'confirmed', decided: confirmed(answered, agent) }
      const entry = speaker.snapshot.entries.get(decision.entryId)
      if (!entry) throw new AppError('entry_unpublished', 422, { field: 'entryId' })
      return { result: 'edited', decided: await chosen(answered, agent, entry) }
    }
    case 'write':
      return { result: 'edited', decided: written(answered, agent, decision.text) }
    case 'refuse':
      return { result: 'refused', decided: await refused(answered, agent) }
    default:
      return decision satisfies never
  }
}

async function readAnswered(context: AssistantContext, validation: Validation): Promise<AnsweredValidation | null> {
  const transcript = await context.store.getTranscript(validation.conversationId)
  const turn = transcript?.turns.find(({ messageSeq }) => messageSeq === validation.messageSeq)
  if (!transcript || !turn) return null
  const speaker = await speakerOf(context, transcript.conversation, validation.language)
  return { context, speaker, validation, turn, at: context.now().toISOString() }
}

/** @returns whether nobody had decided before */
async function settle(
  { context, validation, at }: AnsweredValidation,
  { result, agent, decided }: { result: ValidationResult; agent: User | null; decided: Decided },
): Promise<boolean> {
  const outcome = await context.store.settleValidation(validation.id, {
    ...decided,
    validation: {
      result,
      at,
      agentId: agent?.id ?? null,
      agentName: agent?.displayName ?? null,
      proposedEntryId: validation.entryId,
      waitedMs: Math.max(0, Date.parse(at) - Date.parse(validation.requestedAt)),
    },
  })
  if (outcome !== 'settled') return false
  const increments = {
    [validationCounter(result)]: 1,
    [`outcome.${decided.outcome}`]: 1,
    ...(decided.entryId === null ? {} : { [`${TURN_PREFIX}entry.${decided.entryId}`]: 1 }),
  }
  context.counters.add(validation.communeId, increments, at)
  return true
}

/** What it takes to speak to a citizen outside a turn of hers, in a language. */
async function speakerOf(
  context: AssistantContext,
  conversation: Conversation,
  language: RecognisedLanguage,
): Promise<Speaker> {
  const inFrench = new Set<string>()
  return {
    conversation,
    snapshot: await context.snapshotOf(conversation.communeId),
    language,
    say: sayIn(context.say, language, (sentence) => inFrench.add(sentence)),
    inFrench,
    momentIn: (spoken) => readingMoment(context, spoken),
    hearAspects: (words) => context.hearAspects(words, [language, 'fr']),
  }
}
