import { describe, expect, it } from '@jest/globals'
import type { QueueItem } from '../../../src/features/handoffs/contract.js'
import {
  findItem,
  neighbourOf,
  nextToTake,
  toSections,
  waitingCount,
} from '../../../src/features/handoffs/pages/queue/queue-sections.js'
import { newsBetween } from '../../../src/ui/console/queue-news.js'
import { sampleItem, sampleQueue } from './sample-town.js'

const at = (hour: number) => `2026-11-25T${String(hour).padStart(2, '0')}:00:00.000Z`
const ids = (queue: ReturnType<typeof sampleQueue>, name: string) =>
  toSections(queue).flatMap((section) => (section.name === name ? section.items.map(({ id }) => id) : []))

const held = (id: string, changes: Partial<QueueItem> = {}) =>
  sampleItem(id, { status: 'assigned', mine: true, ...changes })

describe('sections of the queue', () => {
  it('puts urgent requests first, whatever they are, then who waits in the chat by age, back from a talk or not', () => {
    const queue = sampleQueue({
      pending: [
        sampleItem('left', { kind: 'message', requestedAt: at(6) }),
        sampleItem('young', { requestedAt: at(9) }),
        sampleItem('old', { requestedAt: at(8) }),
        sampleItem('back', { requestedAt: at(9), returnedAt: at(10) }),
        sampleItem('grave', { kind: 'message', urgent: true, requestedAt: at(9) }),
        sampleItem('urgent', { urgent: true, requestedAt: at(10) }),
      ],
    })
    expect(ids(queue, 'pending')).toEqual(['urgent', 'grave', 'old', 'back', 'young'])
    expect(ids(queue, 'messages')).toEqual(['left'])
  })

  it('sets apart, among mine, those who wait for me and those for whom I wait', () => {
    const queue = sampleQueue({
      mine: [
        held('quiet', { awaitingAgent: false, lastAt: at(7) }),
        held('recent', { lastAt: at(9) }),
        held('long', { lastAt: at(8) }),
        held('grave', { lastAt: at(9), urgent: true }),
        held('left', { kind: 'message', awaitingAgent: false, lastAt: at(6) }),
        held('visitor', { kind: 'desk', awaitingAgent: false, lastAt: at(5) }),
      ],
    })
    expect(ids(queue, 'mine')).toEqual(['grave', 'long', 'recent', 'visitor', 'left'])
    expect(ids(queue, 'waiting')).toEqual(['quiet'])
  })

  it('has calls by half-day, mine among them, so that late ones come first', () => {
    const slot = (hour: number) => ({ day: '2026-11-25', half: 'morning' as const, startsAt: at(hour), endsAt: at(12) })
    const call = { kind: 'callback' as const }
    const queue = sampleQueue({
      pending: [sampleItem('tomorrow', { ...call, slot: slot(14) }), sampleItem('late', { ...call, slot: slot(6) })],
      mine: [held('now', { ...call, slot: slot(8) })],
      others: [sampleItem('hers', { ...call, status: 'assigned', slot: slot(7) })],
    })
    expect(ids(queue, 'callbacks')).toEqual(['late', 'now', 'tomorrow'])
    expect(ids(queue, 'others')).toEqual(['hers'])
  })

  it('puts aside what was put aside, the first to come back first', () => {
    const until = (hour: number) => ({ snoozedUntil: at(hour) }) as object
    const queue = sampleQueue({ mine: [held('b', until(12)), held('a', until(11)), held('c')] })
    expect(ids(queue, 'snoozed')).toEqual(['a', 'b'])
    expect(ids(queue, 'mine')).toEqual(['c'])
    expect(neighbourOf(queue, 'c', 1)).toBe('c')
  })

  it('has every row once', () => {
    const everything = sampleQueue({
      pending: ['live', 'message', 'callback', 'desk'].map((kind) => sampleItem(kind, { kind: kind as 'live' })),
      mine: [held('m')],
      others: [sampleItem('o', { status: 'assigned' })],
      ended: [sampleItem('e', { status: 'expired', endedAt: at(9) })],
    })
    const shown = toSections(everything).flatMap(({ items }) => items.map(({ id }) => id))
    expect(shown.sort()).toEqual(['callback', 'desk', 'e', 'live', 'm', 'message', 'o'])
  })

  it('takes who waits first, then messages, then calls', () => {
    const live = sampleItem('live')
    const left = sampleItem('left', { kind: 'message' })
    const call = sampleItem('call', { kind: 'callback' })
    expect(nextToTake(sampleQueue({ pending: [call, left, live] }))?.id).toBe('live')
    expect(nextToTake(sampleQueue({ pending: [call, left] }))?.id).toBe('left')
    expect(nextToTake(sampleQueue({ pending: [call] }))?.id).toBe('call')
    expect(nextToTake(sampleQueue())).toBeUndefined()
  })

  it('walks through what is not over, and joins the ends', () => {
    const queue = sampleQueue({
      pending: [sampleItem('a')],
      mine: [held('b')],
      ended: [sampleItem('over', { status: 'resolved', endedAt: at(9) })],
    })
    expect(neighbourOf(queue, null, 1)).toBe('a')
    expect(neighbourOf(queue, null, -1)).toBe('b')
    expect(neighbourOf(queue, 'a', 1)).toBe('b')
    expect(neighbourOf(queue, 'b', 1)).toBe('a')
    expect(neighbourOf(queue, 'a', -1)).toBe('b')
    expect(neighbourOf(queue, 'over', 1)).toBe('a')
    expect(neighbourOf(sampleQueue(), 'a', 1)).toBeNull()
  })

  it('counts what waits for this agent, for the tab’s title', () => {
    const queue = sampleQueue({
      pending: [
        sampleItem('a'),
        sampleItem('b'),
        sampleItem('call', { kind: 'callback', slot: { day: '', half: 'morning', startsAt: at(14), endsAt: at(16) } }),
      ],
      mine: [held('c'), held('d', { awaitingAgent: false }), held('visitor', { kind: 'desk' })],
      others: [sampleItem('e', { status: 'assigned' })],
    })
    expect(waitingCount(queue, new Date(at(9)))).toBe(3)
    expect(waitingCount(queue, new Date(at(14)))).toBe(4)
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
