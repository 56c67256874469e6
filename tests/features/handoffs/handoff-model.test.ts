import { describe, expect, it } from '@jest/globals'
import { type Handoff, type HandoffAction, isOpen, transition } from '../../../src/platform/model/handoff.js'
import { sampleHandoff } from '../../platform/model/sample-handoff.js'
import { fc } from '../../properties.js'

const AGENTS = ['anne', 'bruno', 'chloé']
const START = Date.parse('2026-11-24T09:00:00.000Z')
const REOPEN_HOURS = 2
const instant = (minute: number) => new Date(START + minute * 60_000).toISOString()

/** What may be tried on a handoff: by whom, to whom, how many minutes after the try before, and for how many more. */
interface Try {
  verb: (typeof VERBS)[number]
  agent: string
  other: string
  after: number
  during: number
}

const VERBS = [
  'claim',
  'resolve',
  'release',
  'transfer to a colleague',
  'transfer to the queue',
  'snooze',
  'wake when due',
  'wake by its agent',
  'take over',
  'expire',
  'cancel',
  'reopen',
  'offer',
  'pass',
  'lapse',
] as const

const tries = fc.array(
  fc.record({
    verb: fc.constantFrom(...VERBS),
    agent: fc.constantFrom(...AGENTS),
    other: fc.constantFrom(...AGENTS),
    after: fc.nat(90),
    during: fc.integer({ min: 1, max: 90 }),
  }),
  { maxLength: 40 },
)

/** A handoff told in five facts, and what each try makes of them: nothing of how the real one is written. */
class Model {
  state: 'waits' | 'held' | 'over' = 'waits'
  holder: string | null = null
  /** How it ended, for whoever would open it again. */
  end: { minute: number; byCitizen: boolean } | null = null
  asideUntil: number | null = null
  offer: { to: string; until: number } | null = null

  /** Whether a try succeeds at a minute; what it changes is changed. */
  attempt({ verb, agent, other, during }: Try, minute: number): boolean {
    if (verb === 'reopen') return this.#reopen(agent, minute)
    if (this.state === 'over') return false
    const isHers = this.state === 'held' && this.holder === agent
    switch (verb) {
      case 'claim':
        if (this.state === 'held' || (this.offer && this.offer.until > minute && this.offer.to !== agent)) return false
        return this.#give(agent)
      case 'take over':
        return this.state === 'held' && this.holder !== agent && this.#give(agent)
      case 'resolve':
        return isHers && this.#finish(minute, false)
      case 'release':
      case 'transfer to the queue':
        return isHers && this.#wait()
      case 'transfer to a colleague':
        return isHers && this.#give(other)
      case 'snooze':
        if (isHers) this.asideUntil = minute + during
        return isHers
      case 'wake when due':
        return this.asideUntil !== null && this.asideUntil <= minute && this.#wake()
      case 'wake by its agent':
        return this.asideUntil !== null && isHers && this.#wake()
      case 'expire':
        return this.state === 'waits' && this.#finish(minute, false)
      case 'cancel':
        return this.#finish(minute, true)
      case 'offer':
        if (this.state !== 'waits' || this.offer) return false
        this.offer = { to: agent, until: minute + during }
        return true
      case 'pass':
        return this.state === 'waits' && this.offer?.to === agent && this.#withdraw()
      case 'lapse':
        return this.state === 'waits' && this.offer !== null && this.offer.until <= minute && this.#withdraw()
      default:
        return verb satisfies never
    }
  }

  #give(agent: string): true {
    Object.assign(this, { state: 'held', holder: agent, end: null, asideUntil: null, offer: null })
    return true
  }

  #wait(): true {
    Object.assign(this, { state: 'waits', holder: null, asideUntil: null, offer: null })
    return true
  }

  #finish(minute: number, byCitizen: boolean): true {
    Object.assign(this, { state: 'over', end: { minute, byCitizen }, asideUntil: null, offer: null })
    return true
  }

  #wake(): true {
    this.asideUntil = null
    return true
  }

  #withdraw(): true {
    this.offer = null
    return true
  }

  #reopen(agent: string, minute: number): boolean {
    const { end } = this
    return end !== null && !end.byCitizen && minute <= end.minute + REOPEN_HOURS * 60 && this.#give(agent)
  }
}

function actionOf({ verb, agent, other, during }: Try, minute: number): HandoffAction {
  const at = instant(minute)
  const until = instant(minute + during)
  const by = { agentId: agent, agentName: agent, at }
  switch (verb) {
    case 'claim':
      return { type: 'claim', ...by }
    case 'take over':
      return { type: 'take_over', ...by }
    case 'resolve':
      return { type: 'resolve', agentId: agent, resolution: 'answered', at }
    case 'release':
      return { type: 'release', agentId: agent, deadlineAt: until, at }
    case 'transfer to the queue':
      return { type: 'transfer', agentId: agent, at, to: { deadlineAt: until } }
    case 'transfer to a colleague':
      return { type: 'transfer', agentId: agent, at, to: { agentId: other, agentName: other } }
    case 'snooze':
      return { type: 'snooze', agentId: agent, until, at }
    case 'wake when due':
      return { type: 'wake', at, cause: { type: 'due' }, back: { to: 'agent' } }
    case 'wake by its agent':
      return { type: 'wake', at, cause: { type: 'agent', agentId: agent }, back: { to: 'agent' } }
    case 'expire':
    case 'cancel':
    case 'lapse':
      return { type: verb, at }
    case 'reopen':
      return { type: 'reopen', ...by, withinHours: REOPEN_HOURS }
    case 'offer':
      return { type: 'offer', at, offer: { ...by, dueAt: until } }
    case 'pass':
      return { type: 'pass', agentId: agent, at }
    default:
      return verb satisfies never
  }
}

const waiting = sampleHandoff({ requestedAt: instant(0), deadlineAt: instant(10) })

const stateOf = (handoff: Handoff) => (isOpen(handoff) ? (handoff.status === 'assigned' ? 'held' : 'waits') : 'over')

describe('a handoff beside a simple model of one', () => {
  it('takes and refuses the same, whatever is tried by whomever, and stands at the same place', () => {
    fc.assert(
      fc.property(tries, (all) => {
        const model = new Model()
        let handoff = waiting
        let minute = 0
        for (const one of all) {
          minute += one.after
          const result = transition(handoff, actionOf(one, minute))
          expect([one.verb, result.ok]).toEqual([one.verb, model.attempt(one, minute)])
          if (result.ok) handoff = result.handoff
          expect(stateOf(handoff)).toBe(model.state)
          if (model.state === 'held') expect(handoff.agentId).toBe(model.holder)
          expect(handoff.snoozedUntil ?? null).toBe(model.asideUntil === null ? null : instant(model.asideUntil))
          expect(handoff.offer?.agentId ?? null).toBe(model.offer?.to ?? null)
        }
      }),
      { numRuns: 2_000 },
    )
  })
})
