import type { Language } from './language.js'

/** Where a handoff stands. `pending` and `assigned` are open; the others are final. */
export type HandoffStatus = 'pending' | 'assigned' | 'resolved' | 'expired' | 'rejected' | 'cancelled'

/** Why a human was called. */
export type HandoffReason =
  | 'citizen_wish'
  | 'distress'
  | 'emergency'
  | 'anger'
  | 'not_understood'
  | 'repeated_failure'
  | 'no_answer'
  | 'personal_file'
  | 'not_my_question'

/** How an agent ended a handoff. `reached` and `done` are results of a call-back or of a message left. */
export const RESOLUTIONS = [
  'answered',
  'redirected',
  'appointment',
  'called_back',
  'no_reply',
  'out_of_scope',
  'reached',
  'done',
] as const
/** One of {@link RESOLUTIONS}. */
export type Resolution = (typeof RESOLUTIONS)[number]

/** Half of a day on which the reception phones. */
export const HALVES = ['morning', 'afternoon'] as const
/** One of {@link HALVES}. */
export type Half = (typeof HALVES)[number]

/** A half-day in which a citizen is phoned. */
export interface BookedSlot {
  /** ISO `YYYY-MM-DD`, in the commune's time zone. */
  day: string
  half: Half
  /** ISO instants, `[startsAt, endsAt)`: the opening hours at the time of the request. */
  startsAt: string
  endsAt: string
}

/** How to reach a citizen who left a message or wishes to be phoned. At least one of `phone` and `email` is given. Erased with its conversation. */
export interface Contact {
  name: string
  phone?: string
  email?: string
}

/** A citizen's wait for, and talk with, an agent; a message left outside opening hours; or a wish to be phoned. */
export interface Handoff {
  id: string
  conversationId: string
  communeId: string
  /** `live`: she waits in the conversation. `message`, `callback`: she left contact details and may be gone. */
  kind: 'live' | 'message' | 'callback'
  /** What the citizen reads on the phone, e.g. `VR-7K3-46Q`; absent from what an earlier version stored. */
  reference?: string
  /** When she is phoned: of a `callback`, and of no other. */
  slot?: BookedSlot
  /** ISO instants at which an agent phoned and nobody answered. */
  missedCalls?: string[]
  status: HandoffStatus
  reason: HandoffReason
  urgent: boolean
  language: Language
  requestedAt: string
  /** When a pending live handoff expires, ISO instant; `null` for the others, which wait as long as they must. */
  deadlineAt: string | null
  contact: Contact | null
  /** Last words of the citizen at the time of the request, masked. */
  subject: string
  assignedAt: string | null
  agentId: string | null
  agentName: string | null
  endedAt: string | null
  resolution: Resolution | null
}

/** A handoff to store; the store gives it its id. */
export type NewHandoff = Pick<
  Handoff,
  | 'conversationId'
  | 'communeId'
  | 'kind'
  | 'reason'
  | 'urgent'
  | 'language'
  | 'requestedAt'
  | 'deadlineAt'
  | 'contact'
  | 'subject'
  | 'reference'
  | 'slot'
>

/** Something that happens to a handoff. */
export type HandoffAction =
  | { type: 'claim'; agentId: string; agentName: string; at: string }
  | { type: 'resolve'; agentId: string; resolution: Resolution; at: string }
  | { type: 'release'; agentId: string; deadlineAt: string; at: string }
  /** Nobody answered the phone: the request stays with its agent. */
  | { type: 'miss'; agentId: string; at: string }
  | { type: 'expire'; at: string }
  | { type: 'cancel'; at: string }

/** Why an action could not be applied. */
export type TransitionRefusal = 'taken' | 'not_yours' | 'ended' | 'not_pending' | 'no_phone'

/** Whether a handoff still concerns someone. */
export function isOpen(handoff: Handoff): boolean {
  return handoff.status === 'pending' || handoff.status === 'assigned'
}

/** The only place where a handoff changes state: returns the new handoff, or why the action is refused. Pure. */
export function transition(
  handoff: Handoff,
  action: HandoffAction,
): { ok: true; handoff: Handoff } | { ok: false; refusal: TransitionRefusal } {
  if (!isOpen(handoff)) return { ok: false, refusal: 'ended' }
  switch (action.type) {
    case 'claim': {
      if (handoff.status === 'assigned') return { ok: false, refusal: 'taken' }
      const { agentId, agentName, at } = action
      return changed(handoff, { status: 'assigned', agentId, agentName, assignedAt: at, deadlineAt: null })
    }
    case 'resolve': {
      if (handoff.agentId !== action.agentId) return { ok: false, refusal: 'not_yours' }
      return changed(handoff, { status: 'resolved', resolution: action.resolution, endedAt: action.at })
    }
    case 'release': {
      if (handoff.agentId !== action.agentId) return { ok: false, refusal: 'not_yours' }
      const deadlineAt = handoff.kind === 'live' ? action.deadlineAt : null
      return changed(handoff, { status: 'pending', agentId: null, agentName: null, assignedAt: null, deadlineAt })
    }
    case 'miss': {
      if (handoff.agentId !== action.agentId) return { ok: false, refusal: 'not_yours' }
      if (!handoff.contact?.phone) return { ok: false, refusal: 'no_phone' }
      return changed(handoff, { missedCalls: [...(handoff.missedCalls ?? []), action.at] })
    }
    case 'expire':
      if (handoff.status !== 'pending') return { ok: false, refusal: 'not_pending' }
      return changed(handoff, { status: 'expired', endedAt: action.at })
    case 'cancel':
      return changed(handoff, { status: 'cancelled', endedAt: action.at })
    default:
      return action satisfies never
  }
}

function changed(handoff: Handoff, patch: Partial<Handoff>): { ok: true; handoff: Handoff } {
  return { ok: true, handoff: { ...handoff, ...patch } }
}
