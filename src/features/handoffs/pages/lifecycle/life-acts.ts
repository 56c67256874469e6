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
export function readColleagues(desk: Desk, communeId: string | undefined): Promise<ColleaguesView> {
  return desk.api.ask(lifecycleRoutes.colleagues, { query: communeId ? { communeId } : {} })
}

/** Passes a handoff on; the agent is told where it went, since a colleague may have left a moment before. */
export async function passOn(
  desk: Desk,
  handoffId: string,
  { to, note }: { to: Destination; note: string },
): Promise<void> {
  let passed: Handoff | null = null
  const done = await desk.act({ handoffId, verb: 'transfer' }, async () => {
    passed = await desk.api.ask(lifecycleRoutes.transfer, {
      params: { id: handoffId },
      body: { to, ...withNote(note) },
    })
  })
  if (!done) return
  desk.keepDraft(panelNoteKey('transfer', handoffId), '')
  desk.openPanel(null)
  const after = passed as Handoff | null
  const name = after?.agentName
  const told = name ? desk.say('lifecycle.passedTo', { name }) : desk.say('lifecycle.passedToQueue')
  const undo = () => void (name ? takeBack(desk, handoffId) : desk.claim(handoffId))
  await desk.leftHands(handoffId, told, { label: desk.say('undo'), run: undo })
}

/** Takes back what one has just passed on. */
function takeBack(desk: Desk, handoffId: string): Promise<void> {
  return takeInHand(desk, { handoffId, verb: 'take_over' }, lifecycleRoutes.takeOver)
}

/** Puts a handoff aside; the notice takes it up again. */
export async function putAside(desk: Desk, handoffId: string, until: Until): Promise<void> {
  const call = () => desk.api.ask(lifecycleRoutes.snooze, { params: { id: handoffId }, body: { until } })
  if (!(await desk.act({ handoffId, verb: 'snooze' }, call))) return
  desk.openPanel(null)
  await desk.leftHands(handoffId, desk.say('lifecycle.aside'), {
    label: desk.say('undo'),
    run: () => void takeUp(desk, handoffId),
  })
}

/** Takes up what was put aside. */
export function takeUp(desk: Desk, handoffId: string): Promise<void> {
  return takeInHand(desk, { handoffId, verb: 'wake' }, lifecycleRoutes.wake)
}

/** Opens an ended handoff again. */
export function reopen(desk: Desk, handoffId: string): Promise<void> {
  return takeInHand(desk, { handoffId, verb: 'reopen' }, lifecycleRoutes.reopen)
}

/** Takes a handoff out of a colleague's hands; the notice gives it back to her. */
export function takeOver(desk: Desk, { id, agentId, agentName }: Handoff): Promise<void> {
  const name = agentName ?? desk.say('author.agent')
  const giveBack = {
    label: desk.say('lifecycle.giveBack', { name }),
    run: () => void passOn(desk, id, { to: { agent: agentId ?? '' }, note: '' }),
  }
  return takeInHand(desk, { handoffId: id, verb: 'take_over' }, lifecycleRoutes.takeOver, () =>
    desk.notice('done', desk.say('lifecycle.tookOver', { name }), { about: id, action: giveBack }),
  )
}

/** What becomes the agent's opens where she writes. */
async function takeInHand(
  desk: Desk,
  pending: { handoffId: string; verb: 'wake' | 'reopen' | 'take_over' },
  route: typeof lifecycleRoutes.wake | typeof lifecycleRoutes.reopen | typeof lifecycleRoutes.takeOver,
  tell = () => desk.notice(null, desk.say('lifecycle.inHand')),
): Promise<void> {
  const { handoffId } = pending
  if (!(await desk.act(pending, () => desk.api.ask(route, { params: { id: handoffId } })))) return
  desk.navigate({ view: 'conversation', handoffId })
  await desk.readAll()
  tell()
  desk.focusOn('composer')
}

/** What acts on handoffs need of the console's session. */
interface Desk {
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
