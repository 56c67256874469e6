import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import type { DayRanges, WeeklyHours } from '../../src/domain/commune.js'
import { openingState } from '../../src/domain/opening-hours.js'
import { commune, HOURS } from './sample-commune.js'

const town = commune()

/** The state at a local time of the town, e.g. `2026-11-24T10:00+01:00`. */
function stateAt(local: string, hours: WeeklyHours = HOURS, place = town) {
  return openingState(place, hours, new Date(local))
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
  const date = fc.date({ min: new Date('2024-01-01'), max: new Date('2032-01-01'), noInvalidDate: true })

  it('announces a change that is never in the past', () => {
    fc.assert(
      fc.property(date, weekly, fc.boolean(), (at, hours, alsaceMoselle) => {
        const { changesAt } = openingState(commune({ alsaceMoselle }), hours, at)
        expect(changesAt === null || Date.parse(changesAt) > at.getTime()).toBe(true)
      }),
    )
  })

  it('announces an opening at which it is open, and a closing at which the state changes', () => {
    fc.assert(
      fc.property(date, weekly, (at, hours) => {
        const state = openingState(town, hours, at)
        if (state.changesAt === null) return
        const then = openingState(town, hours, new Date(state.changesAt))
        // Two ranges that touch are one opening; a range in the hour that March skips is never open.
        if (!state.open && !skipsAnHour(state.changesAt)) expect(then.open).toBe(true)
        if (state.open) expect(then.changesAt).not.toBe(state.changesAt)
      }),
    )
  })

  /** Whether an instant lies in the night of March when an hour is missing. */
  function skipsAnHour(iso: string): boolean {
    return /-03-(2[5-9]|3[01])T0[0-2]:/.test(iso)
  }
})
