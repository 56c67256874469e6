import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals'
import type { Message } from '../../../src/platform/model/conversation.js'
import type { Payload } from '../../../src/platform/model/payload.js'
import { hasEnded, WaitAnnouncer } from '../../../src/ui/widget/extras/talk-news.js'

describe('WaitAnnouncer', () => {
  let said: string[]
  let announcer: WaitAnnouncer
  beforeEach(() => {
    jest.useFakeTimers()
    said = []
    announcer = new WaitAnnouncer((sentence) => said.push(sentence))
  })
  afterEach(() => void jest.useRealTimers())

  it('lets the town hall speak first, then says each change, at most every 30 s, the latest only', () => {
    announcer.hear('3e')
    announcer.hear('3e')
    jest.advanceTimersByTime(2_900)
    expect(said).toEqual([])
    jest.advanceTimersByTime(100)
    expect(said).toEqual(['3e'])
    announcer.hear('2e')
    jest.advanceTimersByTime(10_000)
    announcer.hear('en tête')
    jest.advanceTimersByTime(19_999)
    expect(said).toEqual(['3e'])
    jest.advanceTimersByTime(1)
    expect(said).toEqual(['3e', 'en tête'])
    jest.advanceTimersByTime(60_000)
    announcer.hear('en tête')
    jest.advanceTimersByTime(60_000)
    expect(said).toEqual(['3e', 'en tête'])
  })

  it('says nothing of a place that came back to what was said, nor of a wait that is over', () => {
    announcer.hear('2e')
    jest.advanceTimersByTime(3_000)
    announcer.hear('3e')
    announcer.hear('2e')
    jest.advanceTimersByTime(60_000)
    announcer.hear('en tête')
    announcer.hear('')
    jest.advanceTimersByTime(60_000)
    expect(said).toEqual(['2e'])
  })
})

describe('hasEnded', () => {
  const message = (author: Message['author'], payload: Payload, seq: number): Message => ({
    id: `m${seq}`,
    seq,
    author,
    at: '2026-11-24T09:00:00.000Z',
    language: 'fr',
    payload,
  })
  const resolved = message('system', { type: 'text', text: 'Terminé.', event: 'handoff_resolved' }, 1)
  const more = message('citizen', { type: 'text', text: 'Encore une question' }, 2)
  const queued = { clientId: 'c', text: 'x', at: '', status: 'queued' as const }

  it('is when she closed it, or when the agent ended and she has not gone on', () => {
    const ended = (closed: boolean, messages: Message[], outbox = [] as (typeof queued)[]) =>
      hasEnded({ closed, messages, outbox })
    expect(ended(true, [])).toBe(true)
    expect(ended(false, [resolved])).toBe(true)
    expect(ended(false, [resolved], [queued])).toBe(false)
    expect(ended(false, [resolved, more])).toBe(false)
    expect(ended(false, [more])).toBe(false)
  })
})
