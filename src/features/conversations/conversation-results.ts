import type { Conversation, DialogueMemory, Message, NewMessage } from '../../platform/model/conversation.js'
import type { Handoff } from '../../platform/model/handoff.js'
import type { NewMaskedItem } from '../../platform/model/masked-data.js'
import type { Rating } from '../../platform/model/rating.js'
import type { Turn } from '../../platform/model/turn.js'
import type { NewValidation } from '../../platform/model/validation.js'

/** A citizen's message with what the assistant decided and said, written together. */
export interface TurnInput {
  conversationId: string
  /** Carries the `clientId` by which a repeated send is recognised. */
  message: NewMessage
  replies: NewMessage[]
  turn: Omit<Turn, 'messageSeq'>
  memory: DialogueMemory
  /** Its answer, which waits for an agent. */
  validation?: NewValidation
}

/** What a turn begins from. */
export interface TurnOpening {
  conversation: Conversation
  handoff: Handoff | undefined
  messageCount: number
}

/** What came of {@link ConversationStore.appendTurn}: `repeated` returns what was stored the first time, and writes nothing. */
export type TurnResult =
  | { outcome: 'appended' | 'repeated'; message: Message; replies: Message[] }
  | { outcome: 'unknown_conversation' | 'closed' }

/** What came of {@link ConversationStore.appendMessage}: `not_held`, when who writes no longer holds the handoff. */
export type MessageResult =
  | { outcome: 'appended' | 'repeated'; message: Message }
  | { outcome: 'unknown_conversation' | 'closed' | 'not_held' }

/** What a message takes with it, or depends on. */
export interface MessageExtras {
  /** What was masked in it, kept with her open handoff. */
  masked?: readonly NewMaskedItem[]
  /** Only while that agent holds the handoff. */
  heldBy?: Holder
}

/** Who must hold a handoff at the very moment of a write. */
export interface Holder {
  handoffId: string
  agentId: string
}

/** What came of {@link ConversationStore.recordFeedback}: the message as it was, with the opinion that this one takes the place of, if any. */
export type FeedbackResult = { outcome: 'recorded'; rated: Message } | { outcome: 'unknown' }

/** What came of {@link ConversationStore.recordRating}: the rating that it takes the place of, if any. */
export type RatingResult = { outcome: 'recorded'; former: Rating | null } | { outcome: 'unknown_conversation' }
