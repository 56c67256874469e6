import type { HandoffDetailView, QueueView } from '../../features/handoffs/contract.js'
import { findItem } from '../../features/handoffs/pages/queue/queue-lists.js'
import { cardKey } from '../../features/replies/pages/joined-card.js'
import { noteKey } from '../../features/replies/pages/pick-options.js'
import type { SessionView } from '../../platform/http/shapes.js'
import type { Message } from '../../platform/model/conversation.js'
import type { ConsoleState, DialogName, FocusWish, Notice, Outgoing, Panel, Pending } from '../kit/agent-console.js'
import type { ConsoleRoute } from '../kit/console-route.js'
import type { Preferences } from '../kit/preferences.js'

/** Something that happened. */
export type ConsoleEvent =
  | { type: 'unreached' }
  | { type: 'signed_out'; problem: string | null }
  | { type: 'signed_in'; session: SessionView }
  | { type: 'town_read'; town: string }
  | { type: 'preferred'; preferences: Partial<Preferences> }
  | { type: 'queue_read'; queue: QueueView }
  | { type: 'routed'; route: ConsoleRoute }
  | { type: 'detail_read'; detail: HandoffDetailView }
  | { type: 'detail_failed'; handoffId: string; problem: string }
  | { type: 'drafted'; handoffId: string; text: string }
  | { type: 'queued'; outgoing: Outgoing }
  | { type: 'sent'; handoffId: string; message: Message; clientId: string }
  | { type: 'send_failed'; clientId: string; problem: string }
  | { type: 'send_put_off'; clientId: string }
  | { type: 'send_retried'; clientId: string }
  | { type: 'taken_back'; clientId: string }
  | { type: 'acting'; pending: Pending | null }
  | { type: 'setting_availability'; now: boolean }
  | { type: 'panel'; panel: Panel | null }
  | { type: 'dialog'; open: DialogName | null }
  | { type: 'noticed'; notice: Notice | null }
  | { type: 'connection'; lost: boolean }
  | { type: 'spoke'; text: string }
  | { type: 'focus_wished'; on: FocusWish['on'] }

/** The state before anything is known. */
export function initialState(
  kept: Pick<ConsoleState, 'preferences' | 'author' | 'drafts' | 'outbox' | 'route'>,
): ConsoleState {
  return {
    ...kept,
    phase: 'starting',
    signInProblem: null,
    session: null,
    town: '',
    queue: null,
    detail: null,
    detailProblem: null,
    pending: null,
    settingAvailability: false,
    panel: null,
    dialog: null,
    notice: null,
    lost: false,
    spoken: { text: '', serial: 0 },
    focus: null,
  }
}

/** The next state. Pure. */
export function reduce(state: ConsoleState, event: ConsoleEvent): ConsoleState {
  switch (event.type) {
    case 'unreached':
      return { ...state, phase: 'unreachable' }
    case 'signed_out':
      return { ...initialState(state), phase: 'signed_out', signInProblem: event.problem }
    case 'signed_in':
      return {
        ...ownWords(state, event.session.user.id),
        phase: 'signed_in',
        session: event.session,
        signInProblem: null,
      }
    case 'town_read':
      return { ...state, town: event.town }
    case 'preferred':
      return { ...state, preferences: { ...state.preferences, ...event.preferences } }
    case 'queue_read':
      return { ...state, queue: event.queue, notice: isPast(state, event.queue) ? null : state.notice }
    case 'routed':
      return routed(state, event.route)
    case 'detail_read':
      return detailRead(state, event.detail)
    case 'detail_failed':
      return state.route.handoffId === event.handoffId ? { ...state, detailProblem: event.problem } : state
    case 'drafted':
      return { ...state, drafts: withDraft(state.drafts, event.handoffId, event.text) }
    case 'acting':
      return { ...state, pending: event.pending }
    case 'setting_availability':
      return { ...state, settingAvailability: event.now }
    case 'panel':
      return { ...state, panel: event.panel }
    case 'dialog':
      return { ...state, dialog: event.open }
    case 'noticed':
      return { ...state, notice: event.notice }
    case 'connection':
      return state.lost === event.lost ? state : { ...state, lost: event.lost }
    case 'spoke':
      return { ...state, spoken: { text: event.text, serial: state.spoken.serial + 1 } }
    case 'focus_wished':
      return { ...state, focus: { on: event.on, serial: (state.focus?.serial ?? 0) + 1 } }
    case 'queued':
    case 'sent':
    case 'send_failed':
    case 'send_put_off':
    case 'send_retried':
    case 'taken_back':
      return reduceOutbox(state, event)
    default:
      return event satisfies never
  }
}

type OutboxEvent = Extract<
  ConsoleEvent,
  { type: 'queued' | 'sent' | 'send_failed' | 'send_put_off' | 'send_retried' | 'taken_back' }
>

/** A message goes out, arrives, or fails and is tried again: its words are in one place only at any time. */
function reduceOutbox(state: ConsoleState, event: OutboxEvent): ConsoleState {
  switch (event.type) {
    case 'queued': {
      const { handoffId, card } = event.outgoing
      const drafts = withDraft(state.drafts, card ? cardKey(handoffId) : handoffId, '')
      return { ...state, drafts, outbox: [...state.outbox, event.outgoing] }
    }
    case 'sent': {
      const outbox = state.outbox.filter(({ clientId }) => clientId !== event.clientId)
      const detail =
        state.detail?.handoff.id === event.handoffId ? withMessages(state.detail, [event.message]) : state.detail
      return { ...state, outbox, detail }
    }
    case 'send_failed':
      return withOutgoing(state, event.clientId, (one) => ({ ...one, status: 'failed', problem: event.problem }))
    case 'send_put_off':
      return withOutgoing(state, event.clientId, (one) => ({ ...one, status: 'waiting' }))
    case 'send_retried':
      return withOutgoing(state, event.clientId, ({ problem: _, ...one }) => ({ ...one, status: 'sending' }))
    case 'taken_back': {
      const back = state.outbox.find(({ clientId }) => clientId === event.clientId)
      if (!back) return state
      const { handoffId, card } = back
      const text = [back.text, state.drafts[handoffId] ?? ''].filter((words) => words !== '').join('\n')
      const drafts = card
        ? withDraft(state.drafts, cardKey(handoffId), JSON.stringify(card))
        : withDraft(state.drafts, handoffId, text)
      return { ...state, drafts, outbox: state.outbox.filter((one) => one !== back) }
    }
    default:
      return event satisfies never
  }
}

/** Whether what was told of a handoff is over: it is in other hands, back, or ended. */
function isPast({ notice, queue }: ConsoleState, after: QueueView): boolean {
  const about = notice?.about
  return about !== undefined && queue !== null && standingOf(queue, about) !== standingOf(after, about)
}

function standingOf(queue: QueueView, handoffId: string): string {
  const { status, agentId, snoozedUntil } = findItem(queue, handoffId) ?? {}
  return [status, agentId, snoozedUntil].join()
}

/** Whoever signs in finds her own unsent words, never a colleague's who was there before her. */
function ownWords(state: ConsoleState, author: string): ConsoleState {
  const areHers = state.author === null || state.author === author
  return areHers ? { ...state, author } : { ...state, author, drafts: {}, outbox: [] }
}

function routed(state: ConsoleState, route: ConsoleRoute): ConsoleState {
  if (route.handoffId === state.route.handoffId) return { ...state, route }
  // What was done to the last handoff is no news any more once another is open.
  const notice = route.handoffId !== null && state.notice?.tone === 'done' ? null : state.notice
  return { ...state, route, notice, detail: null, detailProblem: null, panel: null }
}

/** A reading that comes late, for a handoff that is no longer open on the screen, is ignored. */
function detailRead(state: ConsoleState, detail: HandoffDetailView): ConsoleState {
  if (state.route.handoffId !== detail.handoff.id) return state
  const stored = new Set(detail.transcript.messages.map(({ clientId }) => clientId))
  return {
    ...state,
    detail: withMessages(
      detail,
      state.detail?.handoff.id === detail.handoff.id ? state.detail.transcript.messages : [],
    ),
    detailProblem: null,
    panel: detail.handoff.status === 'assigned' ? state.panel : null,
    drafts: isOver(detail) ? withoutDraftsOf(state.drafts, detail.handoff.id) : state.drafts,
    outbox: state.outbox.filter(({ clientId }) => !stored.has(clientId)),
  }
}

/** Whether a talk was ended and can no longer be opened again. */
function isOver({ handoff: { status }, lifecycle }: HandoffDetailView): boolean {
  return status === 'resolved' && lifecycle.reopenableUntil === null
}

/** All but what was begun for a handoff; a note may still be left in it. */
function withoutDraftsOf(drafts: Record<string, string>, handoffId: string): Record<string, string> {
  const isOf = (key: string) => key === handoffId || (key.endsWith(`:${handoffId}`) && key !== noteKey(handoffId))
  const kept = Object.entries(drafts).filter(([key]) => !isOf(key))
  return kept.length === Object.keys(drafts).length ? drafts : Object.fromEntries(kept)
}

/** A handoff's view with more messages: each sequence number once, in order. */
function withMessages(detail: HandoffDetailView, more: readonly Message[]): HandoffDetailView {
  const bySeq = new Map([...more, ...detail.transcript.messages].map((message) => [message.seq, message]))
  const messages = [...bySeq.values()].sort((a, b) => a.seq - b.seq)
  return { ...detail, transcript: { ...detail.transcript, messages } }
}

function withOutgoing(state: ConsoleState, clientId: string, change: (one: Outgoing) => Outgoing): ConsoleState {
  return { ...state, outbox: state.outbox.map((one) => (one.clientId === clientId ? change(one) : one)) }
}

function withDraft(drafts: Record<string, string>, handoffId: string, text: string): Record<string, string> {
  const { [handoffId]: _, ...others } = drafts
  return text === '' ? others : { ...others, [handoffId]: text }
}
