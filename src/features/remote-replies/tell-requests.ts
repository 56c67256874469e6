import { randomBytes, randomUUID } from 'node:crypto'
import { stackOf } from '../../log.js'
import { forEachIndependently } from '../../platform/for-each-independently.js'
import { hashSecret, newSecret } from '../../platform/http/secrets.js'
import type { Handoff } from '../../platform/model/handoff.js'
import { type Pool, servedBy, standingIn } from '../accounts/pool.js'
import type { User } from '../accounts/staff.js'
import type { StaffStore } from '../accounts/staff-verbs.js'
import type { HandoffContext } from '../handoffs/handoff-context.js'
import { presenceOf } from '../handoffs/queue/agent-presence.js'
import { waitsForEyeSince } from '../handoffs/queue/back-in-queue.js'
import { presenceNow } from '../handoffs/queue/presence.js'
import { mayAnswer } from './accept-reply.js'
import type { RemoteReplyStore } from './remote-reply-verbs.js'
import type { ReplyNotice, ReplyWay, ReplyWish } from './reply-way.js'

/** What telling needs. */
export interface TellNeeds {
  handoffContext: HandoffContext<Pick<StaffStore, 'getUser' | 'readSignInPolicy'> & RemoteReplyStore>
  ways: readonly ReplyWay[]
  /** Whether an agent has a console open. */
  consoles: { isOpen: (userId: string) => boolean }
  /** Origin of the server as its users type it. */
  publicOrigin: string | null
  /** Told of each notice that could not be sent: codes only. */
  onFault: (fact: { way: string; stack: string | undefined }) => void
}

/**
 * How long a citizen who waits in the conversation waits before agents are told outside the console, ms. Whoever left a message or a phone number is told of at
 * once: she does not wait at a console.
 */
const TELL_AFTER_MS = 60_000
/** How long an answer to what was told is taken, ms. */
const ANSWER_MS = 3 * 24 * 3_600_000

/**
 * Tells agents who wish it of each request that waits for them: once for each wait and way, and not while their console is open and they are available. What
 * is told is noted before: a process that dies in between tells nobody twice.
 */
export async function tellRequests(needs: TellNeeds): Promise<void> {
  const { handoffContext, ways, onFault } = needs
  const wishes = await handoffContext.store.listReplyWishes()
  const known = wishes.flatMap((wish) => {
    const way = ways.find(({ id }) => id === wish.way)
    return way ? [{ wish, way }] : []
  })
  const pools = await handoffContext.store.listPools()
  const serves = (wish: ReplyWish) => servedBy(pools, { id: wish.userId, communeId: wish.communeId })
  await forEachIndependently(new Set(known.flatMap(({ wish }) => serves(wish))), async (communeId) => {
    if (!handoffContext.communes.has(communeId)) return
    const waits = await dueWaits(handoffContext, communeId)
    for (const { wish, way } of waits.length === 0 ? [] : known) {
      if (!serves(wish).includes(communeId)) continue
      await tellOne(needs, { wish, way, waits, pools }).catch((error: unknown) =>
        onFault({ way: way.id, stack: stackOf(error) }),
      )
    }
  })
}

/** Whether an account may be reached outside the console: not one that must first add the second factor that its commune asks for. */
export async function mayBeReached(
  store: Pick<StaffStore, 'readSignInPolicy'>,
  { communeId, secondFactor }: User,
): Promise<boolean> {
  return secondFactor !== undefined || !(await store.readSignInPolicy(communeId)).secondFactorRequired
}

interface Wait {
  handoff: Handoff
  about: string
}

async function dueWaits(context: TellNeeds['handoffContext'], communeId: string): Promise<Wait[]> {
  const waits: Wait[] = []
  for (const handoff of await context.store.listHandoffs(communeId, ['pending', 'assigned'])) {
    const about = await waitsForEyeSince(context, handoff)
    if (about === null) continue
    const afterMs = handoff.kind === 'live' ? TELL_AFTER_MS : 0
    if (Date.parse(about) + afterMs <= context.now().getTime()) waits.push({ handoff, about })
  }
  return waits
}

async function tellOne(
  needs: TellNeeds,
  { wish, way, waits, pools }: { wish: ReplyWish; way: ReplyWay; waits: readonly Wait[]; pools: readonly Pool[] },
): Promise<void> {
  const { handoffContext, consoles } = needs
  const user = await handoffContext.store.getUser(wish.userId)
  if (!user || !(await mayBeReached(handoffContext.store, user)) || !(await way.reaches(user))) return
  const presence = await presenceOf(handoffContext, user)
  const isThere = presence !== undefined && presenceNow(presence, handoffContext.now()).state === 'available'
  if (isThere && consoles.isOpen(user.id)) return
  for (const wait of waits) {
    const { handoff, about } = wait
    const agent = standingIn(pools, user, handoff.communeId)
    const isHers = handoff.agentId === null ? agent && mayAnswer(agent, handoff) : handoff.agentId === user.id
    if (agent && isHers && about >= wish.since) await tellOfWait(needs, { wish, way, wait, agent })
  }
}

async function tellOfWait(
  { handoffContext, publicOrigin }: TellNeeds,
  { wish, way, wait, agent }: { wish: ReplyWish; way: ReplyWay; wait: Wait; agent: User },
): Promise<void> {
  const secret = newSecret()
  const token = randomBytes(16).toString('hex')
  const notice = newNotice(handoffContext.now(), { wish, wait, agent, secret, token })
  if (!(await handoffContext.store.noteTold(notice))) return
  const link = publicOrigin === null ? null : `${publicOrigin}/repondre#lien=${secret}`
  const question = await questionOf(handoffContext, wait)
  const reference = await way.tell({ notice, agent, handoff: wait.handoff, question, link, token })
  if (reference !== undefined) await handoffContext.store.keepReplyReference(notice.id, reference)
}

function newNotice(
  now: Date,
  { wish, wait, agent, secret, token }: { wish: ReplyWish; wait: Wait; agent: User; secret: string; token: string },
): ReplyNotice {
  const { userId, way, language } = wish
  const { communeId, id: handoffId } = wait.handoff
  return {
    id: randomUUID(),
    ...{ userId, communeId, way, language, about: wait.about, handoffId },
    at: now.toISOString(),
    expiresAt: new Date(now.getTime() + ANSWER_MS).toISOString(),
    linkHash: hashSecret(secret),
    tokenHash: hashSecret(token),
    generation: agent.generation ?? 0,
  }
}

/** What is asked: the words that wait for an answer in a talk, else those of the request. */
async function questionOf({ store }: TellNeeds['handoffContext'], { handoff, about }: Wait): Promise<string> {
  if (handoff.status === 'pending') return handoff.subject
  const messages = await store.listMessages(handoff.conversationId, 0)
  const words = messages.flatMap(({ author, at, payload }) =>
    author === 'citizen' && at >= about && payload.type === 'text' ? [payload.text] : [],
  )
  return words.length > 0 ? words.join('\n') : handoff.subject
}
