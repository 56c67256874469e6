import { stackOf } from '../../log.js'
import { answersCitizens } from '../../platform/model/role.js'
import { PUSH_AFTER_MS, PUSH_UNTIL_MS, type Pusher, type PushSubscription } from '../../platform/push/push.js'
import { isQuiet } from '../../platform/time/quiet-hours.js'
import { standingIn } from '../accounts/pool.js'
import type { SessionStore } from '../accounts/session-verbs.js'
import type { StaffStore } from '../accounts/staff-verbs.js'
import type { HandoffContext } from '../handoffs/handoff-context.js'
import { waitsForEyeSince } from '../handoffs/queue/back-in-queue.js'
import { readAvailability } from '../handoffs/queue/routing.js'
import type { PushStore } from './push-verbs.js'

/** What pushes need: browsers and their sessions, besides the requests. */
export type PushContext = HandoffContext<PushStore & SessionStore & StaffStore>

/** The pushes that are on their way. */
export interface PushRounds {
  /** Begins to send what is due, and waits for nothing: a push service that does not answer holds nothing else. */
  send(): Promise<void>
}

/** Tells agents whose console is closed what waits, one sweep at a time. Without a push service nobody is told. */
export function createPushRounds(
  handoffContext: PushContext,
  { pusher, ...sweep }: Omit<PushSweep, 'pusher'> & { pusher: Pusher | null },
): PushRounds {
  let sending: Promise<void> | null = null
  return {
    async send() {
      if (!pusher || sending) return
      sending = sweepPush(handoffContext, { pusher, ...sweep })
        .catch((error: unknown) => sweep.onFault({ stack: stackOf(error) }))
        .finally(() => {
          sending = null
        })
    },
  }
}

/** What a sweep of pushes needs besides the context of handoffs. */
interface PushSweep {
  pusher: Pusher
  /** Whether an agent has a console open: then it tells her, and nothing leaves. */
  hasConsole: (userId: string) => boolean
  /** Called with facts for the log: codes only. */
  onFault: (fact: Record<string, unknown>) => void
}

/**
 * Tells agents whose console is closed that somebody has waited for a minute. One push for each browser and request; what is told and
 * when is stored, so that a restart neither repeats nor forgets.
 */
export async function sweepPush(context: PushContext, sweep: PushSweep): Promise<void> {
  for (const { id } of context.communes.values()) {
    const subscriptions = await withSession(context, await context.store.listPushSubscriptions(id))
    if (subscriptions.length > 0) await pushIn(context, sweep, { communeId: id, subscriptions })
  }
}

interface Told {
  communeId: string
  subscriptions: PushSubscription[]
}

async function pushIn(context: PushContext, sweep: PushSweep, { communeId, subscriptions }: Told): Promise<void> {
  const waits = await dueWaits(context, communeId)
  if (waits.length === 0 || !(await readAvailability(context, communeId)).open) return
  const { timeZone } = context.communeOf(communeId)
  for (const subscription of subscriptions) {
    const since = lastFor(waits, subscription.userId)
    const { userId, quiet } = subscription
    if (since === null || sweep.hasConsole(userId) || isQuiet(quiet, context.now(), timeZone)) continue
    if (await expectsToBeCalled(context, userId, communeId)) await pushTo(context, sweep, { subscription, since })
  }
}

async function pushTo(
  { store, say, now }: PushContext,
  { pusher, onFault }: PushSweep,
  { subscription, since }: { subscription: PushSubscription; since: string },
): Promise<void> {
  const { endpoint, language } = subscription
  if (!(await store.startPush(endpoint, now().toISOString(), since))) return
  const result = await pusher.push(subscription, { title: say(language, 'push.waiting'), language })
  if (result.outcome === 'gone') await store.dropPushSubscription(endpoint)
  if (result.outcome === 'failed') onFault({ fault: result.fault })
}

/** A wait, and when it came due. `agentId`: whom it concerns alone. */
interface Wait {
  dueAt: string
  agentId: string | null
}

async function dueWaits(context: PushContext, communeId: string): Promise<Wait[]> {
  const now = context.now().getTime()
  const open = await context.store.listHandoffs(communeId, ['pending', 'assigned'])
  const waits: Wait[] = []
  for (const handoff of open) {
    const since = await waitsForEyeSince(context, handoff)
    if (since === null) continue
    const due = Date.parse(since) + PUSH_AFTER_MS
    if (due <= now && now < due + PUSH_UNTIL_MS)
      waits.push({ dueAt: new Date(due).toISOString(), agentId: handoff.agentId })
  }
  return waits
}

/** When the last wait that concerns an agent came due. */
function lastFor(waits: readonly Wait[], userId: string): string | null {
  const own = waits.filter(({ agentId }) => agentId === null || agentId === userId).map(({ dueAt }) => dueAt)
  return own.sort().at(-1) ?? null
}

/** A browser is told nothing once the session that asked for it has ended, and is forgotten. */
async function withSession({ store, now }: PushContext, all: PushSubscription[]): Promise<PushSubscription[]> {
  const alive: PushSubscription[] = []
  for (const subscription of all) {
    const session = await store.getSession(subscription.sessionHash)
    const lives = session?.userId === subscription.userId && session.expiresAt > now().toISOString()
    if (lives) alive.push(subscription)
    else await store.dropPushSubscription(subscription.endpoint)
  }
  return alive
}

/**
 * Whether an agent whose console is closed still expects to be called: she declared herself available, and closed the window without
 * declaring herself away. Whoever says "away" or "busy", signs out, or did not touch her console or answer while it was open, is left in
 * peace. She still serves the commune.
 */
async function expectsToBeCalled({ store }: PushContext, userId: string, communeId: string): Promise<boolean> {
  const user = await store.getUser(userId)
  const serving = user && standingIn(await store.listPools(), user, communeId)
  const isAgent = serving && answersCitizens(serving.roles)
  const presence = (await store.listPresences(communeId)).find((one) => one.userId === userId)
  const hasLeft = presence?.cause === 'idle' || presence?.cause === 'missed'
  return isAgent === true && user?.deactivatedAt === undefined && presence?.state === 'available' && !hasLeft
}
