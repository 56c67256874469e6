import type { CommuneView } from '../../features/asking/contract.js'
import type { HandoffView, TypingView } from '../../features/conversations/contract.js'
import type { AvailabilityView } from '../../platform/http/shapes.js'
import type { Feedback, Message } from '../../platform/model/conversation.js'
import type { ChoiceValue } from '../../platform/model/payload.js'
import { mergeMessages, spokenText } from './messages.js'
import type { WordKey } from './translate.js'

/** A message of the citizen on its way. `waiting` goes by itself later; `failed` waits for her. */
export interface Outgoing {
  clientId: string
  text: string
  choice?: ChoiceValue
  at: string
  status: 'queued' | 'sending' | 'waiting' | 'failed'
  /** Why it has not gone, in words. */
  problem?: string
}

/** The papers of some answers: whether boxes are shown in place of the list, and the places of those that she has. */
export type Papers = Record<string, { shown: boolean; have: number[] }>

/** Everything the widget shows. */
export interface ConversationState {
  commune: CommuneView | null
  /** Why the widget could not start, in words. */
  loadProblem: string | null
  /** In order of `seq`, each once. */
  messages: Message[]
  outbox: Outgoing[]
  /** What she typed on this page, by `clientId`: kept nowhere else. */
  typed: Record<string, string>
  handoff: HandoffView | null
  availability: AvailabilityView | null
  closed: boolean
  /** Whether she has said what she thinks of the conversation, or that she would rather not. */
  rated: boolean
  /** The last sign that the agent writes; a new object each time. */
  typing: TypingView | null
  /** Whether the server has been out of reach for longer than a blink. */
  lost: boolean
  /** Whether simplified versions are shown where there is one. */
  simple: boolean
  /** What she has marked on the lists of papers. */
  papers: Papers
  /** Why what she asked for has not been done, in words, until she goes on. */
  refusal: string
  /** Something that happened to the whole conversation. */
  notice: WordKey | null
  /** What screen readers hear. A new `id` is a new announcement, even of the same words. */
  announcement: { id: number; text: string }
  /** What they hear next, together. */
  toSay: readonly string[]
  /** Last message seen by the citizen, in any tab. */
  seenSeq: number
  /** Last message that an agent has had before her eyes. */
  readSeq: number
  /** Whether a conversation begun before is on its way: until then, nothing is said in its place. */
  resuming: boolean
}

/** What happens to a conversation. */
export type ConversationEvent =
  /** Something read as it is. */
  | {
      type: 'read'
      values: Partial<
        Pick<
          ConversationState,
          | 'commune'
          | 'loadProblem'
          | 'handoff'
          | 'availability'
          | 'closed'
          | 'rated'
          | 'typing'
          | 'lost'
          | 'simple'
          | 'papers'
          | 'refusal'
        >
      >
    }
  | { type: 'queued'; outgoing: Outgoing }
  | { type: 'outgoing_changed'; clientId: string; status: Outgoing['status']; problem?: string }
  | { type: 'received'; messages: Message[]; fresh: boolean }
  | { type: 'rated'; messageId: string; feedback: Feedback }
  | { type: 'announced'; text: string }
  /** What waited to be announced now is. */
  | { type: 'said' }
  | { type: 'seen'; seq: number }
  /** As another page of hers remembers it. */
  | { type: 'resumed'; seenSeq: number; readSeq: number }
  | { type: 'restarted'; notice: WordKey | null; keepOutbox: boolean }

/** A widget that has not been opened. */
export const INITIAL_STATE: ConversationState = {
  commune: null,
  loadProblem: null,
  messages: [],
  outbox: [],
  typed: {},
  handoff: null,
  availability: null,
  closed: false,
  rated: false,
  typing: null,
  lost: false,
  simple: false,
  papers: {},
  refusal: '',
  notice: null,
  announcement: { id: 0, text: '' },
  toSay: [],
  seenSeq: 0,
  readSeq: 0,
  resuming: false,
}

/** The only place where the conversation's state changes. Pure. */
export function reduce(state: ConversationState, event: ConversationEvent): ConversationState {
  switch (event.type) {
    case 'read':
      return { ...state, ...event.values, readSeq: Math.max(state.readSeq, event.values.handoff?.readSeq ?? 0) }
    case 'queued':
      return { ...state, outbox: [...state.outbox, event.outgoing], refusal: '' }
    case 'outgoing_changed':
      return {
        ...state,
        outbox: state.outbox.map((one) => (one.clientId === event.clientId ? changed(one, event) : one)),
      }
    case 'received':
      return received(state, event.messages, event.fresh)
    case 'rated':
      return {
        ...state,
        messages: state.messages.map((one) =>
          one.id === event.messageId ? { ...one, feedback: event.feedback } : one,
        ),
      }
    case 'announced':
      return { ...state, toSay: [...state.toSay, event.text] }
    case 'said':
      return { ...state, announcement: { id: state.announcement.id + 1, text: state.toSay.join('\n') }, toSay: [] }
    case 'seen':
      return { ...state, seenSeq: Math.max(state.seenSeq, event.seq) }
    case 'resumed':
      return { ...state, seenSeq: event.seenSeq, readSeq: event.readSeq, resuming: true }
    case 'restarted':
      return restarted(state, event.notice, event.keepOutbox)
    default:
      return event satisfies never
  }
}

function changed(
  outgoing: Outgoing,
  { status, problem = outgoing.problem }: { status: Outgoing['status']; problem?: string },
): Outgoing {
  return problem === undefined ? { ...outgoing, status } : { ...outgoing, status, problem }
}

function received(state: ConversationState, incoming: Message[], fresh: boolean): ConversationState {
  const known = new Set(state.messages.map((message) => message.seq))
  const messages = mergeMessages(state.messages, incoming)
  const arrived = new Set(incoming.map((message) => message.clientId))
  const outbox = state.outbox.filter((one) => !arrived.has(one.clientId))
  const typed = { ...state.typed }
  for (const { clientId, text } of state.outbox) typed[clientId] = text
  const news = incoming.filter((message) => message.author !== 'citizen' && !known.has(message.seq))
  return {
    ...state,
    messages,
    outbox,
    typed,
    resuming: false,
    toSay: fresh ? news.reduce(sayAfter, state.toSay) : state.toSay,
  }
}

/** What saves a life is said before anything else. */
function sayAfter(toSay: readonly string[], message: Message): readonly string[] {
  const text = spokenText(message)
  return 'emergency' in message.payload && message.payload.emergency ? [text, ...toSay] : [...toSay, text]
}

function restarted(state: ConversationState, notice: WordKey | null, keepOutbox: boolean): ConversationState {
  const { commune, availability, outbox, simple, announcement } = state
  return { ...INITIAL_STATE, commune, availability, simple, outbox: keepOutbox ? outbox : [], announcement, notice }
}
