import { type MatrixBot, MatrixFault } from '../../platform/matrix/matrix.js'
import type { StaffStore } from '../accounts/staff-verbs.js'
import { isBefore } from '../conversations/conversation-document.js'
import type { HandoffStore } from '../handoffs/store/handoff-verbs.js'
import type { RemoteReplyStore } from '../remote-replies/remote-reply-verbs.js'
import { write } from './deal-news.js'
import { NOTICE_LIFE_MS, type TchapLink, type TchapNotice, type TchapThread, THREAD_LIFE_MS } from './tchap.js'
import type { TchapPlaces, TchapStore } from './tchap-verbs.js'

/** What is sent and taken away needs. */
export interface RoundNeeds {
  store: TchapStore &
    Pick<StaffStore, 'getUser'> &
    Pick<HandoffStore, 'getHandoff'> &
    Pick<RemoteReplyStore, 'dropReplyWish'>
  bot: MatrixBot
  now: () => Date
  /** Told of a round that could not be finished; the next one goes on. */
  onFault: (error: unknown) => void
}

/** What is on its way to the bot's rooms. */
export interface Rounds {
  /** Begins to send what waits and to take away what is old, and waits for nothing: a homeserver that does not answer holds nothing else. */
  begin(): Promise<void>
  /** Waits for what is on its way. */
  close(): Promise<void>
}

/** Sends and takes away, one sweep at a time. Two processes that do the same do it once: what is sent has an id, and what is taken away is gone. */
export function createRounds(needs: RoundNeeds): Rounds {
  let going: Promise<void> | null = null
  return {
    async begin() {
      going ??= makeRound(needs)
        .catch(needs.onFault)
        .finally(() => {
          going = null
        })
    },
    async close() {
      await going
    },
  }
}

/** One round: notifications, then rooms that nobody needs, then threads that are over. @throws MatrixFault when the homeserver is away */
async function makeRound(needs: RoundNeeds): Promise<void> {
  const places = await needs.store.readTchap()
  for (const notice of places.notices) await sendNotice(needs, places, notice)
  await leaveRooms(needs, places)
  for (const thread of places.threads) if (await isOver(needs, thread)) await takeAway(needs, thread)
}

function isOld({ now }: RoundNeeds, at: string, lifeMs: number): boolean {
  return isBefore(at, new Date(now().getTime() - lifeMs).toISOString())
}

/** A request of which she was told before is told of in the same thread. */
async function sendNotice(needs: RoundNeeds, { links, threads }: TchapPlaces, notice: TchapNotice): Promise<void> {
  const { store, bot } = needs
  const { id, userId, handoffId, text, at } = notice
  const link = links.find((one) => one.userId === userId)
  if (!link || isOld(needs, at, NOTICE_LIFE_MS)) return store.settleTchapNotice(id, null)
  const { roomId } = link
  const former = threads.find((one) => one.roomId === roomId && one.handoffId === handoffId)
  const below = former ? { root: former.root, below: former.root } : {}
  const event = await unlessRefused(write(bot, { roomId, txnId: `notice ${id}`, text, ...below }))
  const thread = event !== null && { roomId, root: former?.root ?? event, userId, handoffId, at }
  await store.settleTchapNotice(id, thread ? { ...thread, events: [...new Set([thread.root, event])] } : null)
}

/** Rooms in which nobody typed a code in time, and those of accounts that are closed. */
async function leaveRooms(needs: RoundNeeds, { rooms, links }: TchapPlaces): Promise<void> {
  const { store, bot, now } = needs
  const isLate = ({ expiresAt }: { expiresAt: string }) => !isBefore(now().toISOString(), expiresAt)
  const closed: TchapLink[] = []
  for (const link of links) if (!(await isHers(needs, link))) closed.push(link)
  for (const { userId } of closed) await store.dropReplyWish(userId, 'tchap')
  for (const { roomId } of [...rooms.filter(isLate), ...closed]) {
    await bot.leave(roomId)
    await store.dropTchapRooms([roomId])
  }
}

async function isHers({ store }: RoundNeeds, { userId, communeId }: TchapLink): Promise<boolean> {
  const user = await store.getUser(userId)
  return user !== undefined && user.communeId === communeId && user.deactivatedAt === undefined
}

/** Its time has passed, or the request has been erased. */
async function isOver(needs: RoundNeeds, { at, handoffId }: TchapThread): Promise<boolean> {
  return isOld(needs, at, THREAD_LIFE_MS) || !(await needs.store.getHandoff(handoffId))
}

/** What was written there by either side is taken away, the notification last. */
async function takeAway({ store, bot }: RoundNeeds, { roomId, root, events }: TchapThread): Promise<void> {
  for (const event of [...events].reverse()) await unlessRefused(bot.redact(roomId, event))
  await store.dropTchapThread(root)
}

/** `null` where the homeserver refuses it, as when the bot is not in the room any more: it would refuse it again. */
async function unlessRefused<T>(act: Promise<T>): Promise<T | null> {
  return act.catch((error: unknown) => {
    if (error instanceof MatrixFault && error.isRefusal) return null
    throw error
  })
}
