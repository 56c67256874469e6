import type { Mail } from '../../platform/mail/mail.js'
import type { Conversation, Message } from '../../platform/model/conversation.js'
import type { Handoff } from '../../platform/model/handoff.js'
import type { KeptKind } from '../../platform/model/masked-data.js'
import type { Turn } from '../../platform/model/turn.js'

/** Fields of a request that are its citizen's. */
export const OWN_FIELDS = {
  kind: true,
  reference: true,
  slot: true,
  missedCalls: true,
  status: true,
  reason: true,
  department: true,
  urgent: true,
  language: true,
  requestedAt: true,
  contact: true,
  subject: true,
  agentName: true,
  endedAt: true,
  resolution: true,
  closeReason: true,
} as const satisfies Partial<Record<keyof Handoff, true>>

/** The other fields: whose account took it, what agents settled among themselves, and what the server reckons with. A new field is in one of the two, or this does not compile. */
const TOWN_FIELDS = {
  id: true,
  conversationId: true,
  communeId: true,
  deadlineAt: true,
  watch: true,
  offer: true,
  declinedBy: true,
  alone: true,
  returnedAt: true,
  assignedAt: true,
  firstTakenAt: true,
  agentId: true,
  passedBy: true,
  takenFrom: true,
  snoozedUntil: true,
  closesAt: true,
  reopenedAt: true,
  talliedAt: true,
} as const satisfies Record<Exclude<keyof Handoff, keyof typeof OWN_FIELDS>, true>

/** A request of hers. */
export type OwnRequest = Omit<Handoff, keyof typeof TOWN_FIELDS>

/**
 * What is kept of a citizen with her conversation, for herself. What was masked is told by its kind: its value is sealed, and the key of a conversation, which
 * a shared computer may hold, does not open it. What agents wrote for each other is told by its number: it is given by the commune's data protection officer.
 */
export interface OwnData {
  conversation: Omit<Conversation, 'tokenHash'>
  messages: Message[]
  /** What the assistant decided of each of her messages, and why. */
  turns: Turn[]
  requests: OwnRequest[]
  mails: Pick<Mail, 'kind' | 'to' | 'subject' | 'text' | 'status' | 'createdAt'>[]
  sealed: { kind: KeptKind; messageSeq: number | null }[]
  /** How many notes and remarks agents keep beside it. */
  notes: number
  remarks: number
}

/** What of a request is its citizen's. */
export function ownRequest(handoff: Handoff): OwnRequest {
  const own = Object.keys(OWN_FIELDS).map((field) => [field, handoff[field as keyof typeof OWN_FIELDS]] as const)
  return Object.fromEntries(own.filter(([, value]) => value !== undefined)) as unknown as OwnRequest
}
