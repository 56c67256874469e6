import { describe, expect, it } from '@jest/globals'
import { newsBetween } from '../../src/web/console/queue-news.js'
import { findItem, neighbourOf, toSections, waitingCount } from '../../src/web/console/queue-sections.js'
import { sampleItem, sampleQueue } from './sample-town.js'

const at = (hour: number) => `2026-11-25T${String(hour).padStart(2, '0')}:00:00.000Z`
const ids = (queue: ReturnType<typeof sampleQueue>, name: string) =>
  toSections(queue).flatMap((section) => (section.name === name ? section.items.map(({ id }) => id) : []))

describe('sections of the queue', () => {
  it('puts urgent requests first, then who waits in the chat by age, then messages left', () => {
    const queue = sampleQueue({
      pending: [
        sampleItem('left', { kind: 'message', requestedAt: at(6) }),
        sampleItem('young', { requestedAt: at(9) }),
        sampleItem('old', { requestedAt: at(8) }),
        sampleItem('urgent', { urgent: true, requestedAt: at(10) }),
      ],
    })
    expect(ids(queue, 'pending')).toEqual(['urgent', 'old', 'young', 'left'])
  })

  it('puts first, among mine, the citizens who wait for me', () => {
    const mine = (id: string, awaitingAgent: boolean, lastAt: string) =>
      sampleItem(id, { mine: true, awaitingAgent, lastAt })
    const queue = sampleQueue({
      mine: [mine('quiet', false, at(7)), mine('recent', true, at(9)), mine('long', true, at(8))],
    })
    expect(ids(queue, 'mine')).toEqual(['long', 'recent', 'quiet'])
  })

  it('walks through what is not over, and joins the ends', () => {
    const queue = sampleQueue({
      pending: [sampleItem('a')],
      mine: [sampleItem('b', { mine: true })],
      ended: [sampleItem('over', { status: 'resolved' })],
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
      pending: [sampleItem('a'), sampleItem('b')],
      mine: [sampleItem('c', { awaitingAgent: true }), sampleItem('d', { awaitingAgent: false })],
      others: [sampleItem('e')],
    })
    expect(waitingCount(queue)).toBe(3)
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
