import { endStaffSession } from '../../../src/features/accounts/routes/end-sessions.js'
import type { PresenceState, User } from '../../../src/features/accounts/staff.js'
import { readCallbackSlots, requestCallback } from '../../../src/features/handoffs/callbacks/request-callback.js'
import { instantIn } from '../../../src/features/handoffs/handoff-context.js'
import { type Declaration, declarePresence, hearPresence } from '../../../src/features/handoffs/queue/agent-presence.js'
import { mayTakeOver, takeOver, transfer } from '../../../src/features/handoffs/queue/pass-on.js'
import { snooze, sweepSnoozes, takeUp } from '../../../src/features/handoffs/queue/put-aside.js'
import { reopen } from '../../../src/features/handoffs/queue/reopen.js'
import { sweepOverdueHandoffs } from '../../../src/features/handoffs/queue/sweep-overdue-handoffs.js'
import { sweepPresences } from '../../../src/features/handoffs/queue/sweep-presences.js'
import { tellWaits } from '../../../src/features/handoffs/queue/tell-waits.js'
import { cancel, claim, close, noteMissedCall, release } from '../../../src/features/handoffs/talk/act.js'
import { leave, leaveForGood, sweepLeavers } from '../../../src/features/handoffs/talk/agent-departure.js'
import { leaveMessage, requestAgent } from '../../../src/features/handoffs/talk/request.js'
import { sayAsAgent, sayAsCitizen } from '../../../src/features/handoffs/talk/say-in-handoff.js'
import { sweepTalks } from '../../../src/features/handoffs/talk/sweep-talks.js'
import type { CitizenTelling } from '../../../src/features/handoffs/telling.js'
import { AppError } from '../../../src/platform/model/app-error.js'
import type { Conversation } from '../../../src/platform/model/conversation.js'
import type { Handoff, HandoffAction } from '../../../src/platform/model/handoff.js'
import { createMemoryStore } from '../../../src/store/memory-store.js'
import type { Store } from '../../../src/store/store.js'
import { fc } from '../../properties.js'
import { agent, OPEN, startHandover } from './harness.js'

/** What a sweep comes round after, and what a console says that it is there after, s. */
const SWEEP_S = 5
const BEAT_S = 20
const IDLE_S = 120
/** Longest time for which an agent who has left may hold a citizen, s. */
export const MOST_HELD_S = 90

const AGENTS = ['anne', 'bruno', 'chloe'].map((id) => agent(id))
const CITIZENS = ['c0', 'c1']

/** What may happen in a reception: by whom, to which citizen, with which colleague, and for how long. */
const EVENTS = [
  'asks for a person',
  'leaves a message',
  'asks to be phoned',
  'writes',
  'gives up',
  'is available',
  'is busy',
  'goes away',
  'goes away, her citizens to a colleague',
  'signs out',
  'closes her console',
  'opens her console',
  'stops touching her console',
  'takes',
  'answers',
  'puts aside',
  'takes up',
  'puts back',
  'passes on',
  'ends',
  'opens again',
  'takes over',
  'phones in vain',
  'time passes',
  'an instance restarts',
] as const

/** What most of a day is made of. */
const USUAL = [
  'asks for a person',
  'takes',
  'takes',
  'answers',
  'puts aside',
  'ends',
  'opens her console',
  'is available',
  'time passes',
] as const

/** One of them. */
export interface Happening {
  event: (typeof EVENTS)[number]
  agent: number
  other: number
  citizen: number
  seconds: number
}

/** Histories of a reception. */
export const histories = fc.array(
  fc.record({
    event: fc.oneof(
      { weight: 1, arbitrary: fc.constantFrom(...EVENTS) },
      { weight: 1, arbitrary: fc.constantFrom(...USUAL) },
    ),
    agent: fc.nat(AGENTS.length - 1),
    other: fc.nat(AGENTS.length - 1),
    citizen: fc.nat(CITIZENS.length - 1),
    seconds: fc.integer({ min: 1, max: 150 }),
  }),
  { minLength: 25, maxLength: 40, size: 'max' },
)

/** An agent, as somebody who stands in the reception would know her. */
interface Desk {
  user: User
  hasConsole: boolean
  declaredAway: boolean
  /** Since when nobody touches the console, s. */
  dozingSince: number | null
  /** Since when nobody is at this desk, s; `null`: somebody is. */
  goneAt: number | null
}

/** A transition that was applied, and what its citizen was told. */
export interface Applied {
  former: Handoff
  action: HandoffAction
  handoff: Handoff
  told: CitizenTelling
  /** Messages and mails that were stored with it. */
  stored: { messages: number; mails: number }
}

/** A reception of three agents and two citizens, with two servers that sweep over one store. */
export class HistoryWorld {
  readonly applied: Applied[] = []
  readonly town: ReturnType<typeof startHandover>
  /** Handoffs that an agent who had left held for longer than {@link MOST_HELD_S}: id and since when. */
  readonly stranded = new Set<string>()
  readonly #desks: Desk[] = AGENTS.map((user) => {
    return { user, hasConsole: false, declaredAway: true, dozingSince: null, goneAt: 0 }
  })
  readonly #conversations: Conversation[] = []
  readonly #starts: Date[]
  #second = 0
  #said = 0
  /** Since when each handoff is held by the same agent, s. */
  readonly #heldSince = new Map<string, { by: string; at: number }>()

  constructor() {
    const memory = createMemoryStore()
    const store: Store = {
      ...memory,
      applyToHandoff: async (id, action, told) => {
        const former = await memory.getHandoff(id)
        const before = former && (await this.#kept(former))
        const result = await memory.applyToHandoff(id, action, told)
        if (!before || result.outcome !== 'applied') return result
        const after = await this.#kept(former)
        const stored = { messages: after.messages - before.messages, mails: after.mails - before.mails }
        this.applied.push({ former, action, handoff: result.handoff, told, stored })
        return result
      },
    }
    this.town = startHandover({ presence: { idleMinutes: 2 }, callbacks: { perHalfDay: 20 } }, store)
    this.town.context.mailer = { send: async () => ({ outcome: 'sent' }), close() {} }
    const longAgo = new Date(this.town.clock.at.getTime() - 3_600_000)
    this.#starts = [longAgo, longAgo]
  }

  get store(): Store {
    return this.town.store
  }

  /** A morning: every agent is at her console, and available. */
  static async open(): Promise<HistoryWorld> {
    const world = new HistoryWorld()
    for (const id of CITIZENS) world.#conversations.push(await world.town.startConversation(id))
    for (const at of AGENTS.keys()) {
      await world.live({ event: 'opens her console', agent: at, other: at, citizen: 0, seconds: 1 })
      await world.live({ event: 'is available', agent: at, other: at, citizen: 0, seconds: 1 })
    }
    return world
  }

  /** What happens, as far as it can: a refusal is an ending like any other. */
  async live(happening: Happening): Promise<void> {
    try {
      await this.#happen(happening)
    } catch (error) {
      if (!(error instanceof AppError)) throw error
    }
    await this.#look()
  }

  async pass(seconds: number): Promise<void> {
    for (let left = seconds; left > 0; left -= 1) {
      this.#second += 1
      this.town.clock.at = new Date(this.town.clock.at.getTime() + 1_000)
      if (this.#second % BEAT_S === 0) await this.#beat()
      if (this.#second % SWEEP_S === 0) await this.#sweep()
    }
  }

  async #beat(): Promise<void> {
    for (const { user, hasConsole, dozingSince } of this.#desks) {
      if (!hasConsole) continue
      await hearPresence(this.town.context, user, { streaming: true, touched: dozingSince === null })
    }
  }

  async #kept({ conversationId }: Handoff): Promise<Applied['stored']> {
    const mails = (await this.store.listUnsentMails('bourg')).filter((mail) => mail.conversationId === conversationId)
    return { messages: (await this.store.listMessages(conversationId, 0)).length, mails: mails.length }
  }

  /** Both servers at once. */
  async #sweep(): Promise<void> {
    const { context } = this.town
    await Promise.all(
      this.#starts.map(async (startedAt) => {
        await sweepOverdueHandoffs(context)
        await sweepTalks(context)
        await sweepSnoozes(context)
        await sweepPresences(context, startedAt)
        await sweepLeavers(context)
        await tellWaits(context, startedAt)
      }),
    )
    await this.#look()
  }

  /** Counts who is held by nobody. */
  async #look(): Promise<void> {
    for (const desk of this.#desks) {
      const idleAt = desk.dozingSince === null ? Number.POSITIVE_INFINITY : desk.dozingSince + IDLE_S
      if (desk.hasConsole && !desk.declaredAway && this.#second < idleAt) desk.goneAt = null
      else desk.goneAt ??= Math.min(this.#second, idleAt)
    }
    const held = await this.store.listHandoffs('bourg', ['assigned'])
    for (const id of this.#heldSince.keys()) if (!held.some((one) => one.id === id)) this.#heldSince.delete(id)
    for (const { id, agentId, snoozedUntil } of held) {
      if (snoozedUntil !== undefined || this.#heldSince.get(id)?.by !== agentId)
        this.#heldSince.set(id, { by: agentId ?? '', at: this.#second })
      const since = this.#heldSince.get(id)?.at ?? 0
      const { goneAt = null } = this.#desks.find(({ user }) => user.id === agentId) ?? {}
      if (goneAt !== null && this.#second - Math.max(goneAt, since) > MOST_HELD_S) this.stranded.add(`${id} ${since}`)
    }
  }

  async #happen({ event, agent: a, other: o, citizen, seconds }: Happening): Promise<void> {
    const { context } = this.town
    const [desk, other, conversation] = [this.#desks[a], this.#desks[o], this.#conversations[citizen]]
    if (!desk || !other || !conversation) throw new Error('nobody')
    const { user } = desk
    const handoff = await this.#lastOf(conversation)
    const contact = { name: 'Jeanne', phone: '01 99 00 12 34', email: 'jeanne@citizen.example' }
    const act = async (verb: (handoff: Handoff) => Promise<unknown>, by = desk) => {
      if (!by.hasConsole || !handoff) return
      await hearPresence(context, by.user, { streaming: true, touched: true })
      await verb(handoff)
      Object.assign(by, { declaredAway: false, dozingSince: null })
    }
    /** What only its holder may do. */
    const holder = this.#desks.find((one) => one.user.id === handoff?.agentId) ?? desk
    const hold = (verb: (handoff: Handoff, by: User) => Promise<unknown>) =>
      act((one) => verb(one, holder.user), holder)
    const declare = async (state: PresenceState, hand: Declaration['hand'] = 'queue') => {
      if (!desk.hasConsole) return
      await declarePresence(context, user, { state, hand }, true)
      Object.assign(desk, { declaredAway: state === 'away', dozingSince: null })
    }
    const words = { clientId: `client-${++this.#said}`, text: 'Bonjour' }
    switch (event) {
      case 'asks for a person':
        return void (await requestAgent(context, {
          conversation,
          reason: 'citizen_wish',
          urgent: seconds > 140,
          subject: 'ma carte',
        }))
      case 'leaves a message':
        return void (await leaveMessage(context, conversation, { contact, text: words.clientId, urgent: false }))
      case 'asks to be phoned': {
        const [slot] = await readCallbackSlots(context, 'bourg')
        if (slot) await requestCallback(context, conversation, { slot, contact, subject: 'ma carte', urgent: false })
        return
      }
      case 'writes':
        return void (await sayAsCitizen(context, conversation, words))
      case 'gives up':
        return void (handoff && (await cancel(context, handoff)))
      case 'is available':
        return declare('available')
      case 'is busy':
        return declare('busy')
      case 'goes away':
        return declare('away')
      case 'goes away, her citizens to a colleague':
        return declare('away', { to: other.user })
      case 'signs out': {
        if (!desk.hasConsole) return
        Object.assign(desk, { hasConsole: false, declaredAway: true })
        const consoles = { hasOther: () => false }
        const departures = { signedOut: leave.bind(null, context), shutOut: leaveForGood.bind(null, context) }
        return endStaffSession({ store: this.store, departures, consoles }, user, 'hash')
      }
      case 'closes her console':
        desk.hasConsole = false
        return
      case 'opens her console':
        Object.assign(desk, { hasConsole: true })
        return hearPresence(context, user, { streaming: true, touched: false })
      case 'stops touching her console':
        desk.dozingSince ??= this.#second
        return
      case 'takes':
        return act((one) => claim(context, one, user))
      case 'answers':
        return hold((one, by) => sayAsAgent(context, one, by, words))
      case 'puts aside':
        return hold((one, by) => snooze(context, one, by, { until: instantIn(context, seconds * 1_000) }))
      case 'takes up':
        return hold((one, by) => takeUp(context, one, by))
      case 'puts back':
        return hold((one, by) => release(context, one, by))
      case 'passes on':
        return hold((one, by) => transfer(context, one, by, { to: { colleague: other.user } }))
      case 'ends':
        return hold((one, by) => close(context, one, by, { resolution: 'answered' }))
      case 'opens again':
        return act((one) => reopen(context, one, user))
      case 'takes over':
        return act(async (one) => (await mayTakeOver(context, one, user)) && takeOver(context, one, user))
      case 'phones in vain':
        return hold((one, by) => noteMissedCall(context, one, by))
      case 'time passes':
        return this.pass(seconds)
      case 'an instance restarts':
        this.#starts[seconds % 2] = context.now()
        return
      default:
        return event satisfies never
    }
  }

  async #lastOf({ id }: Conversation): Promise<Handoff | undefined> {
    const rows = await this.store.listQueue({ communeId: 'bourg', endedSince: OPEN, conversationIds: [id] })
    return rows
      .map(({ handoff }) => handoff)
      .sort((a, b) => a.requestedAt.localeCompare(b.requestedAt))
      .at(-1)
  }
}
