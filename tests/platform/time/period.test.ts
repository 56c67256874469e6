import { describe, expect, it } from '@jest/globals'
import { dayCount, daysOf, lastDays, localMoment, periodBefore, weekdayOf } from '../../../src/platform/time/period.js'

const PARIS = 'Europe/Paris'

describe('days and hours of a commune', () => {
  it('follow the clock on the wall on the day it is put forward: the hour from two to three never comes', () => {
    expect(localMoment('2026-03-29T00:59:59Z', PARIS)).toEqual({ day: '2026-03-29', hour: 1 })
    expect(localMoment('2026-03-29T01:00:00Z', PARIS)).toEqual({ day: '2026-03-29', hour: 3 })
    expect(localMoment('2026-03-29T21:59:59Z', PARIS)).toEqual({ day: '2026-03-29', hour: 23 })
    expect(localMoment('2026-03-29T22:00:00Z', PARIS)).toEqual({ day: '2026-03-30', hour: 0 })
  })

  it('follow it on the day it is put back: the hour from two to three comes twice', () => {
    expect(localMoment('2026-10-25T00:30:00Z', PARIS)).toEqual({ day: '2026-10-25', hour: 2 })
    expect(localMoment('2026-10-25T01:30:00Z', PARIS)).toEqual({ day: '2026-10-25', hour: 2 })
    expect(localMoment('2026-10-25T22:59:59Z', PARIS)).toEqual({ day: '2026-10-25', hour: 23 })
    expect(localMoment('2026-10-25T23:00:00Z', PARIS)).toEqual({ day: '2026-10-26', hour: 0 })
  })

  it('begin at the midnight of the place, far away too', () => {
    expect(localMoment('2026-11-24T23:30:00Z', PARIS).day).toBe('2026-11-25')
    expect(localMoment('2026-11-24T03:30:00Z', 'America/Guadeloupe')).toEqual({ day: '2026-11-23', hour: 23 })
  })
})

describe('periods', () => {
  it('count days of a calendar, over both changes of the clock', () => {
    expect(lastDays('2026-11-24', 1)).toEqual({ from: '2026-11-24', to: '2026-11-24' })
    expect(lastDays('2026-11-01', 30)).toEqual({ from: '2026-10-03', to: '2026-11-01' })
    expect(daysOf({ from: '2026-03-28', to: '2026-03-31' })).toEqual([
      '2026-03-28',
      '2026-03-29',
      '2026-03-30',
      '2026-03-31',
    ])
    expect(dayCount({ from: '2026-10-01', to: '2026-10-31' })).toBe(31)
    expect(daysOf({ from: '2026-03-02', to: '2026-03-01' })).toEqual([])
  })

  it('are compared with as many days, right before', () => {
    expect(periodBefore({ from: '2026-11-24', to: '2026-11-24' })).toEqual({ from: '2026-11-23', to: '2026-11-23' })
    expect(periodBefore({ from: '2026-10-26', to: '2026-11-24' })).toEqual({ from: '2026-09-26', to: '2026-10-25' })
  })

  it('know their weekdays', () => {
    expect([weekdayOf('2026-11-23'), weekdayOf('2026-11-29')]).toEqual([1, 7])
  })
})
