import { describe, expect, it } from '@jest/globals'
import { DateTime } from 'luxon'
import type { DayRanges, Schedule, WeeklyHours } from '../../../src/platform/model/commune.js'
import { dayOff, openingState, usualRanges } from '../../../src/platform/time/opening-hours.js'
import { fc } from '../../properties.js'
import { commune, HOURS } from '../model/sample-commune.js'

const town = commune()

/** The state at a local time of the town, e.g. `2026-11-24T10:00+01:00`. */
function stateAt(local: string, hours: WeeklyHours = HOURS, place = town) {
  return openingState(place, { hours }, new Date(local))
}

const instant = (local: string) => new Date(local).toISOString()

describe('an ordinary week', () => {
  it.each([
    ['before opening', '2026-11-24T08:29:59+01:00', false, '2026-11-24T08:30+01:00'],
    ['at the minute of opening', '2026-11-24T08:30+01:00', true, '2026-11-24T12:00+01:00'],
    ['in the morning', '2026-11-24T11:59:59+01:00', true, '2026-11-24T12:00+01:00'],
    ['at the minute of closing', '2026-11-24T12:00+01:00', false, '2026-11-24T13:30+01:00'],
    ['at lunch', '2026-11-24T12:45+01:00', false, '2026-11-24T13:30+01:00'],
    ['in the afternoon', '2026-11-24T13:30+01:00', true, '2026-11-24T17:00+01:00'],
    ['in the evening', '2026-11-24T17:00+01:00', false, '2026-11-25T08:30+01:00'],
    ['on a Friday afternoon, which ends sooner', '2026-11-27T16:30+01:00', false, '2026-11-28T09:00+01:00'],
    ['on a Saturday morning', '2026-11-28T10:00+01:00', true, '2026-11-28T12:00+01:00'],
    ['on a Saturday afternoon', '2026-11-28T12:00+01:00', false, '2026-11-30T08:30+01:00'],
    ['on a Sunday', '2026-11-29T10:00+01:00', false, '2026-11-30T08:30+01:00'],
  ])('%s', (_, local, open, changes) => {
    expect(stateAt(local)).toEqual({ open, changesAt: instant(changes), reason: null })
  })

  it('reads the hours in the time zone of the town, not of the server', () => {
    const reunion = commune({ timeZone: 'Indian/Reunion' })
    expect(stateAt('2026-11-24T05:00Z', HOURS, reunion)).toMatchObject({ open: true })
    expect(stateAt('2026-11-24T05:00Z')).toMatchObject({ open: false })
  })

  it('is open until midnight when hours end at 24:00', () => {
    const late: WeeklyHours = { 2: [['20:00', '24:00']] }
    expect(stateAt('2026-11-24T23:59+01:00', late)).toEqual({
      open: true,
      changesAt: instant('2026-11-25T00:00+01:00'),
      reason: null,
    })
    expect(stateAt('2026-11-25T00:00+01:00', late).open).toBe(false)
  })
})

describe('holidays and closures', () => {
  it('is closed on a public holiday, and says which', () => {
    expect(stateAt('2026-11-11T10:00+01:00')).toEqual({
      open: false,
      changesAt: instant('2026-11-12T08:30+01:00'),
      reason: 'Armistice',
    })
  })

  it('skips the holiday when it looks for the next opening, without giving it as the reason of an ordinary evening', () => {
    expect(stateAt('2026-11-10T18:00+01:00')).toEqual({
      open: false,
      changesAt: instant('2026-11-12T08:30+01:00'),
      reason: null,
    })
  })

  it.each([
    ['2026-01-01', "Jour de l'An"],
    ['2026-04-06', 'Lundi de Pâques'],
    ['2026-05-01', 'Fête du travail'],
    ['2026-05-14', 'Ascension'],
    ['2026-07-14', 'Fête Nationale'],
    ['2026-12-25', 'Noël'],
  ])('knows %s', (day, name) => {
    const { open, reason } = stateAt(`${day}T10:00+01:00`)
    expect(open).toBe(false)
    expect(reason?.toLowerCase()).toBe(name.toLowerCase())
  })

  it('has two more holidays in Alsace and Moselle', () => {
    const strasbourg = commune({ alsaceMoselle: true })
    for (const day of ['2026-04-03', '2024-12-26']) {
      expect(stateAt(`${day}T10:00+01:00`).open).toBe(true)
      expect(stateAt(`${day}T10:00+01:00`, HOURS, strasbourg)).toMatchObject({
        open: false,
        reason: expect.any(String),
      })
    }
  })

  it('gives no reason on a day that is closed every week', () => {
    // 1 November 2026 is a Sunday.
    expect(stateAt('2026-11-01T10:00+01:00').reason).toBeNull()
  })

  it('gives the reason of a closure from its first day to its last', () => {
    const closures = [{ from: '2026-08-10', to: '2026-08-14', reason: 'congés d’été' }]
    const summer = commune({ closures })
    const expected = { open: false, changesAt: instant('2026-08-15T09:00+02:00'), reason: 'congés d’été' }
    // 15 August is a holiday, and a Saturday: the next opening is on Monday.
    expect(stateAt('2026-08-10T10:00+02:00', HOURS, summer)).toEqual({
      ...expected,
      changesAt: instant('2026-08-17T08:30+02:00'),
    })
    expect(stateAt('2026-08-14T10:00+02:00', HOURS, summer).reason).toBe('congés d’été')
    expect(stateAt('2026-08-09T23:59+02:00', HOURS, summer).reason).toBeNull()
    expect(stateAt('2026-08-17T10:00+02:00', HOURS, summer).open).toBe(true)
  })
})

describe('daylight saving, Europe/Paris', () => {
  it('keeps local hours after the night of March that lasts 23 hours', () => {
    // 29 March 2026, 02:00 becomes 03:00.
    expect(stateAt('2026-03-28T12:00+01:00').changesAt).toBe('2026-03-30T06:30:00.000Z')
    expect(stateAt('2026-03-27T08:00+01:00').changesAt).toBe('2026-03-27T07:30:00.000Z')
  })

  it('keeps local hours after the night of October that lasts 25 hours', () => {
    // 25 October 2026, 03:00 becomes 02:00.
    expect(stateAt('2026-10-24T12:00+02:00').changesAt).toBe('2026-10-26T07:30:00.000Z')
    expect(stateAt('2026-10-23T08:00+02:00').changesAt).toBe('2026-10-23T06:30:00.000Z')
  })

  it('opens an hour later when its hour of opening does not exist', () => {
    const night: WeeklyHours = { 7: [['02:30', '06:00']] }
    const before = stateAt('2026-03-29T01:59+01:00', night)
    expect(before).toMatchObject({ open: false, changesAt: '2026-03-29T01:30:00.000Z' })
    expect(stateAt('2026-03-29T05:00+02:00', night).open).toBe(true)
  })
})

describe('the horizon', () => {
  it('has nothing to announce when no hours are given', () => {
    expect(stateAt('2026-11-24T10:00+01:00', {})).toEqual({ open: false, changesAt: null, reason: null })
  })

  it('looks 60 days ahead and no further', () => {
    const until = (to: string) => commune({ closures: [{ from: '2026-06-01', to, reason: 'travaux' }] })
    expect(stateAt('2026-06-01T10:00+02:00', HOURS, until('2026-07-30')).changesAt).toBe('2026-07-31T06:30:00.000Z')
    expect(stateAt('2026-06-01T10:00+02:00', HOURS, until('2026-07-31'))).toEqual({
      open: false,
      changesAt: null,
      reason: 'travaux',
    })
  })
})

it('is what it would be if nothing had been asked before', () => {
  const place = commune({ closures: [{ from: '2026-11-25', to: '2026-11-26', reason: 'travaux' }] })
  const schedule = { hours: HOURS }
  const start = Date.parse('2026-11-23T00:00:00Z')
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 7 * 24 * 4 }), { minLength: 2, maxLength: 8 }), (quarters) => {
      for (const quarter of quarters) {
        const at = new Date(start + quarter * 900_000)
        expect(openingState(place, schedule, at)).toEqual(openingState({ ...place }, schedule, at))
      }
    }),
  )
})

describe('seasons', () => {
  const morning: WeeklyHours = { 2: [['09:00', '12:00']] }
  const at = (local: string, from: string, to: string) =>
    openingState(town, { hours: HOURS, seasons: [{ from, to, hours: morning }] }, new Date(local))

  it('take the place of the weekly hours from the first day to the last', () => {
    // 7 July and 25 August 2026 are Tuesdays; Tuesday 14 July is a holiday.
    expect(at('2026-06-30T14:00+02:00', '07-01', '08-31').open).toBe(true)
    expect(at('2026-07-07T14:00+02:00', '07-01', '08-31')).toEqual({
      open: false,
      changesAt: instant('2026-07-21T09:00+02:00'),
      reason: null,
    })
    expect(at('2026-08-25T14:00+02:00', '07-01', '08-31').changesAt).toBe(instant('2026-09-01T08:30+02:00'))
    expect(at('2026-09-01T14:00+02:00', '07-01', '08-31').open).toBe(true)
  })

  it('may go over the new year', () => {
    for (const [local, open] of [
      ['2026-12-15T14:00+01:00', true],
      ['2026-12-22T14:00+01:00', false],
      ['2027-01-05T14:00+01:00', false],
      ['2027-01-12T14:00+01:00', true],
    ] as const)
      expect([local, at(local, '12-20', '01-10').open]).toEqual([local, open])
  })
})

describe('what concerns one service alone', () => {
  const election = { date: '2026-11-28', ranges: [['14:00', '18:00']] as DayRanges, reason: 'élections' }

  it('opens exceptionally at the hours that are given, and at no other that day', () => {
    const schedule = { hours: HOURS, openings: [election] }
    expect(openingState(town, schedule, new Date('2026-11-28T10:00+01:00'))).toEqual({
      open: false,
      changesAt: instant('2026-11-28T14:00+01:00'),
      reason: null,
    })
    expect(openingState(town, schedule, new Date('2026-11-28T15:00+01:00')).open).toBe(true)
  })

  it('opens exceptionally even on a holiday or in a closure', () => {
    const closed = commune({ closures: [{ from: '2026-11-23', to: '2026-11-29', reason: 'travaux' }] })
    const schedule = { hours: HOURS, openings: [election, { ...election, date: '2026-11-11' }] }
    expect(openingState(closed, schedule, new Date('2026-11-28T15:00+01:00')).open).toBe(true)
    expect(openingState(town, schedule, new Date('2026-11-11T15:00+01:00')).open).toBe(true)
  })

  it('closes while the others are open', () => {
    const closures = [{ from: '2026-11-24', to: '2026-11-25', reason: 'formation' }]
    expect(openingState(town, { hours: HOURS, closures }, new Date('2026-11-24T10:00+01:00'))).toEqual({
      open: false,
      changesAt: instant('2026-11-26T08:30+01:00'),
      reason: 'formation',
    })
    expect(stateAt('2026-11-24T10:00+01:00').open).toBe(true)
  })

  it('says why on the Sunday of a closure of several days, when it is closed every week too', () => {
    const closures = [{ from: '2026-08-10', to: '2026-08-21', reason: 'congés' }]
    expect(openingState(town, { hours: HOURS, closures }, new Date('2026-08-16T10:00+02:00')).reason).toBe('congés')
  })
})

describe('a service that is open over midnight', () => {
  const night: WeeklyHours = { 2: [['20:00', '24:00']], 3: [['00:00', '02:00']] }

  it('closes when the night ends', () => {
    expect(stateAt('2026-11-24T21:00+01:00', night).changesAt).toBe(instant('2026-11-25T02:00+01:00'))
  })

  it('has no closing to announce when it never closes', () => {
    const always = Object.fromEntries([1, 2, 3, 4, 5, 6, 7].map((day) => [day, [['00:00', '24:00']]])) as WeeklyHours
    const place = commune({ timeZone: 'Indian/Reunion' })
    expect(stateAt('2026-11-24T21:00Z', always, place)).toMatchObject({ open: true, reason: null })
    // The night of the holiday is the only gap of the sixty days.
    expect(stateAt('2026-08-20T21:00Z', always, place)).toEqual({ open: true, changesAt: null, reason: null })
  })
})

describe('overseas, where clocks do not change', () => {
  const place = commune({ timeZone: 'Indian/Reunion' })

  it('keeps its hours at both changes of the metropolis', () => {
    expect(stateAt('2026-03-28T12:00+04:00', HOURS, place).changesAt).toBe('2026-03-30T04:30:00.000Z')
    expect(stateAt('2026-10-24T12:00+04:00', HOURS, place).changesAt).toBe('2026-10-26T04:30:00.000Z')
  })

  it('has its holidays by its own date', () => {
    // Noon in Réunion on 11 November is still the morning in Paris; 21:00 UTC on the 10th is already the holiday there.
    expect(stateAt('2026-11-10T21:00Z', HOURS, place).reason).toBe('Armistice')
    expect(stateAt('2026-11-10T21:00Z').reason).toBeNull()
  })
})

describe('at any instant, whatever the hours', () => {
  const clock = fc.integer({ min: 0, max: 24 * 60 }).map((minutes) => {
    const hour = String(Math.floor(minutes / 60)).padStart(2, '0')
    return `${hour}:${String(minutes % 60).padStart(2, '0')}`
  })
  const ranges = fc.uniqueArray(clock, { minLength: 0, maxLength: 4 }).map((times): DayRanges => {
    const sorted = [...times].sort()
    const pairs: DayRanges = []
    for (let index = 0; index + 1 < sorted.length; index += 2)
      pairs.push([sorted[index] ?? '', sorted[index + 1] ?? ''])
    return pairs
  })
  const weekly = fc.dictionary(fc.constantFrom('1', '2', '3', '4', '5', '6', '7'), ranges) as fc.Arbitrary<WeeklyHours>
  const instants = { min: new Date('2024-01-01'), max: new Date('2032-01-01'), noInvalidDate: true }
  const date = fc.date(instants)
  /** A day within a few weeks of the instant at which the state is asked, so that what is exceptional counts. */
  const near = fc.integer({ min: -3, max: 40 })
  const dayFrom = (at: Date, days: number) => new Date(at.getTime() + days * 86_400_000).toISOString().slice(0, 10)
  const monthDay = fc.date(instants).map((day) => day.toISOString().slice(5, 10))
  const cases = fc
    .record({
      at: date,
      hours: weekly,
      seasonal: weekly,
      season: fc.tuple(monthDay, monthDay),
      opening: fc.tuple(near, ranges),
      closed: fc.tuple(near, fc.integer({ min: 0, max: 20 })),
      place: fc.record({
        alsaceMoselle: fc.boolean(),
        timeZone: fc.constantFrom('Europe/Paris', 'Indian/Reunion', 'America/Martinique', 'Pacific/Noumea'),
      }),
    })
    .map(({ at, hours, seasonal, season: [from, to], opening, closed, place }) => {
      const schedule: Schedule = {
        hours,
        seasons: [{ from, to, hours: seasonal }],
        openings: [{ date: dayFrom(at, opening[0]), ranges: opening[1], reason: 'élections' }],
        closures: [{ from: dayFrom(at, closed[0]), to: dayFrom(at, closed[0] + closed[1]), reason: 'travaux' }],
      }
      return { at, schedule, place: commune(place) }
    })

  it('announces a change that is in the future, and at which the state changes', () => {
    fc.assert(
      fc.property(cases, ({ at, schedule, place }) => {
        const { open, changesAt } = openingState(place, schedule, at)
        if (changesAt === null) return
        expect(Date.parse(changesAt)).toBeGreaterThan(at.getTime())
        expect(openingState(place, schedule, new Date(changesAt)).open).toBe(!open)
        expect(openingState(place, schedule, new Date(Date.parse(changesAt) - 1)).open).toBe(open)
      }),
      { numRuns: 300 },
    )
  })

  it('does not change before the change that it announces', () => {
    fc.assert(
      fc.property(cases, fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }), (one, share) => {
        const { at, schedule, place } = one
        const { open, changesAt } = openingState(place, schedule, at)
        const end = changesAt === null ? at.getTime() + 50 * 86_400_000 : Date.parse(changesAt)
        const between = new Date(Math.min(end - 1, Math.floor(at.getTime() + share * (end - at.getTime()))))
        expect(openingState(place, schedule, between).open).toBe(open)
      }),
      { numRuns: 300 },
    )
  })

  it('is open exactly when the clock of the town is in a range of the day', () => {
    fc.assert(
      fc.property(cases, ({ at, schedule, place }) => {
        const now = DateTime.fromJSDate(at, { zone: place.timeZone })
        const iso = now.toISODate() ?? ''
        const opening = schedule.openings?.find((one) => one.date === iso)
        const day = opening ? opening.ranges : dayOff(place, schedule, now) ? [] : usualRanges(schedule, now)
        const time = now.toFormat('HH:mm')
        const expected = day.some(([from, to]) => time >= from && time < to)
        // In the two nights of the year that are longer or shorter, a time of the clock is not one instant.
        if (now.startOf('day').offset === now.endOf('day').offset)
          expect(openingState(place, schedule, at).open).toBe(expected)
      }),
      { numRuns: 300 },
    )
  })
})
