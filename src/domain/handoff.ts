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

/** How an agent ended a handoff. */
export const RESOLUTIONS = ['answered', 'redirected', 'appointment', 'called_back', 'no_reply', 'out_of_scope'] as const
/** One of {@link RESOLUTIONS}. */
export type Resolution = (typeof RESOLUTIONS)[number]

/** How to reach a citizen who left a message. At least one of `phone` and `email` is given. Erased with its conversation. */
export interface Contact {
  name: string
  phone?: string
  email?: string
}

/** A citizen's wait for, and talk with, an agent; or a message left outside opening hours. */
export interface Handoff {
  id: string
  conversationId: string
  communeId: string
  /** `live`: she waits in the conversation. `message`: she left contact details and may be gone. */
  kind: 'live' | 'message'
  status: HandoffStatus
  reason: HandoffReason
  urgent: boolean
  language: Language
  requestedAt: string
  /** When a pending live handoff expires, ISO instant; `null` for a message, which waits as long as it must. */
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
>

/** Something that happens to a handoff. */
export type HandoffAction =
  | { type: 'claim'; agentId: string; agentName: string; at: string }
  | { type: 'resolve'; agentId: string; resolution: Resolution; at: string }
  | { type: 'release'; agentId: string; deadlineAt: string; at: string }
  | { type: 'expire'; at: string }
  | { type: 'cancel'; at: string }

/** Why an action could not be applied. */
export type TransitionRefusal = 'taken' | 'not_yours' | 'ended' | 'not_pending'

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
