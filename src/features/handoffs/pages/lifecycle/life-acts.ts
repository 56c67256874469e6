import type { Handoff } from '../../../../platform/model/handoff.js'
import type { Notice, Panel, Pending } from '../../../../ui/kit/agent-console.js'
import type { ConsoleRoute } from '../../../../ui/kit/console-route.js'
import type { Translate } from '../../../../ui/kit/console-words.js'
import type { StaffApi } from '../../../../ui/kit/staff-api.js'
import { panelNoteKey } from '../../../replies/pages/pick-options.js'
import type { QueueItem, QueueView } from '../../contract.js'
import { type ColleaguesView, lifecycleRoutes } from '../../lifecycle-contract.js'

/** Where a handoff is passed on. */
export type Destination = { agent: string } | { department: string }
/** Until when a handoff is put aside: an ISO instant, or so many minutes from now by the server's clock. */
export type Until = string | { inMinutes: number }

const withNote = (note: string) => (note.trim() === '' ? {} : { note: note.trim() })

/** To whom a handoff of a commune may be passed. @throws CallError */
export function readColleagues(session: ConsoleActs, communeId: string | undefined): Promise<ColleaguesView> {
  return session.api.ask(lifecycleRoutes.colleagues, { query: communeId ? { communeId } : {} })
}

/** Passes a handoff on; the agent is told where it went, since a colleague may have left a moment before. */
export async function passOn(
  session: ConsoleActs,
  handoffId: string,
  { to, note }: { to: Destination; note: string },
): Promise<void> {
  let passed: Handoff | null = null
  const done = await session.act({ handoffId, verb: 'transfer' }, async () => {
    passed = await session.api.ask(lifecycleRoutes.transfer, {
      params: { id: handoffId },
      body: { to, ...withNote(note) },
    })
  })
  if (!done) return
  session.keepDraft(panelNoteKey('transfer', handoffId), '')
  session.openPanel(null)
  const after = passed as Handoff | null
  const name = after?.agentName
  const told = name ? session.say('lifecycle.passedTo', { name }) : session.say('lifecycle.passedToQueue')
  const undo = () => void (name ? takeBack(session, handoffId) : session.claim(handoffId))
  await session.leftHands(handoffId, told, { label: session.say('undo'), run: undo })
}

/** Takes back what one has just passed on. */
function takeBack(session: ConsoleActs, handoffId: string): Promise<void> {
  return takeInHand(session, { handoffId, verb: 'take_over' }, lifecycleRoutes.takeOver)
}

/** Puts a handoff aside; the notice takes it up again. */
export async function putAside(session: ConsoleActs, handoffId: string, until: Until): Promise<void> {
  const call = () => session.api.ask(lifecycleRoutes.snooze, { params: { id: handoffId }, body: { until } })
  if (!(await session.act({ handoffId, verb: 'snooze' }, call))) return
  session.openPanel(null)
  await session.leftHands(handoffId, session.say('lifecycle.aside'), {
    label: session.say('undo'),
    run: () => void takeUp(session, handoffId),
  })
}

/** Takes up what was put aside. */
export function takeUp(session: ConsoleActs, handoffId: string): Promise<void> {
  return takeInHand(session, { handoffId, verb: 'wake' }, lifecycleRoutes.wake)
}

/** Opens an ended handoff again. */
export function reopen(session: ConsoleActs, handoffId: string): Promise<void> {
  return takeInHand(session, { handoffId, verb: 'reopen' }, lifecycleRoutes.reopen)
}

/** Takes a handoff out of a colleague's hands; the notice gives it back to her. */
export function takeOver(session: ConsoleActs, { id, agentId, agentName }: Handoff): Promise<void> {
  const name = agentName ?? session.say('author.agent')
  const giveBack = {
    label: session.say('lifecycle.giveBack', { name }),
    run: () => void passOn(session, id, { to: { agent: agentId ?? '' }, note: '' }),
  }
  return takeInHand(session, { handoffId: id, verb: 'take_over' }, lifecycleRoutes.takeOver, () =>
    session.notice('done', session.say('lifecycle.tookOver', { name }), { about: id, action: giveBack }),
  )
}

/** What becomes the agent's opens where she writes. */
async function takeInHand(
  session: ConsoleActs,
  pending: { handoffId: string; verb: 'wake' | 'reopen' | 'take_over' },
  route: typeof lifecycleRoutes.wake | typeof lifecycleRoutes.reopen | typeof lifecycleRoutes.takeOver,
  tell = () => session.notice(null, session.say('lifecycle.inHand')),
): Promise<void> {
  const { handoffId } = pending
  if (!(await session.act(pending, () => session.api.ask(route, { params: { id: handoffId } })))) return
  session.navigate({ view: 'conversation', handoffId })
  await session.readAll()
  tell()
  session.focusOn('composer')
}

/** What acts on handoffs need of the console's session. */
interface ConsoleActs {
  readonly api: StaffApi
  readonly say: Translate
  claim(handoffId: string): Promise<void>
  act(pending: Pending, call: () => Promise<unknown>): Promise<boolean>
  keepDraft(key: string, text: string): void
  openPanel(panel: Panel | null): void
  leftHands(handoffId: string, text: string, action?: NonNullable<Notice['action']>): Promise<void>
  notice(tone: Notice['tone'] | null, text: string, more?: Pick<Notice, 'action' | 'about'>): void
  navigate(route: ConsoleRoute): void
  readAll(): Promise<void>
  focusOn(on: 'composer'): void
}

/** Something that became an agent's without her doing: a colleague passed it to her, or what she had put aside came back. */
interface LifeNews {
  kind: 'transferred' | 'woken'
  item: QueueItem
}

/** What became hers between two readings of the queue. Pure. */
export function lifeNewsBetween(before: QueueView, after: QueueView): LifeNews[] {
  const mine = new Map(before.mine.map((item) => [item.id, item]))
  return after.mine.flatMap((item): LifeNews[] => {
    const former = mine.get(item.id)
    if (!former) return item.passedBy ? [{ kind: 'transferred', item }] : []
    // When the citizen wrote, that is what is told.
    const isBack = former.snoozedUntil && !item.snoozedUntil && item.lastAt === former.lastAt
    return isBack ? [{ kind: 'woken', item }] : []
  })
}

/**
 * What an agent held and what ended without her between two readings of the queue: the citizen gave it up, or fell silent. Pure.
 * @param own ids of what she ended herself
 */
export function endedByThemselves(
  before: QueueView | null,
  after: QueueView,
  own: { has(id: string): boolean },
): QueueItem[] {
  const mine = new Set(before?.mine.map(({ id }) => id))
  return after.ended.filter(
    ({ id, status, resolution }) =>
      mine.has(id) && !own.has(id) && (status === 'cancelled' || (status === 'resolved' && resolution === 'no_reply')),
  )
}

/** Names of the supervisors who took a conversation of hers over between two readings of the queue. Pure. */
export function lostTo(before: QueueView | null, after: QueueView, userId: string | undefined): string[] {
  const mine = new Set(before?.mine.map(({ id }) => id))
  return after.others.flatMap(({ id, takenFrom, passedBy, agentName }) =>
    mine.has(id) && takenFrom === userId && passedBy === undefined && agentName ? [agentName] : [],
  )
}
