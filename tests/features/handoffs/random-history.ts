import { randomUUID } from 'node:crypto'
import type { User } from '../../../src/features/accounts/staff.js'
import type { HandoffContext } from '../../../src/features/handoffs/handoff-context.js'
import { declarePresence } from '../../../src/features/handoffs/queue/agent-presence.js'
import { takeOver, transfer } from '../../../src/features/handoffs/queue/pass-on.js'
import { snooze, sweepSnoozes, takeUp } from '../../../src/features/handoffs/queue/put-aside.js'
import { reopen } from '../../../src/features/handoffs/queue/reopen.js'
import { sweepOverdueHandoffs } from '../../../src/features/handoffs/queue/sweep-overdue-handoffs.js'
import { QueueBoards } from '../../../src/features/handoffs/routes/queue-view.js'
import { cancel, claim, close, release } from '../../../src/features/handoffs/talk/act.js'
import { leaveMessage, requestAgent } from '../../../src/features/handoffs/talk/request.js'
import { sayAsAgent, sayAsCitizen } from '../../../src/features/handoffs/talk/say-in-handoff.js'
import { sweepTalks } from '../../../src/features/handoffs/talk/sweep-talks.js'
import { tallyEndedHandoffs } from '../../../src/features/statistics/tally.js'
import { AppError } from '../../../src/platform/model/app-error.js'
import type { Handoff } from '../../../src/platform/model/handoff.js'
import type { Store } from '../../../src/store/store.js'
import { fc } from '../../properties.js'
import { agent, startHandover } from './harness.js'

const STEPS = [
  'call',
  'leave',
  'phone',
  'citizenSays',
  'agentSays',
  'claim',
  'release',
  'pass',
  'takeOver',
  'putAside',
  'takeUp',
  'resolve',
  'cancel',
  'reopen',
  'leaveDesk',
  'comeToDesk',
  'erase',
  'wait',
] as const
/** Without requests and agents who take them, nothing else happens. */
const OFTEN = ['call', 'call', 'claim', 'claim', 'claim', 'wait'] as const
/** Something that citizens, agents or time do; `which` and `who` choose of which request, and by which agent. */
export interface Step {
  does: (typeof STEPS)[number]
  which: number
  who: number
  minutes: number
}

/** What happens in a reception in some hours. */
export const histories: fc.Arbitrary<Step[]> = fc.array(
  fc.record({
    does: fc.constantFrom(...STEPS, ...OFTEN),
    which: fc.nat(5),
    who: fc.nat(2),
    minutes: fc.constantFrom(0, 1, 3, 12, 50, 130),
  }),
  { minLength: 16, maxLength: 32 },
)

/** How a request ended when it first did, as whoever watches sees it. */
export interface Ended {
  kind: Handoff['kind']
  /** Whether an agent had come. */
  wasTaken: boolean
  status: Handoff['status']
}

/** A reception with three agents, in which a history happens by the same functions that the routes call. */
export class Reception {
  readonly town = startHandover({
    departments: { 'etat-civil': { nom: 'État civil', categories: ['etat-civil'] } },
  } as object)
  readonly agents: User[] = ['anne', 'bruno', 'chloe'].map((id) => agent(id))
  readonly boards: QueueBoards
  /** What was seen of each request as it first ended. */
  readonly ended = new Map<string, Ended>()
  readonly #taken = new Set<string>()
  /** Ids are drawn by chance: what a step is done to goes by the order of arrival. */
  readonly #seen = new Set<string>()

  constructor() {
    const { store, context } = this.town
    this.boards = new QueueBoards({
      store,
      now: context.now,
      communeOf: context.communeOf,
      hub: {
        onCommune: (communeId, listener) =>
          store.subscribe((change) => change.communeId === communeId && listener(change)),
      },
    })
  }

  get context(): HandoffContext<Store> {
    return this.town.context
  }

  async live(history: readonly Step[]): Promise<void> {
    for (const user of this.agents) {
      await this.town.store.saveUser(user)
      await declarePresence(this.context, user, { state: 'available' }, false)
    }
    for (const step of history) {
      await this.#do(step).catch((error: unknown) => {
        // A step that does not apply is refused, as it would be to whoever presses.
        if (!(error instanceof AppError)) throw error
      })
      await this.#watch()
    }
  }

  async #do({ does, which, who, minutes }: Step): Promise<void> {
    const { context } = this
    const user = this.agents[who] as User
    const all = await this.requests()
    const one = all[which % Math.max(1, all.length)]
    switch (does) {
      case 'call':
      case 'leave':
      case 'phone':
        return this.#ask(does, which === 0)
      case 'wait':
        return this.#wait(minutes)
      case 'leaveDesk':
      case 'comeToDesk':
        return declarePresence(context, user, { state: does === 'leaveDesk' ? 'away' : 'available' }, false)
    }
    if (!one) return
    const held = { ...user, ...(one.agentId ? { id: one.agentId } : {}) }
    const words = { clientId: randomUUID(), text: 'Et ensuite ?' }
    switch (does) {
      case 'citizenSays': {
        const conversation = await context.store.getConversation(one.conversationId)
        if (conversation) await sayAsCitizen(context, conversation, words)
        return
      }
      case 'agentSays':
        await sayAsAgent(context, one, held, words)
        return
      case 'claim':
        await claim(context, one, user)
        return
      case 'release':
        await release(context, one, held)
        return
      case 'pass':
        await transfer(context, one, held, { to: which % 2 ? { colleague: user } : { departmentId: 'etat-civil' } })
        return
      case 'takeOver':
        await takeOver(context, one, user)
        return
      case 'putAside':
        await snooze(context, one, held, { until: new Date(context.now().getTime() + 40 * 60_000).toISOString() })
        return
      case 'takeUp':
        await takeUp(context, one, held)
        return
      case 'resolve':
        await close(context, one, held, { resolution: 'answered' })
        return
      case 'cancel':
        await cancel(context, one)
        return
      case 'reopen':
        await reopen(context, one, user)
        return
      case 'erase':
        if (which === 0) await context.store.eraseConversation(one.conversationId)
        return
      default:
        return does satisfies never
    }
  }

  async #ask(does: 'call' | 'leave' | 'phone', urgent: boolean): Promise<void> {
    const { context } = this
    const conversation = await this.town.startConversation(randomUUID())
    const at = context.now()
    await context.store.appendMessage(conversation.id, {
      author: 'citizen',
      at: at.toISOString(),
      language: 'fr',
      payload: { type: 'text', text: 'Bonjour' },
      clientId: randomUUID(),
    })
    const contact = { name: 'Jeanne', phone: '06 39 98 12 34' }
    if (does === 'call') {
      await requestAgent(context, { conversation, reason: 'citizen_wish', urgent, subject: 'Bonjour' })
    } else if (does === 'leave') await leaveMessage(context, conversation, { contact, text: 'Bonjour', urgent })
    else {
      const after = (hours: number) => new Date(at.getTime() + hours * 3_600_000).toISOString()
      await context.store.requestHandoff(
        {
          conversationId: conversation.id,
          communeId: conversation.communeId,
          kind: 'callback',
          reason: 'citizen_wish',
          urgent,
          language: 'fr',
          requestedAt: at.toISOString(),
          deadlineAt: null,
          contact,
          subject: 'Bonjour',
          reference: randomUUID(),
          slot: { day: at.toISOString().slice(0, 10), half: 'morning', startsAt: after(1), endsAt: after(3) },
        },
        { author: 'system', at: at.toISOString(), language: 'fr', payload: { type: 'text', text: 'Noté.' } },
      )
    }
  }

  async #wait(minutes: number): Promise<void> {
    this.town.advance(minutes)
    // Whoever said that she is there still is: her console is heard.
    for (const { userId } of await this.town.store.listPresences(this.town.context.communeOf('').id))
      await this.town.store.beatPresence(userId, this.#alive())
    await sweepOverdueHandoffs(this.context)
    await sweepSnoozes(this.context)
    await sweepTalks(this.context)
  }

  #alive() {
    const seenAt = this.context.now().toISOString()
    return { seenAt, dueAt: new Date(Date.parse(seenAt) + 3_600_000).toISOString(), idleAt: '2099-01-01T00:00:00.000Z' }
  }

  /** Every request that is not erased, oldest first. */
  async requests(): Promise<Handoff[]> {
    const all = await this.town.store.listHandoffs(this.town.context.communeOf('').id, [
      'pending',
      'assigned',
      'resolved',
      'expired',
      'cancelled',
      'rejected',
    ])
    const order = new Map([...this.#seen].map((id, index) => [id, index]))
    return all.sort((a, b) => (order.get(a.id) ?? order.size) - (order.get(b.id) ?? order.size))
  }

  /** Looks at each request after each step, as a person would who notes in a book what happens, and has the server count. */
  async #watch(): Promise<void> {
    for (const { id, kind, status } of await this.requests()) {
      this.#seen.add(id)
      if (status === 'assigned') this.#taken.add(id)
      else if (status !== 'pending' && !this.ended.has(id))
        this.ended.set(id, { kind, status, wasTaken: this.#taken.has(id) })
    }
    await tallyEndedHandoffs(this.context)
  }
}
