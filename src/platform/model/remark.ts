import type { RecognisedLanguage } from './language.js'
import type { Candidate } from './turn.js'

/** What an agent says of a message with one press: an answer of hers to keep, a wrong answer of the assistant, a question that an entry should know. */
export const REMARK_KINDS = ['proposed_answer', 'wrong_answer', 'missing_question'] as const
/** One of {@link REMARK_KINDS}. */
export type RemarkKind = (typeof REMARK_KINDS)[number]

/** Where a remark stands in the curators' inbox. */
export const REMARK_STATES = ['new', 'done', 'rejected'] as const
/** One of {@link REMARK_STATES}. */
export type RemarkState = (typeof REMARK_STATES)[number]

/** What a candidate of the turn is to a curator. */
export type RemarkCandidate = Pick<Candidate, 'entryId' | 'title' | 'confidence'>

/** Something that an agent noticed and a curator may act on. Every text of it is masked. */
export interface Remark {
  id: string
  communeId: string
  kind: RemarkKind
  at: string
  agentId: string
  agentName: string
  /** `null` once the conversation has aged out: what is left leads nowhere. */
  conversationId: string | null
  /** The message that it is about; `null` once the conversation has aged out. */
  messageSeq: number | null
  /** The citizen's question. */
  question: string
  language: RecognisedLanguage
  /** The answer that it is about: the agent's words, or the title of the assistant's. Empty for a question to add. */
  answer: string
  /** The entry that was shown, when there was one. */
  entryId: string | null
  /** The entry that should answer, as far as the agent knows. */
  rightEntryId: string | null
  candidates: RemarkCandidate[]
  contentVersion: string | null
  note: string
  state: RemarkState
  settledAt: string | null
  settledBy: string | null
  /** Why it was rejected; empty otherwise. */
  reason: string
}

/** What an agent adds afterwards. */
export type RemarkDetails = Pick<Remark, 'rightEntryId' | 'note'>

/** A curator's decision; `new` takes one back. */
export type RemarkDecision = Pick<Remark, 'state' | 'settledAt' | 'settledBy' | 'reason'>

/** What outlives the conversation: neither its id nor the place in it. */
export function withoutConversation(remark: Remark): Remark {
  return { ...remark, conversationId: null, messageSeq: null }
}
