import type { Mail } from '../../platform/mail/mail.js'
import type { Conversation, Message } from '../../platform/model/conversation.js'
import type { Handoff } from '../../platform/model/handoff.js'
import type { KeptKind } from '../../platform/model/masked-data.js'
import type { Turn } from '../../platform/model/turn.js'

/** A request of hers. Whose account took it, and what agents settled among themselves, is theirs. */
export type OwnRequest = Pick<
  Handoff,
  | 'kind'
  | 'reference'
  | 'slot'
  | 'missedCalls'
  | 'status'
  | 'reason'
  | 'department'
  | 'urgent'
  | 'language'
  | 'requestedAt'
  | 'contact'
  | 'subject'
  | 'agentName'
  | 'endedAt'
  | 'resolution'
  | 'closeReason'
>

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
  const { kind, status, reason, urgent, language, requestedAt, contact, subject, agentName, endedAt, resolution } =
    handoff
  const { reference, slot, missedCalls, department, closeReason } = handoff
  return {
    kind,
    ...(reference === undefined ? {} : { reference }),
    ...(slot === undefined ? {} : { slot }),
    ...(missedCalls === undefined ? {} : { missedCalls }),
    status,
    reason,
    ...(department === undefined ? {} : { department }),
    urgent,
    language,
    requestedAt,
    contact,
    subject,
    agentName,
    endedAt,
    resolution,
    ...(closeReason === undefined ? {} : { closeReason }),
  }
}
