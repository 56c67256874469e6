import type { AddressTalk } from './address.js'
import type { GuideProgress } from './guide.js'
import type { HandoffReason } from './handoff.js'
import type { Language, RecognisedLanguage } from './language.js'
import type { LastPlace } from './local-fact.js'
import type { Payload } from './payload.js'
import type { Rating } from './rating.js'
import type { Turn } from './turn.js'

/** Who writes messages. */
export const AUTHORS = ['citizen', 'assistant', 'agent', 'system'] as const
/** One of {@link AUTHORS}. */
export type Author = (typeof AUTHORS)[number]

/** A message as stored. Personal data of citizens' texts was masked before it got here. */
export interface Message {
  id: string
  /** 1, 2, 3… without a hole within a conversation. */
  seq: number
  author: Author
  /** First name or service shown for an agent. */
  authorName?: string
  /** ISO instant. */
  at: string
  language: RecognisedLanguage
  payload: Payload
  /** The sender's own id, by which a repeated send is recognised. */
  clientId?: string
  /** A citizen's opinion of an assistant's answer. */
  feedback?: Feedback
}

/** A message to append; the store gives it its id and sequence number. */
export type NewMessage = Omit<Message, 'id' | 'seq' | 'feedback'>

/** Thumbs of a citizen, or "this is not my question". */
export const FEEDBACKS = ['helpful', 'unhelpful', 'not_my_question'] as const
/** One of {@link FEEDBACKS}. */
export type Feedback = (typeof FEEDBACKS)[number]

/** One citizen's talk with the town hall. */
export interface Conversation {
  id: string
  communeId: string
  /** SHA-256 of the citizen's token, base64url. The token itself is never stored. Empty, which no token has, where an agent writes for the person. */
  tokenHash: string
  createdAt: string
  updatedAt: string
  language: Language
  /** Absent: the citizen writes herself, on the town's site. */
  channel?: Channel
  /** Path of the page she was on, without query. */
  page: string | null
  status: 'open' | 'closed'
  memory: DialogueMemory
  /** What the citizen thinks of it, once she was asked. */
  rating?: Rating
  /** Where it goes on, when another bot has handed it over. */
  remote?: RemoteTalk
}

/** A talk that another bot has handed over to the town's agents (docs/botpress.md): its own ids, and what it was told. */
export interface RemoteTalk {
  conversationId: string
  botId: string
  integrationId: string
  /** The last message of ours that it has. */
  sent: number
  /** Id of the agent who it knows has taken it. */
  assigned: string | null
  /** It knows that the talk is over. */
  over?: true
}

/** What the assistant remembers between two messages of a conversation. */
export interface DialogueMemory {
  /** Identical failures in a row; two offer a human. */
  failures: number
  /** Entries proposed by the last clarification or refused since; not proposed again at once. */
  refusedEntryIds: string[]
  /** Whether the last reply asked back; never two clarifications in a row. */
  askedBack: boolean
  /** The last question as masked, to search again when a proposal is refused. */
  lastQuestion: string | null
  /** The language of the last message in words, when it is not French: what its buttons bring is said in it. */
  language?: RecognisedLanguage
  /** Where she stands in the questions that come before an entry. */
  guide?: GuideProgress
  /** Entries on the buttons of the last reply, in their order: what "oui" or "le deuxième" is about. */
  proposedEntryIds?: string[]
  /** The entry that was shown last, while none is proposed: what "combien ça coûte ?" is about. */
  shownEntryId?: string
  /** Entries that were proposed beside the one that was then chosen: what "l'autre" is about. */
  otherEntryIds?: string[]
  /** The place of the town that the last fact was about, while no entry is shown: what "et dimanche ?" is about. */
  lastPlace?: LastPlace
  /** Where she lives, as far as something was asked of it. */
  address?: AddressTalk
  /** The person that the last reply offered, and nothing else, by its button, and why: what "oui" takes. */
  offered?: { button: 'human' | 'leave-message'; reason: HandoffReason }
  /** Whether the last reply asked for a question. */
  invited?: true
  /** Whether her sorrow was met with a sentence. */
  condoled?: true
  /** Whether the last reply proposed the entries that the one before it had proposed. */
  proposedAgain?: true
}

/** The memory of a conversation that has not begun. */
export const EMPTY_MEMORY: DialogueMemory = { failures: 0, refusedEntryIds: [], askedBack: false, lastQuestion: null }

/** A conversation that begins at an instant, with nothing said. Without a token's hash no citizen reaches it. Pure. */
export function newConversation(
  begun: Pick<Conversation, 'id' | 'communeId' | 'language'> &
    Partial<Pick<Conversation, 'tokenHash' | 'channel' | 'page'>>,
  at: string,
): Conversation {
  return { tokenHash: '', createdAt: at, updatedAt: at, page: null, status: 'open', memory: EMPTY_MEMORY, ...begun }
}

/** What is remembered whatever the last reply was: what it proposed, showed or offered is left out. */
export function beyondLastReply(memory: DialogueMemory): DialogueMemory {
  const { failures, refusedEntryIds, askedBack, lastQuestion, language, guide, lastPlace, address, condoled } = memory
  return {
    failures,
    refusedEntryIds,
    askedBack,
    lastQuestion,
    ...(language === undefined ? {} : { language }),
    ...(guide === undefined ? {} : { guide }),
    ...(lastPlace === undefined ? {} : { lastPlace }),
    ...(address?.streets.length === 1 ? { address: { kind: address.kind, streets: address.streets } } : {}),
    ...(condoled === undefined ? {} : { condoled }),
  }
}

/**
 * What is remembered once an agent has spoken: "oui", "1" and "combien ça coûte ?" are not about what the assistant had asked or shown before. The buttons of a
 * guide still lead on.
 */
export function afterAgent(memory: DialogueMemory): DialogueMemory {
  const { guide, lastPlace: _, ...rest } = beyondLastReply(memory)
  return { ...rest, askedBack: false, ...(guide ? { guide: { ...guide, asking: null } } : {}) }
}

/** Everything of a conversation, for the agent who takes it. */
export interface Transcript {
  conversation: Conversation
  messages: Message[]
  turns: Turn[]
}

/** How a person came: she writes on the town's site, stands at the counter, or phones. */
export const CHANNELS = ['web', 'counter', 'phone'] as const
/** One of {@link CHANNELS}. */
export type Channel = (typeof CHANNELS)[number]

/** Channels on which an agent writes for the person. */
export const DESK_CHANNELS = ['counter', 'phone'] as const satisfies readonly Channel[]
/** One of {@link DESK_CHANNELS}. */
export type DeskChannel = (typeof DESK_CHANNELS)[number]
