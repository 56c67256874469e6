import { describe, expect, it } from '@jest/globals'
import {
  firstToTake,
  isKept,
  offeredToMe,
  secondsLeft,
} from '../../../src/features/handoffs/pages/routing/offer-bar.js'
import { newsBetween } from '../../../src/ui/console/queue-news.js'
import { STAFF } from './fake-staff-server.js'
import { sampleItem, sampleQueue } from './sample-town.js'

const at = (hour: number) => `2026-11-25T${String(hour).padStart(2, '0')}:00:00.000Z`

describe('what the shortcut takes', () => {
  const other = sampleItem('other', { offered: 'other', requestedAt: at(7) })
  const free = sampleItem('free', { requestedAt: at(8) })
  const now = new Date(at(10))
  const mine = sampleItem('mine', { offered: 'me', requestedAt: at(9) })

  it('is what is offered to the agent, then what she has open, then the first that no colleague is asked about', () => {
    expect(firstToTake(sampleQueue({ pending: [other, free, mine] }), 'free', now)?.id).toBe('mine')
    expect(firstToTake(sampleQueue({ pending: [other, free] }), 'other', now)?.id).toBe('other')
    expect(firstToTake(sampleQueue({ pending: [other, free] }), null, now)?.id).toBe('free')
    expect(firstToTake(sampleQueue({ pending: [other] }), null, now)).toBeUndefined()
    expect(offeredToMe(sampleQueue({ pending: [other, free] }))).toBeUndefined()
  })

  it('is kept for the colleague who is asked, except from a supervisor', () => {
    const session = (user: (typeof STAFF)['ada']) => ({ user, csrfToken: 'x', timeZone: 'Europe/Paris' })
    expect([other, free, mine].map((item) => isKept(item, session(STAFF.claire)))).toEqual([true, false, false])
    expect(isKept(other, session(STAFF.ada))).toBe(false)
  })
})

it('counts seconds by the server’s clock, and never below none', () => {
  const now = Date.parse(at(8))
  const due = new Date(now + 20_000).toISOString()
  expect(secondsLeft(due, now, 0)).toBe(20)
  expect(secondsLeft(due, now + 86_400_000, -86_400_000 + 500)).toBe(20)
  expect(secondsLeft(due, now + 19_001, 0)).toBe(1)
  expect(secondsLeft(due, now + 25_000, 0)).toBe(0)
})

describe('news of an offer', () => {
  const queue = (offered?: 'me' | 'other') => sampleQueue({ pending: [sampleItem('a', offered ? { offered } : {})] })
  const kinds = (before: ReturnType<typeof queue>, after: ReturnType<typeof queue>) =>
    newsBetween(before, after).map(({ kind }) => kind)

  it('is told to whom it is made, once, and to everybody once nobody is asked any more', () => {
    expect(kinds(sampleQueue(), queue('other'))).toEqual([])
    expect(kinds(queue('other'), queue('me'))).toEqual(['offer'])
    expect(kinds(queue('me'), queue('me'))).toEqual([])
    expect(kinds(queue('other'), queue())).toEqual(['pending'])
    expect(kinds(queue(), queue('me'))).toEqual(['offer'])
    expect(kinds(queue('me'), queue())).toEqual([])
    expect(kinds(queue('me'), queue('other'))).toEqual([])
  })
})
