import type { Language } from './language.js'
import { applyOffer, type OfferAction, type Offered, offeredTo } from './offer.js'
import { applySolitude, type Solitary, type SolitudeAction } from './solitude.js'

/**
 * `live`: she waits in the conversation. `message`, `callback`: she left contact details and may be gone. `desk`: she is at the counter or on the phone,
 * and an agent writes for her.
 */
export const HANDOFF_KINDS = ['live', 'message', 'callback', 'desk'] as const

/** Where a handoff stands. `pending` and `assigned` are open; the others are final. */
export const HANDOFF_STATUSES = ['pending', 'assigned', 'resolved', 'expired', 'rejected', 'cancelled'] as const
/** One of {@link HANDOFF_STATUSES}. */
export type HandoffStatus = (typeof HANDOFF_STATUSES)[number]

/** Why a human was called. */
export const HANDOFF_REASONS = [
  'citizen_wish',
  'distress',
  'emergency',
  'anger',
  'not_understood',
  'repeated_failure',
  'no_answer',
  'personal_file',
  'not_my_question',
] as const
/** One of {@link HANDOFF_REASONS}. */
export type HandoffReason = (typeof HANDOFF_REASONS)[number]

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
  'other',
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

/** What is looked for while an agent talks with a citizen. Each is a deadline that is stored and swept: a restart forgets none. */
export interface TalkWatch {
  /** When the citizen's silence is looked at: to ask whether she is there, or, once asked, to free the agent. ISO instant. */
  citizenDueAt: string
  /** When she was asked; `null` while no question waits. */
  askedAt: string | null
}

/** A citizen's wait for, and talk with, an agent; a message left outside opening hours; a wish to be phoned; or a talk at the counter. */
export interface Handoff extends Offered, Solitary {
  id: string
  conversationId: string
  communeId: string
  kind: (typeof HANDOFF_KINDS)[number]
  /** What the citizen reads on the phone, e.g. `VR-7K3-46Q`; absent from what an earlier version stored. */
  reference?: string
  /** When she is phoned: of a `callback`, and of no other. */
  slot?: BookedSlot
  /** ISO instants at which an agent phoned and nobody answered. */
  missedCalls?: string[]
  status: HandoffStatus
  reason: HandoffReason
  /** Id of the department of the commune that should answer; absent: whoever is there. */
  department?: string
  urgent: boolean
  language: Language
  requestedAt: string
  /** When a pending live handoff expires, ISO instant; `null` for the others, which wait until somebody handles them, or {@link closesAt}. */
  deadlineAt: string | null
  contact: Contact | null
  /** Of a live talk, while an agent holds it. */
  watch?: TalkWatch
  /** When an agent put it back, or left, in mid-talk: it is in its own place again. */
  returnedAt?: string
  /** Last words of the citizen at the time of the request, masked. */
  subject: string
  /** Since when its present agent has it. */
  assignedAt: string | null
  /** When an agent took it for the first time: the end of the wait. Absent before, and from what an earlier version stored. */
  firstTakenAt?: string
  agentId: string | null
  agentName: string | null
  /** Name of the colleague who passed it to its present agent. */
  passedBy?: string
  /** Id of the colleague from whom its present agent has it: who passed it, or from whom it was taken over. */
  takenFrom?: string
  /** Put aside by its agent until then, ISO instant; it comes back by itself, or as soon as the citizen writes. */
  snoozedUntil?: string
  /** When it is closed unanswered unless somebody handles it, ISO instant; absent until that is announced. */
  closesAt?: string
  endedAt: string | null
  resolution: Resolution | null
  /** Why it was closed, in the commune's own words at that time; absent where the commune has none of its own. */
  closeReason?: { id: string; nom: string }
  /** When it was last opened again after its end. */
  reopenedAt?: string
  /** The `endedAt` at which it was counted in the figures; absent until then. */
  talliedAt?: string
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
  | 'department'
  | 'alone'
>

/** Something that happens to a handoff. */
export type HandoffAction =
  /** `watch` begins with a live talk. `despiteOffer`: even while it is offered to somebody else. */
  | { type: 'claim'; agentId: string; agentName: string; at: string; watch?: TalkWatch; despiteOffer?: boolean }
  | {
      type: 'resolve'
      agentId: string
      resolution: Resolution
      at: string
      closeReason?: { id: string; nom: string }
      note?: string
    }
  | { type: 'release'; agentId: string; deadlineAt: string; at: string }
  /** Nobody answered the phone: the request stays with its agent. */
  | { type: 'miss'; agentId: string; at: string }
  /** The call is put off to another half-day: anyone may take it then. */
  | { type: 'reschedule'; agentId: string; slot: BookedSlot; at: string }
  | { type: 'expire'; at: string }
  /** Nobody has handled it until the instant that was announced: it is closed unanswered. */
  | { type: 'close_unhandled'; lastSeq: number; at: string }
  /** The agent's console has fallen silent: the citizen goes back to her place in the queue. */
  | { type: 'lose'; agentId: string; deadlineAt: string; at: string }
  /** The citizen is asked whether she is still there. `lastSeq`: the last message that was looked at. */
  | { type: 'ask'; dueAt: string; lastSeq: number; at: string }
  /** She did not answer: it ends as `no_reply`, which frees the agent. */
  | { type: 'free'; lastSeq: number; at: string }
  | { type: 'cancel'; at: string }
  /** Its agent passes it on: to a colleague, whose it is at once, or to the queue. `note` is for colleagues only. */
  | { type: 'transfer'; agentId: string; at: string; to: TransferTo; note?: string }
  /** Its agent puts it aside for a while. */
  | { type: 'snooze'; agentId: string; until: string; at: string; note?: string }
  /** It comes back: at its time (`due`), or because its agent wishes it. To her, or to the queue when she is away. */
  | {
      type: 'wake'
      at: string
      cause: WakeCause
      back: { to: 'agent'; watch?: TalkWatch } | { to: 'queue'; deadlineAt: string }
    }
  /** An agent opens again, within some hours, what has ended. */
  | { type: 'reopen'; agentId: string; agentName: string; at: string; withinHours: number; watch?: TalkWatch }
  /** An administrator, a supervisor who assigns it, whoever passed it on a moment ago, or anyone when its holder is absent takes it out of a colleague's hands. */
  | { type: 'take_over'; agentId: string; agentName: string; at: string; watch?: TalkWatch }
  | OfferAction
  | SolitudeAction

/** Where a transfer goes. */
export type TransferTo =
  | { agentId: string; agentName: string; watch?: TalkWatch }
  /** Without a department: to whoever takes it. */
  | { department?: { id: string; nom: string }; deadlineAt: string }

/** Why a handoff that was put aside comes back. */
export type WakeCause = { type: 'due' } | { type: 'agent'; agentId: string }

/** Why an action could not be applied. */
export type TransitionRefusal =
  | 'taken'
  | 'not_yours'
  | 'ended'
  | 'not_pending'
  | 'no_phone'
  | 'not_due'
  /** To a colleague, for now. */
  | 'offered'
  /** Nobody holds it: there is nobody to take it over from. */
  | 'not_held'
  /** What is to be opened again is still open, or was given up by the citizen herself. */
  | 'not_reopenable'
  /** It ended too long ago. */
  | 'too_late'
  /** Decided by the store, which sees the whole conversation: another request of hers is open, or she has closed it. */
  | 'other_open'
  | 'conversation_closed'

/** The new handoff, or why an action is refused. */
type Transition = { ok: true; handoff: Handoff } | { ok: false; refusal: TransitionRefusal }

/** What only prepares a step is not kept: offers, questions, what a waiting citizen was told of who is there. */
const UNKEPT = ['ask', 'offer', 'pass', 'lapse', 'leave_alone', 'rejoin'] as const
type Unkept = Extract<HandoffAction, { type: (typeof UNKEPT)[number] }>

/** Something that was done to a handoff, for the agents who come after: kept in its conversation, erased with it. */
export interface HandoffStep {
  handoffId: string
  /** ISO instant. */
  at: string
  type: Exclude<HandoffAction, Unkept>['type']
  /** Name of whoever did it; `null`: time, the citizen, or a lost connection. */
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

/** An agent who acts on what she holds is known by the handoff; one who takes it says her own name. */
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

/** Whether a handoff still concerns someone. */
export function isOpen(handoff: Handoff): boolean {
  return handoff.status === 'pending' || handoff.status === 'assigned'
}

/** Whether an agent holds it now. */
export function isHeldBy(
  { status, agentId }: Pick<Handoff, 'status' | 'agentId'>,
  userId: string | undefined,
): boolean {
  return status === 'assigned' && agentId === userId
}

/** Since when it has its place in the queue, ISO instant: since its citizen began to wait, or since it was opened again. */
export function waitsSince({ requestedAt, reopenedAt }: Pick<Handoff, 'requestedAt' | 'reopenedAt'>): string {
  return reopenedAt ?? requestedAt
}

/** The order of the queue: urgent first, then whoever has waited longest. Ids settle what began in the same millisecond, so that two reads are alike. */
export function byPlace(
  a: Pick<Handoff, 'id' | 'urgent' | 'requestedAt' | 'reopenedAt'>,
  b: Pick<Handoff, 'id' | 'urgent' | 'requestedAt' | 'reopenedAt'>,
): number {
  const byUrgency = Number(b.urgent) - Number(a.urgent)
  return byUrgency || Date.parse(waitsSince(a)) - Date.parse(waitsSince(b)) || (a.id < b.id ? -1 : 1)
}

/** The only place where a handoff changes its status or its holder; what alters neither is a verb of its own, as `watchTalk`. Returns the new handoff, or why the action is refused. Pure. */
export function transition(handoff: Handoff, action: HandoffAction): Transition {
  if (action.type === 'reopen') return reopened(handoff, action)
  if (!isOpen(handoff)) return { ok: false, refusal: 'ended' }
  switch (action.type) {
    case 'claim': {
      if (handoff.status === 'assigned') return { ok: false, refusal: 'taken' }
      const offer = offeredTo(handoff, action.at)
      if (offer && offer.agentId !== action.agentId && !action.despiteOffer) return { ok: false, refusal: 'offered' }
      return held(handoff, action)
    }
    case 'resolve':
    case 'release':
    case 'lose':
    case 'miss':
    case 'reschedule':
    case 'transfer':
    case 'snooze':
      return byHolder(handoff, action)
    case 'close_unhandled':
      if (!isDue(handoff.closesAt, action)) return { ok: false, refusal: 'not_due' }
      return changed(handoff, { status: 'expired', endedAt: action.at })
    case 'cancel':
      return changed(handoff, { status: 'cancelled', endedAt: action.at })
    case 'wake':
      return woken(handoff, action)
    case 'take_over':
      if (handoff.status !== 'assigned') return { ok: false, refusal: 'not_held' }
      if (handoff.agentId === action.agentId) return { ok: false, refusal: 'taken' }
      return held(handoff, { ...action, how: handoff.agentId ? { takenFrom: handoff.agentId } : {} })
    case 'ask':
    case 'free':
      return lookForCitizen(handoff, action)
    case 'expire':
    case 'offer':
    case 'pass':
    case 'lapse':
    case 'leave_alone':
    case 'rejoin':
      return whileWaiting(handoff, action)
    default:
      return action satisfies never
  }
}

type HolderActionType = 'resolve' | 'release' | 'lose' | 'miss' | 'reschedule' | 'transfer' | 'snooze'

/** What is done with a handoff by the agent who holds it, or as she is lost, and by nobody else. */
function byHolder(handoff: Handoff, action: Extract<HandoffAction, { type: HolderActionType }>): Transition {
  if (handoff.agentId !== action.agentId) return { ok: false, refusal: 'not_yours' }
  switch (action.type) {
    case 'resolve': {
      const { resolution, at: endedAt, closeReason } = action
      return changed(handoff, { status: 'resolved', resolution, endedAt, ...(closeReason ? { closeReason } : {}) })
    }
    case 'release':
    case 'lose':
      return returned(handoff, action)
    case 'miss':
      if (!handoff.contact?.phone) return { ok: false, refusal: 'no_phone' }
      return changed(handoff, { missedCalls: [...(handoff.missedCalls ?? []), action.at] })
    case 'reschedule':
      // Only a call-back can be put off. In what is none nobody is to be phoned: consoles know that refusal.
      if (handoff.kind !== 'callback') return { ok: false, refusal: 'no_phone' }
      return returned({ ...handoff, slot: action.slot }, { deadlineAt: action.at, at: action.at })
    case 'transfer':
      return transferred(handoff, action)
    case 'snooze':
      return changed(handoff, { snoozedUntil: action.until })
    default:
      return action satisfies never
  }
}

type WaitingActionType = 'expire' | OfferAction['type'] | SolitudeAction['type']

/** What becomes of a handoff while it waits in the queue, and only then. */
function whileWaiting(handoff: Handoff, action: Extract<HandoffAction, { type: WaitingActionType }>): Transition {
  if (handoff.status !== 'pending') return { ok: false, refusal: 'not_pending' }
  switch (action.type) {
    case 'expire':
      return changed(handoff, { status: 'expired', endedAt: action.at })
    case 'offer':
    case 'pass':
    case 'lapse': {
      const { offer: _, ...others } = handoff
      const result = applyOffer(handoff, action)
      return result.ok ? changed(others, result.offered) : result
    }
    case 'leave_alone':
    case 'rejoin': {
      const result = applySolitude(handoff, action)
      return result ? changed(handoff, result) : { ok: false, refusal: 'not_due' }
    }
    default:
      return action satisfies never
  }
}

function isDue(dueAt: string | undefined, { at }: { at: string }): boolean {
  return dueAt !== undefined && Date.parse(dueAt) <= Date.parse(at)
}

/** In the hands of an agent, from now on; a live talk is watched. */
function held(
  handoff: Handoff,
  { agentId, agentName, at, watch, how = {} }: Holding & { how?: Pick<Handoff, 'passedBy' | 'takenFrom'> },
): Transition {
  const { passedBy: _by, takenFrom: _from, snoozedUntil: _until, ...others } = handoff
  // What expired and was opened again had never been taken in time: its wait stays unknown.
  const firstTakenAt = handoff.firstTakenAt ?? (handoff.reopenedAt ? undefined : (handoff.assignedAt ?? at))
  return changed(others, {
    status: 'assigned',
    agentId,
    agentName,
    assignedAt: at,
    ...(firstTakenAt ? { firstTakenAt } : {}),
    deadlineAt: null,
    ...how,
    ...(handoff.kind === 'live' && watch ? { watch } : {}),
  })
}

interface Holding {
  agentId: string
  agentName: string
  at: string
  watch?: TalkWatch
}

/** A transfer to a department replaces the one that it was for; to nobody in particular, it stays for the same. */
function transferred(handoff: Handoff, { to, at }: Extract<HandoffAction, { type: 'transfer' }>): Transition {
  if ('agentId' in to)
    return held(handoff, {
      ...to,
      at,
      how: handoff.agentName && handoff.agentId ? { passedBy: handoff.agentName, takenFrom: handoff.agentId } : {},
    })
  const { department, deadlineAt } = to
  return returned(department ? { ...handoff, department: department.id } : handoff, { deadlineAt, at })
}

/** At its time, or before when its agent wishes it. */
function woken(handoff: Handoff, { at, cause, back }: Extract<HandoffAction, { type: 'wake' }>): Transition {
  if (handoff.snoozedUntil === undefined) return { ok: false, refusal: 'not_due' }
  if (cause.type === 'due' && !isDue(handoff.snoozedUntil, { at })) return { ok: false, refusal: 'not_due' }
  if (cause.type === 'agent' && cause.agentId !== handoff.agentId) return { ok: false, refusal: 'not_yours' }
  if (back.to === 'queue') return returned(handoff, { deadlineAt: back.deadlineAt, at })
  const { snoozedUntil: _, ...others } = handoff
  return changed(others, handoff.kind === 'live' && back.watch ? { watch: back.watch } : {})
}

/**
 * The same handoff, open again: its reference, which the citizen may have noted, its history and its place in statistics stay one. What
 * she gave up herself stays given up.
 */
function reopened(handoff: Handoff, action: Extract<HandoffAction, { type: 'reopen' }>): Transition {
  const { status, endedAt } = handoff
  if ((status !== 'resolved' && status !== 'expired') || endedAt === null)
    return { ok: false, refusal: 'not_reopenable' }
  if (Date.parse(action.at) > Date.parse(reopenableUntil(endedAt, action.withinHours)))
    return { ok: false, refusal: 'too_late' }
  const { closeReason: _, ...others } = handoff
  const firstTakenAt = handoff.firstTakenAt ?? handoff.assignedAt
  const again = { ...others, endedAt: null, resolution: null, reopenedAt: action.at }
  return held(firstTakenAt ? { ...again, firstTakenAt } : again, action)
}

/** Until when what ended may be opened again, ISO instant. */
export function reopenableUntil(endedAt: string, withinHours: number): string {
  return new Date(Date.parse(endedAt) + withinHours * 3_600_000).toISOString()
}

/** A citizen wrote in what her agent had put aside: it comes back now. */
export function wokenByCitizen(handoff: Handoff, at: string): Handoff {
  const { snoozedUntil } = handoff
  return snoozedUntil !== undefined && Date.parse(at) < Date.parse(snoozedUntil)
    ? { ...handoff, snoozedUntil: at }
    : handoff
}

/** Back in the queue, in its own place; a citizen who waits in the conversation has a deadline of her own. */
function returned(handoff: Handoff, { deadlineAt, at }: { deadlineAt: string; at: string }): Transition {
  const place = handoff.kind === 'live' ? { deadlineAt, returnedAt: at } : { deadlineAt: null }
  return changed(handoff, {
    status: 'pending',
    agentId: null,
    agentName: null,
    assignedAt: null,
    ...place,
  })
}

/** Asks first, frees the agent afterwards, and each at its time only. */
function lookForCitizen(handoff: Handoff, action: Extract<HandoffAction, { type: 'ask' | 'free' }>): Transition {
  const { watch } = handoff
  const isAsked = watch?.askedAt !== null
  if (!watch || !isDue(watch.citizenDueAt, action) || isAsked !== (action.type === 'free'))
    return { ok: false, refusal: 'not_due' }
  if (action.type === 'ask')
    return changed(handoff, { watch: { ...watch, askedAt: action.at, citizenDueAt: action.dueAt } })
  return changed(handoff, { status: 'resolved', resolution: 'no_reply', endedAt: action.at })
}

/**
 * Leaving `assigned` drops what concerns the agent (watch, snooze, who passed it); leaving `pending` drops what was kept of the wait. A snoozed talk is
 * not watched. Any change cancels the announced closing.
 */
function changed(handoff: Handoff, patch: Partial<Handoff>): { ok: true; handoff: Handoff } {
  const {
    watch,
    snoozedUntil,
    passedBy,
    takenFrom,
    offer,
    declinedBy,
    alone,
    closesAt: _,
    ...next
  } = {
    ...handoff,
    ...patch,
  }
  if (next.status !== 'assigned') {
    const isWaiting = next.status === 'pending' && handoff.status === 'pending'
    const wait = { ...(offer && { offer }), ...(declinedBy && { declinedBy }), ...(alone && { alone }) }
    return { ok: true, handoff: isWaiting ? { ...next, ...wait } : next }
  }
  return {
    ok: true,
    handoff: {
      ...next,
      ...(passedBy === undefined ? {} : { passedBy }),
      ...(takenFrom === undefined ? {} : { takenFrom }),
      ...(snoozedUntil === undefined ? {} : { snoozedUntil }),
      ...(watch && snoozedUntil === undefined ? { watch } : {}),
    },
  }
}
