import { createHash, randomUUID } from 'node:crypto'
import type { AssistantContext } from '../../src/assistant/assistant-context.js'
import { createDialogue } from '../../src/assistant/bot.js'
import { createFairQueue } from '../../src/assistant/fair-queue.js'
import { DEFAULT_TALK_MODEL } from '../../src/assistant/follow-up/talk-model.js'
import { createReceiver, type Received } from '../../src/assistant/receive-message.js'
import type { User } from '../../src/features/accounts/staff.js'
import type { Snapshot } from '../../src/features/entries/catalogue/snapshot.js'
import type { HandoffContext } from '../../src/features/handoffs/handoff-context.js'
import { type Counters, createCounters } from '../../src/features/statistics/counters.js'
import { SILENT_LOGGER } from '../../src/log.js'
import { singleInstance } from '../../src/platform/instances/single-instance.js'
import type { Streets } from '../../src/platform/model/address.js'
import type { Commune } from '../../src/platform/model/commune.js'
import { type Conversation, EMPTY_MEMORY, type Transcript } from '../../src/platform/model/conversation.js'
import type { Entry, Expiry } from '../../src/platform/model/entry.js'
import type { Guide } from '../../src/platform/model/guide.js'
import type { Language } from '../../src/platform/model/language.js'
import type { ChoiceValue, Payload } from '../../src/platform/model/payload.js'
import type { PlacesNearby } from '../../src/platform/model/place.js'
import type { Turn } from '../../src/platform/model/turn.js'
import { createMemoryStore } from '../../src/store/memory-store.js'
import type { Store } from '../../src/store/store.js'

import { entry } from '../features/entries/sample-entry.js'
import { commune } from '../platform/model/sample-commune.js'
import { language } from './installed-language.js'
import { ScriptedIndex } from './scripted-index.js'

/** Tuesday 24 November 2026, ten o'clock in Paris: the reception is open until noon. */
export const OPEN = '2026-11-24T09:00:00.000Z'
/** The same day at eight in the evening. */
export const EVENING = '2026-11-24T19:00:00.000Z'

/** Entries of the scripted content. */
export const ENTRY_IDS = ['naissance', 'mariage', 'deces', 'passeport', 'cantine', 'creche', 'piscine', 'salle']

const { say } = language
const listen = await language.listenBeside([])

/** One agent of the scripted town. */
export const AGENT: User = {
  id: 'anne',
  communeId: 'bourg',
  email: 'anne@bourg.example',
  displayName: 'Anne',
  roles: ['agent'],
  passwordHash: 'none',
  demonstration: false,
  createdAt: OPEN,
}

export interface HarnessOptions {
  commune?: Partial<Commune>
  language?: Language
  /** Whether an agent is available, while the clock stands at the start. */
  agent?: boolean
  at?: string
  wrapStore?: (store: Store) => Store
  /** Guides by the entry that they begin by. */
  guides?: Record<string, Guide>
  places?: PlacesNearby
  /** What the files of its addresses say. */
  streets?: Streets
  /** Whether the assistant may not answer by itself. */
  stopped?: boolean
  /** Why entries may not be shown. */
  expired?: Record<string, Expiry>
}

/** The assistant in this process, with real sentences and signals, a memory store, a scripted search and a clock. */
export async function startAssistant(options: HarnessOptions = {}) {
  const clock = { at: new Date(options.at ?? OPEN) }
  const now = () => new Date(clock.at)
  const memory = createMemoryStore()
  const store = options.wrapStore?.(memory) ?? memory
  const index = new ScriptedIndex()
  const town = commune(options.commune)
  const entries = new Map(
    ENTRY_IDS.map((id): [string, Entry] => [
      id,
      {
        ...entry(id),
        ...(options.guides?.[id] ? { guide: options.guides[id] } : {}),
        ...(options.expired?.[id] ? { expired: options.expired[id] } : {}),
      },
    ]),
  )
  const snapshot: Snapshot = { commune: town, version: 'v1', entries, index }
  const handoffContext: HandoffContext<Store> = {
    store,
    say,
    now,
    communes: new Map([[town.id, town]]),
    communeOf: () => town,
    isPageOpen: () => false,
    waitLimitMs: 10 * 60_000,
    departmentOf: async () => undefined,
    mailer: null,
  }
  const counters: Counters = createCounters(store, (_, at) => (at ?? now().toISOString()).slice(0, 10))
  const context: AssistantContext = {
    store,
    say,
    now,
    handoffContext,
    ...language.heard,
    listen,
    addresses: { streetsOf: () => options.streets ?? null, words: language.streets, tables: language.addresses },
    talk: { model: DEFAULT_TALK_MODEL, words: language.goingOn },
    snapshotOf: async () => snapshot,
    placesOf: () => options.places ?? null,
    stopOf: (communeId) =>
      options.stopped
        ? { communeId, stopped: true, at: now().toISOString(), userId: 'ada', userName: 'Ada', why: 'Réponses fausses' }
        : null,
    counters,
    queueFairly: createFairQueue(),
    withLock: singleInstance().withLock,
    logger: SILENT_LOGGER,
  }
  const receive = createReceiver(context, createDialogue(context))

  const setAgent = (state: 'available' | 'away') =>
    memory.savePresence({ userId: AGENT.id, communeId: town.id, state, seenAt: now().toISOString() })
  await setAgent((options.agent ?? true) ? 'available' : 'away')

  async function startConversation(): Promise<Talk> {
    const at = now().toISOString()
    const conversation: Conversation = {
      id: randomUUID(),
      communeId: town.id,
      tokenHash: createHash('sha256').update('token').digest('base64url'),
      createdAt: at,
      updatedAt: at,
      language: options.language ?? 'fr',
      page: null,
      status: 'open',
      memory: EMPTY_MEMORY,
    }
    await memory.createConversation(conversation, [])
    return new Talk(conversation, memory, receive)
  }
  return {
    clock,
    context,
    counters,
    entries,
    handoffContext,
    index,
    setAgent,
    startConversation,
    store: memory,
    town,
    receive,
  }
}

/** What came of one message. */
export interface Said extends Received {
  /** The turn of this message; `undefined` when an agent reads it. */
  turn: Turn | undefined
  /** Everything that the replies say, buttons included. */
  text: string
  payloads: Payload[]
  /** Values of the buttons of the replies. */
  choices: ChoiceValue[]
}

/** One citizen's conversation. */
export class Talk {
  readonly conversation: Conversation
  readonly #store: Store
  readonly #receive: (
    conversation: Conversation,
    input: { clientId: string; text: string; choice?: ChoiceValue },
  ) => Promise<Received>
  #sent = 0

  constructor(conversation: Conversation, store: Store, receive: Awaited<ReturnType<typeof createReceiver>>) {
    this.conversation = conversation
    this.#store = store
    this.#receive = receive
  }

  /** Sends a message, or presses a button. */
  async say(text: string, choice?: ChoiceValue, clientId = `client-${++this.#sent}`): Promise<Said> {
    const received = await this.#receive(this.conversation, { clientId, text, ...(choice ? { choice } : {}) })
    const { turns } = await this.transcript()
    const payloads = received.replies.map(({ payload }) => payload)
    return {
      ...received,
      turn: turns.find(({ messageSeq }) => messageSeq === received.message.seq),
      payloads,
      text: payloads.map(textOf).join('\n'),
      choices: payloads.flatMap((payload) =>
        payload.type === 'choice' ? payload.options.map(({ value }) => value) : [],
      ),
    }
  }

  async transcript(): Promise<Transcript> {
    const transcript = await this.#store.getTranscript(this.conversation.id)
    if (!transcript) throw new Error('the conversation is gone')
    return transcript
  }

  handoff() {
    return this.#store.findOpenHandoff(this.conversation.id)
  }
}

function textOf(payload: Payload): string {
  switch (payload.type) {
    case 'text':
      return payload.text
    case 'choice':
      return [payload.text, ...payload.options.map(({ label }) => label)].join('\n')
    case 'card':
      return `${payload.title}\n${payload.subtitle}`
    default:
      return payload satisfies never
  }
}
