import { describe, expect, it } from '@jest/globals'
import { dueAlerts, type Hearer, overdueOf } from '../../../src/features/agent-alerts/pages/alert-rules.js'
import type { QueueItem, QueueView } from '../../../src/features/handoffs/contract.js'
import { sampleItem, sampleQueue } from '../../ui/console/sample-town.js'

const NOW = new Date('2026-11-24T09:10:00.000Z')
/** So many seconds before the present. */
const ago = (seconds: number) => new Date(NOW.getTime() - seconds * 1000).toISOString()
const HEARER: Hearer = { now: NOW, repeatAfterS: 60, supervises: false }

const waiting = (seconds: number, changes: Partial<QueueItem> = {}) =>
  sampleItem('w', { status: 'pending', requestedAt: ago(seconds), ...changes })
const talk = (changes: Partial<QueueItem>) =>
  sampleItem('t', { status: 'assigned', assignedAt: ago(600), requestedAt: ago(700), ...changes })
const available = (patch: Partial<QueueView>): QueueView =>
  sampleQueue({ presence: 'available', availableAgents: 2, ...patch })
const levels = (queue: QueueView, hearer: Partial<Hearer> = {}) =>
  dueAlerts(queue, { ...HEARER, ...hearer }).map(({ kind, level }) => [kind, level])

describe('a request to take', () => {
  it.each([
    [0, 0],
    [59, 0],
    [60, 1],
    [119, 1],
    [120, 2],
  ])('after %d s is at level %d', (seconds, level) => {
    expect(levels(available({ pending: [waiting(seconds)] }))).toEqual([['pending', level]])
  })

  it('follows the agent’s own delay', () => {
    expect(levels(available({ pending: [waiting(100)] }), { repeatAfterS: 30 })).toEqual([['pending', 2]])
    expect(levels(available({ pending: [waiting(100)] }), { repeatAfterS: 300 })).toEqual([['pending', 0]])
  })

  it('that came back from a talk waits from then on', () => {
    expect(levels(available({ pending: [waiting(900, { returnedAt: ago(10) })] }))).toEqual([['pending', 0]])
  })

  it('is told once a level, and under other keys at the next', () => {
    const keys = [10, 20, 61, 80, 125].map((s) => {
      const since = ago(10)
      const now = new Date(Date.parse(since) + s * 1000)
      return dueAlerts(available({ pending: [waiting(10)] }), { ...HEARER, now })[0]?.key
    })
    expect(keys[0]).toBe(keys[1])
    expect(keys[2]).toBe(keys[3])
    expect(new Set(keys).size).toBe(3)
  })

  it('that is offered is heard by whom it is offered to, at each offer', () => {
    const offer = (at: string) => ({ agentId: 'claire', agentName: 'Claire', at, dueAt: ago(-20) })
    const offered = (to: 'me' | 'other', at = ago(5)) =>
      available({ presence: 'busy', pending: [waiting(20, { offered: to, offer: offer(at) })] })
    expect(levels(offered('me'))).toEqual([['offer', 0]])
    expect(levels(offered('other'))).toEqual([])
    expect(dueAlerts(offered('me'), HEARER)[0]?.key).not.toBe(dueAlerts(offered('me', ago(1)), HEARER)[0]?.key)
  })

  it('that can wait is told once', () => {
    const pending = [waiting(9000, { kind: 'message' }), waiting(9000, { kind: 'callback' })]
    expect(levels(available({ pending }))).toEqual([
      ['message', 0],
      ['callback', 0],
    ])
  })

  it('leaves in peace who is away, unless nobody is there or she supervises and it lasts', () => {
    const pending = [waiting(70)]
    const away = { presence: 'away' as const, pending }
    expect(levels(sampleQueue({ ...away, availableAgents: 1 }))).toEqual([])
    expect(levels(sampleQueue({ ...away, availableAgents: 0 }))).toEqual([['pending', 1]])
    expect(levels(sampleQueue({ ...away, availableAgents: 1 }), { supervises: true })).toEqual([])
    const long = { ...away, availableAgents: 1, pending: [waiting(130)] }
    expect(levels(sampleQueue(long), { supervises: true })).toEqual([['pending', 2]])
  })
})

describe('a talk', () => {
  it('calls its agent when the citizen writes, and again when she waits', () => {
    const mine = (seconds: number) =>
      available({ mine: [talk({ mine: true, lastAt: ago(seconds), awaitingSince: ago(seconds) })] })
    expect(levels(mine(5))).toEqual([['reply', 0]])
    expect(levels(mine(60))).toEqual([['reply', 1]])
    expect(levels(mine(120))).toEqual([['reply', 2]])
  })

  it('waits from the first words without an answer, however often she writes', () => {
    const mine = available({ mine: [talk({ mine: true, lastAt: ago(1), awaitingSince: ago(65) })] })
    expect(levels(mine)).toEqual([['reply', 1]])
  })

  it('is told at each message as long as nothing is late', () => {
    const keyOf = (lastAt: string) =>
      dueAlerts(available({ mine: [talk({ mine: true, lastAt, awaitingSince: ago(30) })] }), HEARER)[0]?.key
    expect(keyOf(ago(20))).not.toBe(keyOf(ago(2)))
  })

  it('is silent about what was said before it was taken, until that lasts', () => {
    const taken = (seconds: number) =>
      available({ mine: [talk({ mine: true, assignedAt: ago(seconds), lastAt: ago(300), awaitingSince: ago(300) })] })
    expect(levels(taken(10))).toEqual([])
    expect(levels(taken(70))).toEqual([['reply', 1]])
  })

  it('that a colleague passed to her is news at once, and waits from then on; new words of the citizen are what is told', () => {
    const passed = (seconds: number, changes: Partial<QueueItem> = {}) => ({
      mine: [talk({ mine: true, passedBy: 'Karim', assignedAt: ago(seconds), lastAt: ago(300), ...changes })],
    })
    expect(levels(available(passed(10)))).toEqual([['transferred', 0]])
    expect(levels(available(passed(70)))).toEqual([['reply', 1]])
    expect(levels(available(passed(30, { lastAt: ago(5), awaitingSince: ago(5) })))).toEqual([['reply', 0]])
    const { mine: others } = passed(10, { mine: false })
    expect(levels(available({ others }))).toEqual([])
  })

  it('is silent once the agent has answered', () => {
    expect(levels(available({ mine: [talk({ mine: true, awaitingAgent: false })] }))).toEqual([])
  })

  it('of a colleague calls the other available ones and the supervisor once it has waited twice the delay', () => {
    const others = (seconds: number) => [talk({ lastAt: ago(seconds), awaitingSince: ago(seconds) })]
    expect(levels(available({ others: others(70) }))).toEqual([])
    expect(levels(available({ others: others(120) }))).toEqual([['colleague', 2]])
    const away = sampleQueue({ presence: 'away', availableAgents: 1, others: others(120) })
    expect(levels(away)).toEqual([])
    expect(levels(away, { supervises: true })).toEqual([['colleague', 2]])
  })
})

describe('those who have waited too long', () => {
  it('come longest first, and are only those', () => {
    const queue = available({ pending: [waiting(5, { id: 'a' }), waiting(70, { id: 'b' }), waiting(200, { id: 'c' })] })
    expect(overdueOf(dueAlerts(queue, HEARER)).map(({ item: { id } }) => id)).toEqual(['c', 'b'])
  })
})
