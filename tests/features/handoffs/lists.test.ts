import { describe, expect, it } from '@jest/globals'
import type { QueueItem } from '../../../src/features/handoffs/contract.js'
import { countsOf, isLate, type ListName, listOf, listsOf } from '../../../src/features/handoffs/lists.js'
import { sampleItem } from '../../ui/console/sample-town.js'

const at = (hour: number) => `2026-11-25T${String(hour).padStart(2, '0')}:00:00.000Z`
const NOON = new Date(at(12))
const ME = 'me'
const half = (from: number, to: number) => ({
  day: '2026-11-25',
  half: 'morning' as const,
  startsAt: at(from),
  endsAt: at(to),
})
const held = (id: string, changes: Partial<QueueItem> = {}) =>
  sampleItem(id, { status: 'assigned', agentId: ME, mine: true, ...changes })
const idsOf = (items: readonly QueueItem[], name: ListName, now = NOON) =>
  listsOf(items, ME, now)[name].map(({ id }) => id)

describe('the three lists of an agent', () => {
  it('has what she holds in hers, whoever spoke last, and nothing of her colleagues', () => {
    const items = [
      held('quiet', { awaitingAgent: false, lastAt: at(7) }),
      held('left', { kind: 'message', lastAt: at(11) }),
      held('recent', { lastAt: at(10) }),
      held('long', { lastAt: at(10), awaitingSince: at(9) }),
      held('grave', { lastAt: at(11), urgent: true }),
      held('visitor', { kind: 'desk', lastAt: at(8) }),
      sampleItem('hers', { status: 'assigned', agentId: 'colleague' }),
      sampleItem('over', { status: 'resolved', agentId: ME, endedAt: at(9) }),
    ]
    expect(idsOf(items, 'mine')).toEqual(['grave', 'long', 'recent', 'left', 'quiet', 'visitor'])
    expect(countsOf(items, ME, NOON)).toEqual({ mine: 6, toAnswer: 4, take: 0, later: 0 })
  })

  it('has what anyone may take in one list: urgent, then the chat, then calls by half-day, then messages', () => {
    const items = [
      sampleItem('left', { kind: 'message', requestedAt: at(6) }),
      sampleItem('call', { kind: 'callback', slot: half(11, 13) }),
      sampleItem('late', { kind: 'callback', slot: half(8, 10) }),
      sampleItem('young', { requestedAt: at(9), offered: 'other' }),
      sampleItem('old', { requestedAt: at(8) }),
      sampleItem('grave', { kind: 'message', urgent: true }),
    ]
    expect(idsOf(items, 'take')).toEqual(['grave', 'old', 'young', 'late', 'call', 'left'])
    expect(items.every((item) => listOf(item, 'colleague', NOON) === 'take')).toBe(true)
  })

  it('has for later what comes back by itself, the first first', () => {
    const items = [
      sampleItem('afternoon', { kind: 'callback', slot: half(14, 17) }),
      held('until15', { snoozedUntil: at(15) }),
      held('until13', { snoozedUntil: at(13) }),
      sampleItem('asideByHer', { status: 'assigned', agentId: 'colleague', snoozedUntil: at(13) }),
    ]
    expect(idsOf(items, 'later')).toEqual(['until13', 'afternoon', 'until15'])
    expect(idsOf(items, 'later', new Date(at(14)))).toEqual(['until15'])
    expect(idsOf(items, 'mine', new Date(at(14)))).toEqual(['until13'])
    expect(idsOf(items, 'take', new Date(at(14)))).toEqual(['afternoon'])
  })

  it('lets an urgent call be taken at once, and waits for no answer to a call that is ahead', () => {
    const call = { kind: 'callback' as const, slot: half(14, 17) }
    expect(listOf(sampleItem('grave', { ...call, urgent: true }), ME, NOON)).toBe('take')
    expect(countsOf([held('ahead', call)], ME, NOON)).toEqual({ mine: 1, toAnswer: 0, take: 0, later: 0 })
  })

  it('calls late whatever is open after its half-day', () => {
    const slot = half(8, 12)
    expect(isLate({ slot, status: 'pending' }, NOON)).toBe(true)
    expect(isLate({ slot, status: 'assigned' }, NOON)).toBe(true)
    expect(isLate({ slot, status: 'resolved' }, NOON)).toBe(false)
    expect(isLate({ slot, status: 'pending' }, new Date(at(11)))).toBe(false)
    expect(isLate({ status: 'pending' }, NOON)).toBe(false)
  })
})
