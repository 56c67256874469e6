import type { User } from '../../features/accounts/staff.js'
import { EMPTY_MEMORY, type NewMessage } from '../../platform/model/conversation.js'
import type { Entry } from '../../platform/model/entry.js'
import type { SystemEvent } from '../../platform/model/payload.js'
import type { MessageKey } from '../../platform/model/say.js'
import type { Candidate, Turn } from '../../platform/model/turn.js'
import type { Settlement, Validation } from '../../platform/model/validation.js'
import type { AssistantContext } from '../assistant-context.js'
import { composeChoice } from '../compose.js'
import { openEntry } from '../guides/open-entry.js'
import { humanOffer, showEntry } from '../human-offer.js'
import { stoppedOffer } from '../send-to-person.js'
import { toReply } from '../to-reply.js'
import type { Speaker } from '../turn-draft.js'

/** What is said of a decision, and what becomes of the turn; who decided is added elsewhere. */
export type Decided = Omit<Settlement, 'validation'>

/** A validation with everything that it takes to answer it. */
export interface AnsweredValidation {
  context: AssistantContext
  speaker: Speaker
  validation: Validation
  turn: Turn
  /** Now, ISO. */
  at: string
}

/** Other entries that are proposed at most when an agent says no; ones that hardly came near are not. */
const MOST_OTHERS = 3
const LEAST_CONFIDENCE = 0.05

/** Yes: the answer as it was, marked. */
export function confirmed({ speaker, validation, at }: AnsweredValidation, agent: User): Decided {
  const { held } = validation
  const notice = { key: 'validation.verified', event: 'answer_verified' } as const
  return {
    outcome: held.outcome === 'answered' ? 'answered_validated' : held.outcome,
    entryId: held.entryId,
    keptEntryIds: [validation.entryId],
    messages: [tell(speaker, at, notice, agent), ...dated(held.replies, at)],
    memory: held.memory,
  }
}

/** Another entry, chosen by the agent. */
export async function chosen(answered: AnsweredValidation, agent: User, entry: Entry): Promise<Decided> {
  const { context, speaker, validation, at } = answered
  const words = validation.held.memory.lastQuestion ?? validation.question
  const opened = openEntry(speaker, entry, { words, outcome: 'answered_by_agent' })
  const payloads = await showEntry(speaker, context, { entry, card: opened.payload })
  const notice = { key: 'validation.chosen', event: 'answer_chosen' } as const
  return {
    outcome: opened.outcome === 'answered_guided' ? 'answered_by_agent' : opened.outcome,
    entryId: opened.entryId,
    keptEntryIds: [entry.id],
    messages: [tell(speaker, at, notice, agent), ...payloads.map((payload) => toReply(payload, speaker, at))],
    memory: { ...EMPTY_MEMORY, lastQuestion: words, ...(opened.guide ? { guide: opened.guide } : {}) },
  }
}

/** Words of the agent's own, said as hers; the assistant goes on, and says so. */
export function written({ speaker, validation, at }: AnsweredValidation, agent: User, text: string): Decided {
  const { guide: _, ...memory } = validation.held.memory
  const answer: NewMessage = {
    author: 'agent',
    authorName: agent.displayName,
    at,
    language: speaker.conversation.language,
    payload: { type: 'text', text },
  }
  return {
    outcome: 'answered_by_agent',
    entryId: null,
    keptEntryIds: [],
    messages: [answer, tell(speaker, at, { key: 'validation.written', event: 'answer_chosen' }, agent)],
    memory,
  }
}

/** No: what else it may be, and a person. */
export async function refused(
  { context, speaker, validation, turn, at }: AnsweredValidation,
  agent: User,
): Promise<Decided> {
  const entries = othersOf(turn.candidates, validation.entryId, speaker)
  const offer = await humanOffer(speaker, context, entries.length > 0 ? 'refused.or_human' : 'refused.nothing')
  const choice = entries.length > 0 ? [composeChoice(speaker.say('refused.alternatives'), entries, speaker.say)] : []
  const shown = entries.map(({ id }) => id)
  const { guide: _, ...memory } = validation.held.memory
  return {
    outcome: 'unanswerable_by_agent',
    entryId: null,
    keptEntryIds: shown,
    messages: [
      tell(speaker, at, { key: 'validation.refused', event: 'answer_refused' }, agent),
      ...[...choice, offer].map((payload) => toReply(payload, speaker, at)),
    ],
    memory: { ...memory, refusedEntryIds: [validation.entryId, ...shown], askedBack: true },
  }
}

/** Nobody looked in time: what the assistant would have said alone, and that nobody checked it. */
export function expired({ speaker, validation, at }: AnsweredValidation): Decided {
  const { held } = validation
  const notice = { key: 'validation.expired', event: 'answer_unverified' } as const
  return {
    outcome: held.outcome,
    entryId: held.entryId,
    keptEntryIds: [validation.entryId],
    messages: [tell(speaker, at, notice, null), ...dated(held.replies, at)],
    memory: held.memory,
  }
}

/** Nobody looked in time, and the assistant may not answer by itself any more: a person is offered in place of the answer. */
export async function stopped({ context, speaker, validation, at }: AnsweredValidation): Promise<Decided> {
  const { guide: _, ...memory } = validation.held.memory
  return {
    outcome: 'escalated_stopped',
    entryId: null,
    keptEntryIds: [],
    messages: [toReply(await stoppedOffer(speaker, context), speaker, at)],
    memory,
  }
}

/** A person talks with her by now: the assistant keeps quiet. */
export function withdrawn({ speaker }: AnsweredValidation): Decided {
  const { memory } = speaker.conversation
  return { outcome: 'escalated_wish', entryId: null, keptEntryIds: [], messages: [], memory }
}

function tell(
  { say, conversation }: Speaker,
  at: string,
  { key, event }: { key: Extract<MessageKey, `validation.${string}`>; event: SystemEvent },
  agent: User | null,
): NewMessage {
  const text = say(key, { agent: agent?.displayName ?? '' })
  return { author: 'system', at, language: conversation.language, payload: { type: 'text', text, event } }
}

function dated(replies: readonly NewMessage[], at: string): NewMessage[] {
  return replies.map((reply) => ({ ...reply, at }))
}

function othersOf(candidates: readonly Candidate[], refusedId: string, { snapshot }: Speaker): Entry[] {
  return candidates
    .filter(({ entryId, confidence }) => entryId !== refusedId && confidence >= LEAST_CONFIDENCE)
    .flatMap(({ entryId }) => snapshot.entries.get(entryId) ?? [])
    .slice(0, MOST_OTHERS)
}
