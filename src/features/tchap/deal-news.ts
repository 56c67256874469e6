import { type MatrixBot, type MatrixEvent, MatrixFault, type MatrixNews } from '../../platform/matrix/matrix.js'
import { AppError } from '../../platform/model/app-error.js'
import type { StaffLanguage } from '../../platform/model/language.js'
import type { Say } from '../../platform/model/say.js'
import type { StaffStore } from '../accounts/staff-verbs.js'
import { type RemoteReply, type ReplyOutcome, refusalInWords } from '../remote-replies/accept-reply.js'
import type { RemoteReplyStore } from '../remote-replies/remote-reply-verbs.js'
import { readMessage, type Sent } from './read-message.js'
import { CODE_LIFE_MS, type TchapLink, type TchapThread, tchapCodeHash, type WaitingRoom } from './tchap.js'
import type { TchapPlaces, TchapStore } from './tchap-verbs.js'

/** What is needed to deal with what happens in the bot's rooms. */
export interface DealNeeds {
  store: TchapStore & Pick<StaffStore, 'getUser'> & Pick<RemoteReplyStore, 'saveReplyWish' | 'dropReplyWish'>
  bot: MatrixBot
  say: Say
  now: () => Date
  /** Whether words of citizens and agents may pass through rooms that their homeserver can read. */
  carriesText: boolean
  /** Says an agent's answer to its citizen, once for each id. */
  accept: (reply: RemoteReply) => Promise<ReplyOutcome>
  /** Told of what could not be dealt with: codes only. */
  onFault: (error: unknown) => void
}

/** What says that an answer has reached its citizen. */
const REACHED = '✅'

/**
 * Deals with what happened in the bot's rooms, oldest first. The same news may come twice: what is stored is compared, what is sent has an id of its own, and
 * an answer is said once for its event.
 * @throws MatrixFault, AppError `storage_unavailable`: the news are dealt with again then
 */
export async function dealNews(needs: DealNeeds, news: MatrixNews): Promise<void> {
  const { store, bot } = needs
  await store.dropTchapRooms(news.left)
  for (const invitation of news.invitations) await evenIfRefused(needs, () => askForCode(needs, invitation))
  const places = await store.readTchap()
  const known = new Set([...places.rooms, ...places.links].map(({ roomId }) => roomId))
  for (const roomId of news.joined) if (!known.has(roomId)) await bot.leave(roomId)
  const self = await bot.whoAmI()
  for (const event of news.events) {
    if (event.sender === self) continue
    await evenIfRefused(needs, () => dealEvent(needs, event))
  }
}

/** One thing that cannot be done, as when somebody has just left a room, does not keep what comes after it from being done. */
async function evenIfRefused({ onFault }: DealNeeds, act: () => Promise<void>): Promise<void> {
  try {
    await act()
  } catch (error) {
    if (
      (error instanceof MatrixFault && !error.isRefusal) ||
      (error instanceof AppError && error.code === 'storage_unavailable')
    )
      throw error
    onFault(error)
  }
}

/**
 * Somebody asks the bot to come. Her own room may be encrypted, so the bot declines, and asks her into one of its own, where she types the code of her account
 * page. It does so only while an account waits for a code.
 */
async function askForCode(
  { store, bot, say, now }: DealNeeds,
  { roomId: asked, inviter }: MatrixNews['invitations'][number],
): Promise<void> {
  await bot.leave(asked)
  const at = now()
  const { codes, rooms } = await store.readTchap()
  if (!codes.some(({ expiresAt }) => expiresAt > at.toISOString())) return
  if (rooms.some(({ matrixId }) => matrixId === inviter)) return
  const roomId = await bot.createRoom(inviter)
  const expiresAt = new Date(at.getTime() + CODE_LIFE_MS).toISOString()
  if ((await store.addTchapRoom({ roomId, matrixId: inviter, expiresAt, tries: 0 })) === 'too_many') {
    await bot.leave(roomId)
    return
  }
  await write(bot, { roomId, txnId: `code ${roomId}`, text: say('fr', 'tchap.code') })
}

async function dealEvent(needs: DealNeeds, event: MatrixEvent): Promise<void> {
  const sent = readMessage(event)
  if (!sent) return
  const { rooms, links, threads } = await needs.store.readTchap()
  const place = [...rooms, ...links].find(({ roomId }) => roomId === event.roomId)
  if (!place) return
  if (sent.kind === 'left') {
    if (sent.matrixId === place.matrixId) await forget(needs, place)
    return
  }
  // Whoever else may be there is not the one who proved who she is.
  if (event.sender !== place.matrixId) return
  if ('tries' in place) await tryCode(needs, { event, sent, language: 'fr' })
  else await hear(needs, { event, sent, link: place, threads })
}

/** She has left the room, and so wishes to hear nothing more there. */
async function forget({ store, bot }: DealNeeds, place: WaitingRoom | TchapLink): Promise<void> {
  await store.dropTchapRooms([place.roomId])
  if ('userId' in place) await store.dropReplyWish(place.userId, 'tchap')
  await bot.leave(place.roomId)
}

async function tryCode(
  { store, bot, say, now }: DealNeeds,
  { event, sent, language }: { event: MatrixEvent; sent: Sent; language: StaffLanguage },
): Promise<void> {
  const { roomId, id } = event
  const tell = (text: string) => write(bot, { roomId, txnId: `code ${id}`, text })
  const at = now().toISOString()
  const tried = await store.tryTchapCode(roomId, sent.kind === 'text' ? tchapCodeHash(sent.text) : null, at)
  if (tried.outcome === 'linked') {
    const { link, former } = tried
    const { userId, communeId } = link
    await store.saveReplyWish({ userId, communeId, way: 'tchap', language: link.language, since: at })
    const name = (await store.getUser(userId))?.displayName ?? ''
    await tell(say(link.language, 'tchap.linked', { name }))
    // The code opens nothing any more, and stands in nobody's way.
    await bot.redact(roomId, id)
    if (former !== null && former !== roomId) await bot.leave(former)
    return
  }
  await tell(say(language, `tchap.code.${tried.outcome}`))
  if (tried.outcome === 'wrong') return
  await store.dropTchapRooms([roomId])
  await bot.leave(roomId)
}

interface Heard {
  event: MatrixEvent
  sent: Exclude<Sent, { kind: 'left' }>
  link: TchapLink
  threads: TchapPlaces['threads']
}

/** An agent who proved who she is has sent something. */
async function hear(needs: DealNeeds, { event, sent, link, threads }: Heard): Promise<void> {
  const { bot, say, store } = needs
  const about = sent.kind === 'withdrawn' ? sent.eventId : sent.about
  const thread = threads.find(({ roomId, events }) => roomId === link.roomId && events.includes(about ?? ''))
  const tell = async (text: string) => {
    const answer = { roomId: link.roomId, txnId: `answer ${event.id}`, text, below: event.id }
    const told = await write(bot, thread ? { ...answer, root: thread.root } : answer)
    if (thread) await store.addToTchapThread(thread.root, [event.id, told])
  }
  if (sent.kind === 'withdrawn') {
    // What was answered cannot be taken back; of what never left nobody has to be told.
    if (thread && sent.eventId !== thread.root) await tell(say(link.language, 'tchap.withdrawn'))
    return
  }
  if (sent.kind === 'unreadable') return tell(say(link.language, `tchap.unreadable.${sent.why}`))
  if (!thread) return tell(say(link.language, sent.about === null ? 'tchap.in_thread' : 'tchap.over'))
  if (!needs.carriesText) return tell(say(link.language, 'tchap.by_link'))
  return answer(needs, { event, text: sent.text, link, thread, tell })
}

interface Answer {
  event: MatrixEvent
  text: string
  link: TchapLink
  thread: TchapThread
  tell: (text: string) => Promise<void>
}

async function answer(needs: DealNeeds, { event, text, link, thread, tell }: Answer): Promise<void> {
  const { accept, bot, say, store } = needs
  const reply = { agent: { id: link.userId }, handoffId: thread.handoffId, text, via: 'tchap', id: event.id } as const
  const result = await accept(reply)
  if (result.outcome === 'refused') return tell(refusalInWords(say, link.language, result))
  const content = { 'm.relates_to': { rel_type: 'm.annotation', event_id: event.id, key: REACHED } }
  const reaction = await bot.send(event.roomId, { type: 'm.reaction', content, txnId: `reached ${event.id}` })
  await store.addToTchapThread(thread.root, [event.id, reaction])
}

interface Written {
  roomId: string
  txnId: string
  text: string
  /** The thread in which it is written. */
  root?: string
  /** What it answers. */
  below?: string
}

/** Writes as a person does: what programs write to each other (`m.notice`) rings nowhere. @returns its event */
export function write(bot: MatrixBot, { roomId, txnId, text, root, below }: Written): Promise<string> {
  const reply = below === undefined ? {} : { 'm.in_reply_to': { event_id: below } }
  const thread = root === undefined ? {} : { rel_type: 'm.thread', event_id: root, is_falling_back: true }
  const relation = root === undefined && below === undefined ? {} : { 'm.relates_to': { ...thread, ...reply } }
  return bot.send(roomId, { type: 'm.room.message', content: { msgtype: 'm.text', body: text, ...relation }, txnId })
}
