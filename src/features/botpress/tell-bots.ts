import type { Commune } from '../../platform/model/commune.js'
import type { Conversation, Message, RemoteTalk } from '../../platform/model/conversation.js'
import { payloadText } from '../../platform/model/payload.js'
import type { StoreLife } from '../../platform/model/store-life.js'
import { type BotSide, isGone } from './bot-side.js'
import type { RemoteTalkStore } from './remote-talk-verbs.js'

/** What telling bots needs. */
export interface TellNeeds {
  store: RemoteTalkStore & Pick<StoreLife, 'subscribe'>
  bot: BotSide
  communes: ReadonlyMap<string, Commune>
  /** `withLock`: one at a time for a name, whichever process does it. */
  assistant: { withLock: <R>(name: string, act: () => Promise<R>) => Promise<R> }
  end: (conversation: Conversation) => Promise<void>
  now: () => Date
  /** Told of each fault, which is tried again. */
  onFault: (error: unknown) => void
}

/** What tells bots how their talks go on. */
export interface BotTeller {
  /** Tells what is left to tell, and waits for nothing: a host that does not answer holds nothing else. */
  begin(): Promise<void>
  close(): Promise<void>
}

/** Wait after a fault of a talk, ms, doubled each time. */
const FIRST_WAIT_MS = 5_000
const LONGEST_WAIT_MS = 5 * 60_000

/**
 * Tells each bot what is said in its talks, who has taken them and that they are over: as soon as it is stored, and again at each sweep until the bot has it.
 * What was told is kept with the conversation, so that another process, or the next start, goes on.
 */
export function createBotTeller(needs: TellNeeds): BotTeller {
  const { store, now } = needs
  const waits = new Map<string, { untilMs: number; faults: number }>()
  const telling = new Map<string, Promise<void>>()
  let closed = false
  const tell = (id: string) => {
    if (closed || (waits.get(id)?.untilMs ?? 0) > now().getTime()) return
    const before = telling.get(id) ?? Promise.resolve()
    // What was stored meanwhile is told after what is being told.
    const next = before
      .then(() => needs.assistant.withLock(`botpress ${id}`, () => tellTalk(needs, id)))
      .then(
        () => void waits.delete(id),
        (error: unknown) => {
          const faults = (waits.get(id)?.faults ?? 0) + 1
          const waitMs = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (faults - 1))
          waits.set(id, { untilMs: now().getTime() + waitMs, faults })
          needs.onFault(error)
        },
      )
      .finally(() => {
        if (telling.get(id) === next) telling.delete(id)
      })
    telling.set(id, next)
  }
  const unsubscribe = store.subscribe((change) => {
    if (change.type !== 'message' && change.type !== 'handoff') return
    const { conversationId } = change
    // Where the store is away the sweep tells it.
    const tellOwn = (isOwn: boolean) => isOwn && tell(conversationId)
    void store.knownRemoteTalk(conversationId).then(tellOwn, needs.onFault)
  })
  return {
    async begin() {
      for (const id of await store.listRemoteTalks()) if (!telling.has(id)) tell(id)
    },
    async close() {
      closed = true
      unsubscribe()
      await Promise.all(telling.values())
    },
  }
}

/** Tells what a bot does not know of one of its talks. @throws what its host refuses, or that it is away */
async function tellTalk(needs: TellNeeds, id: string): Promise<void> {
  const { store, bot, communes } = needs
  const talk = await store.readRemoteTalk(id)
  if (!talk) return
  const { conversation, messages, handoff } = talk
  const { remote } = conversation
  try {
    const { agentId, agentName } = handoff ?? {}
    if (agentId && agentId !== remote.assigned) {
      const userId = await bot.userFor(remote, { id: agentId, name: agentName ?? undefined })
      await bot.tell(remote, { type: 'hitlAssigned', userId })
      await store.noteRemoteTold(id, { assigned: agentId })
    }
    for (const message of messages.filter(({ seq }) => seq > remote.sent)) {
      await say(needs, { remote, name: communes.get(conversation.communeId)?.nom, message, agentId })
      await store.noteRemoteTold(id, { sent: message.seq })
    }
    const isOver = handoff !== undefined && handoff.status !== 'pending' && handoff.status !== 'assigned'
    if (!isOver) return
    await bot.tell(remote, { type: 'hitlStopped' })
  } catch (error) {
    if (!isGone(error)) throw error
  }
  await store.noteRemoteTold(id, { over: true })
  await needs.end(conversation)
}

interface ToSay {
  remote: RemoteTalk
  /** Of the commune. */
  name: string | undefined
  message: Message
  /** Who has the talk. */
  agentId: string | null | undefined
}

/** What her citizen writes the bot knows. Cards are told by their words: a bot's channel may show nothing else. */
async function say({ bot }: TellNeeds, { remote, name, message, agentId }: ToSay): Promise<void> {
  const { id, author, authorName, payload } = message
  if (author === 'citizen') return
  const isAgent = author === 'agent' && agentId
  const userId = await bot.userFor(remote, isAgent ? { id: agentId, name: authorName } : { id: 'mairie', name })
  await bot.say(remote, { id, userId, text: payloadText(payload) })
}
