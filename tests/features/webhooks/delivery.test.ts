import { describe, expect, it } from '@jest/globals'
import {
  type Delivery,
  JITTER,
  keptDeliveries,
  LONGEST_WAIT_MS,
  MOST_TRIES,
  settled,
  started,
  waitMs,
} from '../../../src/features/webhooks/delivery.js'
import { edited, needsCare, renewed, signing } from '../../../src/features/webhooks/webhook.js'
import { bodyOf } from '../../../src/platform/model/webhook-event.js'
import { at, delivery, event, webhook } from './samples.js'

const HOUR_MS = 3_600_000

describe('the waits between tries', () => {
  it('follow the table of the documentation, more or less a fifth, always the same for the same try', () => {
    const minutes = [1, 5, 15, 30, 60, 120, 240, 480, 720]
    for (const [index, wait] of minutes.entries()) {
      const drawn = Array.from({ length: 50 }, (_, n) => waitMs(`d${n}`, index + 1) / 60_000)
      expect(Math.min(...drawn)).toBeGreaterThanOrEqual(wait * (1 - JITTER) - 0.001)
      expect(Math.max(...drawn)).toBeLessThanOrEqual(wait * (1 + JITTER) + 0.001)
      expect(new Set(drawn).size).toBeGreaterThan(40)
    }
    expect(waitMs('d1', 3)).toBe(waitMs('d1', 3))
  })

  it('grow when the receiver asks for it, up to a day, and never shrink', () => {
    const usual = waitMs('d1', 4)
    expect(waitMs('d1', 4, 1_000)).toBe(usual)
    expect(waitMs('d1', 4, 2 * HOUR_MS)).toBe(2 * HOUR_MS)
    expect(waitMs('d1', 4, 900 * HOUR_MS)).toBe(LONGEST_WAIT_MS)
  })
})

describe('an event as CloudEvents', () => {
  const as = { communeId: 'bourg', format: 'cloudevents', publicOrigin: 'https://chat.ville.example' } as const

  it.each([
    [{ handoffId: 'h1', conversationId: 'c1' }, 'h1'],
    [{ conversationId: 'c1', level: 3 }, 'c1'],
    [{ entryId: 'naissance', revision: 2 }, 'naissance'],
  ])('says what it is about: %j', (data, subject) => {
    const { contentType, body } = bodyOf(event({ data }), as)
    expect(contentType).toBe('application/cloudevents+json; charset=utf-8')
    const source = 'https://chat.ville.example/api/v1/communes/bourg'
    expect(JSON.parse(body)).toMatchObject({ subject, source, data })
  })
})

describe('a delivery', () => {
  it('is tried ten times, then is a dead letter that says why', () => {
    let due = { delivery: delivery(), webhook: webhook() }
    for (let tries = 1; tries <= MOST_TRIES; tries += 1) {
      expect(due.delivery.status).toBe('waiting')
      const when = due.delivery.nextTryAt
      due = { ...due, delivery: started(due.delivery, when) }
      expect(due.delivery.tries).toBe(tries)
      due = settled(due, { outcome: 'failed', answer: '500', retryAfterMs: null }, when)
    }
    expect(due.delivery).toMatchObject({ status: 'dead', tries: MOST_TRIES, answer: '500' })
    expect(started({ ...due.delivery, status: 'waiting' }, at(0))).toMatchObject({
      status: 'dead',
      tries: MOST_TRIES,
      answer: 'interrupted',
    })
  })

  it('stops its webhook when the receiver is gone, or has failed for five days; one success makes it well', () => {
    const due = { delivery: started(delivery(), at(0)), webhook: webhook() }
    const gone = settled(due, { outcome: 'gone', answer: '410' }, at(1))
    expect([gone.delivery.status, gone.webhook.state]).toEqual(['dead', 'gone'])
    const failed = { outcome: 'failed', answer: 'timeout', retryAfterMs: null } as const
    const first = settled(due, failed, at(1))
    expect(first.webhook).toMatchObject({ state: 'active', failingSince: at(1) })
    expect(needsCare(first.webhook, at(2))).toBe(false)
    expect(needsCare(first.webhook, at(1 + 24 * 60))).toBe(true)
    expect(settled({ ...due, webhook: first.webhook }, failed, at(4 * 24 * 60)).webhook.state).toBe('active')
    const stopped = settled({ ...due, webhook: first.webhook }, failed, at(1 + 5 * 24 * 60)).webhook
    expect([stopped.state, needsCare(stopped, at(9_999))]).toEqual(['failing', true])
    const again = edited(stopped, { name: 'x', address: stopped.address, events: stopped.events, active: true })
    expect(again).toMatchObject({ state: 'active', failingSince: null })
    const done = settled({ ...due, webhook: first.webhook }, { outcome: 'delivered', answer: '204' }, at(3))
    expect(done.webhook).toMatchObject({ failingSince: null, deliveredAt: at(3) })
  })

  it('is kept for thirty days, and not beyond the last ones of its webhook', () => {
    const made = (n: number, patch: Partial<Delivery>) => delivery({ id: `d${n}`, since: at(n), ...patch })
    const many = Array.from({ length: 130 }, (_, n) => made(n, { status: 'delivered' }))
    const dead = made(0, { id: 'dead', status: 'dead' })
    const kept = keptDeliveries([dead, ...many], at(140))
    expect([kept.length, kept[0]?.id, kept[1]?.id, kept.at(-1)?.id]).toEqual([101, 'dead', 'd30', 'd129'])
    expect(keptDeliveries(kept, at(140))).toBe(kept)
    expect(keptDeliveries(kept, at(31 * 24 * 60))).toHaveLength(0)
  })
})

describe('the secrets of a webhook', () => {
  it('overlap for a day when they are renewed, and no more than two are kept', () => {
    const once = renewed(webhook(), 'second', at(0))
    expect(signing(once, at(1)).map(({ sealed }) => sealed)).toEqual(['second', 'sealed'])
    expect(signing(once, at(24 * 60)).map(({ sealed }) => sealed)).toEqual(['second'])
    expect(renewed(once, 'third', at(5)).secrets.map(({ sealed }) => sealed)).toEqual(['third', 'second'])
  })
})
