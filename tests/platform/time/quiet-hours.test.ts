import { describe, expect, it } from '@jest/globals'
import { DateTime } from 'luxon'
import { isQuiet, nextMorning, type QuietHours, WEEKDAYS } from '../../../src/platform/time/quiet-hours.js'
import { fc } from '../../properties.js'

const PARIS = 'Europe/Paris'
const quietAt = (hours: QuietHours, local: string, timeZone = PARIS) =>
  isQuiet({ hours, until: null }, new Date(local), timeZone)

/** The nights of the week, from Monday to Friday. */
const NIGHTS: QuietHours = { days: [1, 2, 3, 4, 5], from: '18:00', to: '08:00' }
const LUNCH: QuietHours = { days: [2], from: '12:00', to: '13:30' }

describe('quiet hours', () => {
  it.each([
    ['before noon', LUNCH, '2026-11-24T11:59:59+01:00', false],
    ['at noon', LUNCH, '2026-11-24T12:00+01:00', true],
    ['at the last minute', LUNCH, '2026-11-24T13:29:59+01:00', true],
    ['at the end, which is not included', LUNCH, '2026-11-24T13:30+01:00', false],
    ['on another day', LUNCH, '2026-11-25T12:30+01:00', false],
    ['in the evening', NIGHTS, '2026-11-27T18:00+01:00', true],
    ['on the morning after a Friday', NIGHTS, '2026-11-28T07:59+01:00', true],
    ['on a Saturday evening, which is not one of its days', NIGHTS, '2026-11-28T19:00+01:00', false],
    ['on a Monday morning, the day after a Sunday', NIGHTS, '2026-11-30T07:00+01:00', false],
    ['on a Tuesday morning', NIGHTS, '2026-12-01T07:00+01:00', true],
  ])('%s', (_, hours, local, quiet) => {
    expect(quietAt(hours, local)).toBe(quiet)
  })

  it('follow the commune’s clock, not the computer’s', () => {
    const instant = '2026-11-24T11:30:00Z'
    expect([quietAt(LUNCH, instant), quietAt(LUNCH, instant, 'America/Cayenne')]).toEqual([true, false])
    expect(quietAt(LUNCH, '2026-11-24T15:30:00Z', 'America/Cayenne')).toBe(true)
  })

  it('of a whole day begin and end at the same hour', () => {
    const sunday: QuietHours = { days: [7], from: '00:00', to: '00:00' }
    expect(quietAt(sunday, '2026-11-29T00:00+01:00')).toBe(true)
    expect(quietAt(sunday, '2026-11-29T23:59+01:00')).toBe(true)
    expect(quietAt(sunday, '2026-11-30T00:00+01:00')).toBe(false)
  })

  it('end at their hour on the night when the clocks go forward, even if it does not exist', () => {
    const early: QuietHours = { days: [7], from: '01:00', to: '02:30' }
    expect(quietAt(early, '2026-03-29T01:59+01:00')).toBe(true)
    // Two o'clock is three o'clock.
    expect(quietAt(early, '2026-03-29T03:00+02:00')).toBe(false)
  })

  it('are quiet in both of the hours that are lived twice in autumn', () => {
    const early: QuietHours = { days: [7], from: '02:00', to: '03:00' }
    expect(quietAt(early, '2026-10-25T02:30+02:00')).toBe(true)
    expect(quietAt(early, '2026-10-25T02:30+01:00')).toBe(true)
    expect(quietAt(early, '2026-10-25T03:00+01:00')).toBe(false)
  })

  it('and the others share the week between them, whatever they are', () => {
    const time = fc
      .record({ h: fc.integer({ min: 0, max: 23 }), m: fc.integer({ min: 0, max: 59 }) })
      .map(({ h, m }) => `${String(h).padStart(2, '0')}:${String(m).padStart(2, '0')}`)
    fc.assert(
      fc.property(
        time,
        time,
        fc.date({ min: new Date('2026-01-01'), max: new Date('2027-01-01'), noInvalidDate: true }),
        (from, to, at) => {
          fc.pre(from !== to)
          const quiet = (start: string, end: string) =>
            isQuiet({ hours: { days: [...WEEKDAYS], from: start, to: end }, until: null }, at, PARIS)
          expect(quiet(from, to)).toBe(!quiet(to, from))
        },
      ),
    )
  })
})

describe('a silence', () => {
  it('lasts until its instant, quiet hours or not', () => {
    const quiet = { hours: null, until: '2026-11-24T10:30:00.000Z' }
    expect(isQuiet(quiet, new Date('2026-11-24T10:29:59Z'), PARIS)).toBe(true)
    expect(isQuiet(quiet, new Date('2026-11-24T10:30:00Z'), PARIS)).toBe(false)
    expect(isQuiet({ hours: null, until: 'nonsense' }, new Date(), PARIS)).toBe(false)
  })

  it.each([
    ['an ordinary day', '2026-11-24T10:00+01:00', '2026-11-25T07:00+01:00'],
    ['the last day of the year', '2026-12-31T23:00+01:00', '2027-01-01T07:00+01:00'],
    ['the night when the clocks go forward', '2026-03-28T22:00+01:00', '2026-03-29T07:00+02:00'],
    ['the night when they go back', '2026-10-24T22:00+02:00', '2026-10-25T07:00+01:00'],
    ['the small hours: the morning after', '2026-11-24T01:00+01:00', '2026-11-25T07:00+01:00'],
  ])('until tomorrow, from %s', (_, from, until) => {
    expect(nextMorning(new Date(from), PARIS)).toBe(new Date(until).toISOString())
  })

  it('until tomorrow ends at seven everywhere, and never a day too late', () => {
    const zones = ['Europe/Paris', 'America/Cayenne', 'Indian/Reunion', 'Pacific/Noumea', 'America/Miquelon']
    fc.assert(
      fc.property(
        fc.date({ min: new Date('2024-01-01'), max: new Date('2034-01-01'), noInvalidDate: true }),
        fc.constantFrom(...zones),
        (at, zone) => {
          const from = DateTime.fromJSDate(at, { zone })
          const expected = from.plus({ days: 1 }).startOf('day').set({ hour: 7 })
          expect(nextMorning(at, zone)).toBe(expected.toUTC().toISO())
        },
      ),
    )
  })
})
