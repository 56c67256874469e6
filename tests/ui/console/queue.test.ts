import { describe, expect, it } from '@jest/globals'
import type { QueueItem } from '../../../src/features/handoffs/contract.js'
import {
  findItem,
  listsIn,
  neighbourOf,
  nextToAnswer,
  nextToTake,
  waitingItems,
} from '../../../src/features/handoffs/pages/queue/queue-lists.js'
import { newsBetween } from '../../../src/ui/console/queue-news.js'
import { sampleItem, sampleQueue } from './sample-town.js'

const at = (hour: number) => `2026-11-25T${String(hour).padStart(2, '0')}:00:00.000Z`
const now = new Date(at(10))
const idsOf = (items: readonly QueueItem[]) => items.map(({ id }) => id)
const held = (id: string, changes: Partial<QueueItem> = {}) =>
  sampleItem(id, { status: 'assigned', mine: true, agentId: 'claire', ...changes })

describe('lists of the queue', () => {
  it('have every row once, with what colleagues hold and what is over beside them', () => {
    const everything = sampleQueue({
      pending: ['live', 'message', 'callback', 'desk'].map((kind) => sampleItem(kind, { kind: kind as 'live' })),
      mine: [held('m'), held('aside', { snoozedUntil: at(11) })],
      others: [sampleItem('o', { status: 'assigned' })],
      ended: [sampleItem('e', { status: 'expired', endedAt: at(9) })],
    })
    const lists = listsIn(everything, now)
    expect([idsOf(lists.mine), idsOf(lists.later), idsOf(lists.others), idsOf(lists.ended)]).toEqual([
      ['m'],
      ['aside'],
      ['o'],
      ['e'],
    ])
    expect(idsOf(lists.take).sort()).toEqual(['callback', 'desk', 'live', 'message'])
  })

  it('give the next to take: who waits, then calls and messages, a call of another half-day last', () => {
    const slot = { day: '2026-11-25', half: 'afternoon' as const, startsAt: at(14), endsAt: at(16) }
    const live = sampleItem('live')
    const left = sampleItem('left', { kind: 'message' })
    const call = sampleItem('call', { kind: 'callback', slot })
    const asked = sampleItem('asked', { offered: 'other' })
    expect(nextToTake(sampleQueue({ pending: [call, left, live] }), now)?.id).toBe('live')
    expect(nextToTake(sampleQueue({ pending: [call, left] }), now)?.id).toBe('left')
    expect(nextToTake(sampleQueue({ pending: [call, asked] }), now)?.id).toBe('call')
    expect(nextToTake(sampleQueue({ pending: [asked] }), now)).toBeUndefined()
  })

  it('give who waits next for an answer, when a conversation ends', () => {
    const queue = sampleQueue({
      mine: [
        held('quiet', { awaitingAgent: false }),
        held('long', { awaitingSince: at(7) }),
        held('short', { awaitingSince: at(9) }),
      ],
    })
    expect(nextToAnswer(queue, 'long', now)?.id).toBe('short')
    expect(nextToAnswer(queue, 'short', now)?.id).toBe('long')
    expect(nextToAnswer(sampleQueue({ mine: [held('a')] }), 'a', now)).toBeUndefined()
  })

  it('are walked through as far as something can be done now, and the ends join', () => {
    const queue = sampleQueue({
      pending: [sampleItem('a')],
      mine: [held('b')],
      ended: [sampleItem('over', { status: 'resolved', endedAt: at(9) })],
    })
    const next = (from: string | null, step: 1 | -1) => neighbourOf(queue, from, step, now)
    expect([next(null, 1), next(null, -1), next('b', 1), next('a', 1), next('b', -1), next('over', 1)]).toEqual([
      'b',
      'a',
      'a',
      'b',
      'a',
      'b',
    ])
    expect(neighbourOf(sampleQueue(), 'a', 1, now)).toBeNull()
  })

  it('count what waits for this agent, for the tab’s title', () => {
    const slot = { day: '', half: 'morning' as const, startsAt: at(14), endsAt: at(16) }
    const queue = sampleQueue({
      pending: [sampleItem('a'), sampleItem('b'), sampleItem('call', { kind: 'callback', slot })],
      mine: [held('c'), held('d', { awaitingAgent: false }), held('visitor', { kind: 'desk' })],
      others: [sampleItem('e', { status: 'assigned' })],
    })
    expect(idsOf(waitingItems(queue, new Date(at(9))))).toEqual(['c', 'a', 'b'])
    expect(waitingItems(queue, new Date(at(14)))).toHaveLength(4)
    expect(findItem(queue, 'e')?.id).toBe('e')
    expect(findItem(queue, 'z')).toBeUndefined()
  })
})

describe('news of the queue', () => {
  it('says nothing of what an agent finds when she arrives', () => {
    expect(newsBetween(null, sampleQueue({ pending: [sampleItem('a')] }))).toEqual([])
  })

  it('tells of new requests by kind, once', () => {
    const before = sampleQueue({ pending: [sampleItem('a')] })
    const after = sampleQueue({
      pending: [
        sampleItem('a'),
        sampleItem('b'),
        sampleItem('c', { urgent: true }),
        sampleItem('d', { kind: 'message' }),
      ],
    })
    expect(newsBetween(before, after).map(({ kind, handoffId }) => [handoffId, kind])).toEqual([
      ['b', 'pending'],
      ['c', 'pendingUrgent'],
      ['d', 'message'],
    ])
    expect(newsBetween(after, after)).toEqual([])
  })

  it('does not tell again of a conversation that was put back in the queue', () => {
    const before = sampleQueue({ mine: [sampleItem('a', { mine: true })] })
    expect(newsBetween(before, sampleQueue({ pending: [sampleItem('a')] }))).toEqual([])
  })

  it('tells of a citizen’s new words in a conversation of mine, not of my own', () => {
    const mine = (awaitingAgent: boolean, lastAt: string) =>
      sampleQueue({ mine: [sampleItem('a', { mine: true, awaitingAgent, lastAt, lastText: 'Et samedi ?' })] })
    expect(newsBetween(mine(false, at(8)), mine(true, at(9)))).toEqual([
      { kind: 'reply', handoffId: 'a', subject: 'Et samedi ?' },
    ])
    expect(newsBetween(mine(true, at(8)), mine(true, at(9)))).toHaveLength(1)
    expect(newsBetween(mine(true, at(9)), mine(false, at(9)))).toEqual([])
  })
})
