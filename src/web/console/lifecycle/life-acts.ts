import type { Handoff } from '../../../domain/handoff.js'
import type { ColleaguesView } from '../../../http/agent/lifecycle-contract.js'
import type { ConsoleSession } from '../console-session.js'

/** Where a handoff is passed on. */
export type Destination = { agent: string } | { department: string }
/** Until when a handoff is put aside: an ISO instant, or so many minutes from now by the server's clock. */
export type Until = string | { inMinutes: number }

const path = (handoffId: string, verb: string) => `/agent/handoffs/${handoffId}/${verb}`
const withNote = (note: string) => (note.trim() === '' ? {} : { note: note.trim() })

/** To whom a handoff may be passed. @throws CallError */
export function readColleagues(session: ConsoleSession): Promise<ColleaguesView> {
  return session.api.call('GET', '/agent/colleagues')
}

/** Passes a handoff on; the agent is told where it went, since a colleague may have left a moment before. */
export async function passOn(
  session: ConsoleSession,
  handoffId: string,
  { to, note }: { to: Destination; note: string },
): Promise<void> {
  let passed: Handoff | null = null
  const done = await session.act({ handoffId, verb: 'transfer' }, async () => {
    passed = await session.api.call<Handoff>('POST', path(handoffId, 'transfer'), { to, ...withNote(note) })
  })
  if (!done) return
  session.openPanel(null)
  const name = (passed as Handoff | null)?.agentName
  await session.leftHands(
    handoffId,
    name ? session.say('lifecycle.passedTo', { name }) : session.say('lifecycle.passedToQueue'),
  )
}

/** Puts a handoff aside; the notice takes it up again. */
export async function putAside(
  session: ConsoleSession,
  handoffId: string,
  { until, note }: { until: Until; note: string },
): Promise<void> {
  const call = () => session.api.call('POST', path(handoffId, 'snooze'), { until, ...withNote(note) })
  if (!(await session.act({ handoffId, verb: 'snooze' }, call))) return
  session.openPanel(null)
  await session.leftHands(handoffId, session.say('lifecycle.aside'), {
    label: session.say('lifecycle.takeUp'),
    run: () => void takeUp(session, handoffId),
  })
}

/** Takes up what was put aside. */
export function takeUp(session: ConsoleSession, handoffId: string): Promise<void> {
  return takeInHand(session, { handoffId, verb: 'wake' }, 'wake')
}

/** Opens an ended handoff again. */
export function reopen(session: ConsoleSession, handoffId: string): Promise<void> {
  return takeInHand(session, { handoffId, verb: 'reopen' }, 'reopen')
}

/** Takes a handoff out of a colleague's hands; the notice gives it back to her. */
export function takeOver(session: ConsoleSession, { id, agentId, agentName }: Handoff): Promise<void> {
  const name = agentName ?? session.say('author.agent')
  const giveBack = {
    label: session.say('lifecycle.giveBack', { name }),
    run: () => void passOn(session, id, { to: { agent: agentId ?? '' }, note: '' }),
  }
  return takeInHand(session, { handoffId: id, verb: 'take_over' }, 'take-over', () =>
    session.notice('done', session.say('lifecycle.tookOver', { name }), giveBack),
  )
}

/** What becomes the agent's opens where she writes. */
async function takeInHand(
  session: ConsoleSession,
  pending: { handoffId: string; verb: 'wake' | 'reopen' | 'take_over' },
  verb: string,
  tell = () => session.notice(null, session.say('lifecycle.inHand')),
): Promise<void> {
  const { handoffId } = pending
  if (!(await session.act(pending, () => session.api.call('POST', path(handoffId, verb), {})))) return
  session.navigate({ view: 'conversation', handoffId })
  await session.readAll()
  tell()
  session.focusOn('composer')
}
