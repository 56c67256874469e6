import type { Channel, Message, Transcript } from './conversation.js'
import type { Handoff } from './handoff.js'
import { payloadText } from './payload.js'
import type { Turn } from './turn.js'

/** What a conversation is about, as far as the assistant can tell. */
export interface Topic {
  entryId: string
  title: string
}

/** What a list of conversations shows of one, so that it need not read it whole. */
export interface Digest {
  messageCount: number
  /** Last words of the citizen, masked; `null` when she has said nothing. */
  lastText: string | null
  lastAt: string | null
  /** Whether the last word is the citizen's rather than an agent's. */
  awaitingAgent: boolean
  /** When an agent spoke last; `null` when none did. */
  agentSpokeAt: string | null
  /** Since when words of hers wait for an agent; `null` when none do. */
  awaitingSince: string | null
  topic: Topic | null
  channel: Channel
}

/** A request with what a list shows of its conversation. */
export interface QueuedHandoff {
  handoff: Handoff
  digest: Digest
}

/**
 * Whether a request waits for an agent's answer: nobody has it, the last word is its citizen's, or its agent has said nothing since it came to her,
 * whoever spoke last before. Pure.
 */
export function awaitsAnswer({ handoff, digest }: QueuedHandoff): boolean {
  return handoff.status === 'pending' || digest.awaitingAgent || isUntouched({ handoff, digest })
}

/** Since when, ISO instant: her first words without an answer, or since her agent has it; `null` while nothing was said in it. Pure. */
export function awaitsAnswerSince({ handoff, digest }: QueuedHandoff): string | null {
  const { awaitingSince, agentSpokeAt } = digest
  if (awaitingSince !== null || agentSpokeAt === null) return awaitingSince
  return isUntouched({ handoff, digest }) ? handoff.assignedAt : null
}

function isUntouched({ handoff: { status, assignedAt }, digest: { agentSpokeAt } }: QueuedHandoff): boolean {
  return status === 'assigned' && (agentSpokeAt ?? '') < (assignedAt ?? '')
}

/** Longest last words kept: a row of a list has two lines. */
const MOST_CHARACTERS = 300
/** Below it, a candidate that nobody was shown says nothing of the subject. */
const LEAST_CONFIDENCE = 0.25

/** Sums a conversation up. Looks back from its end, so it costs little however long it is. Pure. */
export function digestOf({ conversation, messages, turns }: Transcript): Digest {
  const last = messages.findLast(({ author }) => author === 'citizen')
  const spoken = messages.findLast(({ author }) => author === 'citizen' || author === 'agent')
  return {
    messageCount: messages.length,
    lastText: last ? payloadText(last.payload).slice(0, MOST_CHARACTERS) : null,
    lastAt: last?.at ?? null,
    awaitingAgent: spoken?.author !== 'agent',
    agentSpokeAt: messages.findLast(({ author }) => author === 'agent')?.at ?? null,
    awaitingSince: unansweredSince(messages),
    topic: topicOf(turns),
    channel: conversation.channel ?? 'web',
  }
}

/** The entry of the last turn that found one: the one that was given, else the best candidate. */
function topicOf(turns: readonly Turn[]): Topic | null {
  for (const { entryId, candidates } of turns.toReversed()) {
    const given = candidates.find((candidate) => candidate.entryId === entryId)
    const best = candidates.find(({ kept, confidence }) => kept || confidence >= LEAST_CONFIDENCE)
    const topic = given ?? best
    if (topic) return { entryId: topic.entryId, title: topic.title }
  }
  return null
}

/** When the citizen said the first of the words that no agent has answered yet, ISO instant; `null` when an agent spoke last, or nobody did. Pure. */
export function unansweredSince(messages: readonly Pick<Message, 'author' | 'at'>[]): string | null {
  const lastAnswer = messages.findLastIndex(({ author }) => author === 'agent')
  return messages.slice(lastAnswer + 1).find(({ author }) => author === 'citizen')?.at ?? null
}
