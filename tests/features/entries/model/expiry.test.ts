import { describe, expect, it } from '@jest/globals'
import { expiryOf, lastDayOf } from '../../../../src/features/entries/model/due-review.js'
import { statesOf } from '../../../../src/features/entries/model/entry-life.js'

const reviewBy = '2026-01-31'

describe('expiry', () => {
  it('holds both days of the window, and the days after the review that the commune allows', () => {
    const window = { reviewBy, validFrom: '2026-01-10', validUntil: '2026-01-20' }
    expect(['2026-01-09', '2026-01-10', '2026-01-20', '2026-01-21'].map((day) => expiryOf(window, day, 30))).toEqual([
      'not_yet',
      null,
      null,
      'over',
    ])
    expect(expiryOf({ reviewBy }, '2026-03-02', 30)).toBeNull()
    expect(expiryOf({ reviewBy }, '2026-03-03', 30)).toBe('unreviewed')
    expect(expiryOf({ reviewBy }, '2030-03-03', null)).toBeNull()
    expect(expiryOf({ reviewBy: '' }, '2030-03-03', 0)).toBeNull()
  })

  it('says the last day', () => {
    expect(lastDayOf({ reviewBy }, 30)).toBe('2026-03-02')
    expect(lastDayOf({ reviewBy, validUntil: '2026-02-01' }, 30)).toBe('2026-02-01')
    expect(lastDayOf({ reviewBy }, null)).toBeNull()
  })
})

describe('the states of an entry', () => {
  const nothing = { draft: null, submission: null, archival: null, isServed: true, expiry: null }
  const act = { at: '2026-01-01T09:00:00.000Z', by: { userId: 'a', userName: 'A' }, why: '' }

  it('hold together, but for those that say what citizens get', () => {
    expect(statesOf(nothing)).toEqual(['published'])
    expect(statesOf({ ...nothing, draft: {}, expiry: 'over' })).toEqual(['draft', 'expired'])
    expect(statesOf({ ...nothing, expiry: 'not_yet' })).toEqual(['scheduled'])
    expect(statesOf({ ...nothing, submission: { ...act, revision: 1 }, isServed: false })).toEqual(['in_review'])
    expect(statesOf({ ...nothing, archival: act, expiry: 'over' })).toEqual(['archived'])
  })
})
