import type { BookedSlot, Handoff, HandoffAction } from './handoff.js'

/** What only prepares a step is not kept: offers, questions, what a waiting citizen was told of who is there. */
const UNKEPT = ['ask', 'offer', 'pass', 'lapse', 'leave_alone', 'rejoin'] as const
type Unkept = Extract<HandoffAction, { type: (typeof UNKEPT)[number] }>

/** Something that was done to a handoff, for the agents who come after: kept in its conversation, erased with it. */
export interface HandoffStep {
  handoffId: string
  /** ISO instant. */
  at: string
  type: Exclude<HandoffAction, Unkept>['type']
  /** Name of who did it; `null`: time, the citizen, or a lost connection. */
  by: string | null
  /** Whose it was, where somebody else acted. */
  from?: string
  /** Whose it became. */
  to?: string
  /** In words, as it was called then. */
  department?: string
  /** Of what was put aside, ISO instant. */
  until?: string
  /** To which half-day a call was put off. */
  slot?: BookedSlot
  /** How it ended: the commune's own words, or one of the resolutions. */
  reason?: string
  /** Of an agent to her colleagues; masked, never shown to the citizen. */
  note?: string
}

/** What is kept of an action that was applied, if anything is. Pure. */
export function stepOf(former: Handoff, action: HandoffAction): HandoffStep | null {
  if (isUnkept(action)) return null
  const by = actorOf(former, action)
  const others = former.agentName !== null && by !== former.agentName ? { from: former.agentName } : {}
  const note = 'note' in action && action.note ? { note: action.note } : {}
  return { handoffId: former.id, at: action.at, type: action.type, by, ...others, ...note, ...detailOf(action) }
}

function isUnkept(action: HandoffAction): action is Unkept {
  return UNKEPT.some((type) => type === action.type)
}

/** Who acts on what she holds is known by the handoff; who takes it says her own name. */
function actorOf(former: Handoff, action: HandoffAction): string | null {
  if ('agentName' in action) return action.agentName
  const isAgents =
    ('agentId' in action && action.type !== 'lose') || (action.type === 'wake' && action.cause.type === 'agent')
  return isAgents ? former.agentName : null
}

function detailOf(action: HandoffAction): Partial<HandoffStep> {
  switch (action.type) {
    case 'resolve':
      return { reason: action.closeReason?.nom ?? action.resolution }
    case 'snooze':
      return { until: action.until }
    case 'reschedule':
      return { slot: action.slot }
    case 'transfer':
      if ('agentId' in action.to) return { to: action.to.agentName }
      return action.to.department ? { department: action.to.department.nom } : {}
    default:
      return {}
  }
}

/** Longest time before the reception opens in which it makes sense to wait for it, ms. */
const NEAR_OPENING_MS = 30 * 60_000

/**
 * Whether it makes sense to wait for an agent while nobody can talk: the reception is open, or opens soon. The assistant and the citizen's pages ask the same.
 * @param reception whether it is open, and when it opens next, ISO instant
 */
export function canWait({ open, opensAt }: { open: boolean; opensAt: string | null }, now: Date): boolean {
  return open || (opensAt !== null && Date.parse(opensAt) - now.getTime() <= NEAR_OPENING_MS)
}
