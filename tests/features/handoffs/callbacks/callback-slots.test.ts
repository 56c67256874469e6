import { describe, expect, it } from '@jest/globals'
import { callbackSlots } from '../../../../src/features/handoffs/callbacks/callback-slots.js'
import type { Commune, WeeklyHours } from '../../../../src/platform/model/commune.js'
import type { Handoff } from '../../../../src/platform/model/handoff.js'
import { commune, service } from '../../../platform/model/sample-commune.js'

const town = (patch: Partial<Commune> = {}) => commune({ callbacks: { perHalfDay: 2 }, ...patch })
const withHours = (hours: WeeklyHours) => ({ services: { accueil: service({ hours }) } })
/** An instant of Paris in winter. */
const at = (local: string) => new Date(`${local}:00+01:00`)
const names = (one: Commune, when: string) =>
  callbackSlots(one, at(when), { bookings: [] }).map(({ day, half }) => `${day} ${half}`)

function booked(half: 'morning' | 'afternoon', patch: Partial<Handoff> = {}): Handoff {
  const slot = { day: '2026-11-24', half, startsAt: '', endsAt: '' }
  return { id: 'h', kind: 'callback', status: 'pending', slot, ...patch } as Handoff
}

describe('callbackSlots', () => {
  it('offers nothing unless the commune says how many calls it can make', () => {
    expect(callbackSlots(commune(), at('2026-11-24T08:00'), { bookings: [] })).toEqual([])
    expect(callbackSlots(town({ callbacks: { perHalfDay: 0 } }), at('2026-11-24T08:00'), { bookings: [] })).toEqual([])
  })

  it('offers the half-days of the next five open days, Sundays left out', () => {
    expect(names(town(), '2026-11-26T08:00')).toEqual([
      '2026-11-26 morning',
      '2026-11-26 afternoon',
      '2026-11-27 morning',
      '2026-11-27 afternoon',
      '2026-11-28 morning',
      '2026-11-30 morning',
      '2026-11-30 afternoon',
      '2026-12-01 morning',
      '2026-12-01 afternoon',
    ])
  })

  it('offers no half-day that has begun, and counts no day that has nothing left', () => {
    expect(names(town(), '2026-11-24T08:30')[0]).toBe('2026-11-24 afternoon')
    expect(names(town(), '2026-11-24T08:29')[0]).toBe('2026-11-24 morning')
    const evening = names(town(), '2026-11-24T20:00')
    expect(evening[0]).toBe('2026-11-25 morning')
    expect(evening.at(-1)).toBe('2026-11-30 afternoon')
  })

  it('says the hours of each half-day', () => {
    const [morning, afternoon] = callbackSlots(town(), at('2026-11-24T07:00'), { bookings: [] })
    expect([morning?.startsAt, morning?.endsAt]).toEqual(['2026-11-24T07:30:00.000Z', '2026-11-24T11:00:00.000Z'])
    expect([afternoon?.startsAt, afternoon?.endsAt]).toEqual(['2026-11-24T12:30:00.000Z', '2026-11-24T16:00:00.000Z'])
  })

  it('leaves out holidays and closures', () => {
    const closed = town({ closures: [{ from: '2026-12-26', to: '2026-12-26', reason: 'pont' }] })
    const days = names(closed, '2026-12-24T13:00').map((name) => name.slice(0, 10))
    expect([...new Set(days)]).toEqual(['2026-12-24', '2026-12-28', '2026-12-29', '2026-12-30', '2026-12-31'])
  })

  it('cuts a day without a break at noon, and leaves a morning that ends a little later whole', () => {
    const hours = (from: string, to: string) => withHours({ 2: [[from, to]] })
    const day = (from: string, to: string) =>
      callbackSlots(town(hours(from, to)), at('2026-11-24T07:00'), { bookings: [] }).slice(0, 2)
    const whole = day('09:00', '18:00')
    expect(whole.map(({ half, startsAt, endsAt }) => [half, startsAt.slice(11, 16), endsAt.slice(11, 16)])).toEqual([
      ['morning', '08:00', '11:00'],
      ['afternoon', '11:00', '17:00'],
    ])
    expect(day('09:00', '12:45')[0]).toMatchObject({ half: 'morning', endsAt: '2026-11-24T11:45:00.000Z' })
    expect(day('09:00', '12:45')[1]?.day).toBe('2026-12-01')
  })

  it('joins the openings of one half-day', () => {
    const hours: WeeklyHours = {
      2: [
        ['08:00', '09:00'],
        ['10:00', '12:00'],
      ],
    }
    const [slot, next] = callbackSlots(town(withHours(hours)), at('2026-11-24T07:00'), { bookings: [] })
    expect(slot).toMatchObject({ startsAt: '2026-11-24T07:00:00.000Z', endsAt: '2026-11-24T11:00:00.000Z' })
    expect(next?.day).toBe('2026-12-01')
  })

  it('ends calls at the last hour of the commune', () => {
    const slots = callbackSlots(town({ callbacks: { perHalfDay: 1, lastHour: '15:00' } }), at('2026-11-24T07:00'), {
      bookings: [],
    })
    expect(slots[1]).toMatchObject({ half: 'afternoon', endsAt: '2026-11-24T14:00:00.000Z' })
    const mornings = callbackSlots(town({ callbacks: { perHalfDay: 1, lastHour: '13:00' } }), at('2026-11-24T07:00'), {
      bookings: [],
    })
    expect(new Set(mornings.map(({ half }) => half))).toEqual(new Set(['morning']))
  })

  it('keeps the hours of the commune when clocks change', () => {
    const open = town(withHours({ 7: [['08:00', '12:00']] }))
    const before = callbackSlots(open, new Date('2026-10-18T00:00:00Z'), { bookings: [] })
    expect(before.slice(0, 2).map(({ startsAt }) => startsAt)).toEqual([
      '2026-10-18T06:00:00.000Z',
      '2026-10-25T07:00:00.000Z',
    ])
  })

  it('counts the calls asked for and made, not those cancelled, and never below zero', () => {
    const left = (handoffs: Handoff[]) =>
      callbackSlots(town(), at('2026-11-24T07:00'), { bookings: handoffs })
        .slice(0, 2)
        .map(({ placesLeft }) => placesLeft)
    expect(left([booked('morning')])).toEqual([1, 2])
    expect(left([booked('morning'), booked('morning', { status: 'resolved' })])).toEqual([0, 2])
    expect(left([booked('morning', { status: 'cancelled' })])).toEqual([2, 2])
    expect(left([booked('afternoon'), booked('afternoon'), booked('afternoon')])).toEqual([2, 0])
  })

  it('offers nothing where the reception never opens', () => {
    expect(callbackSlots(town(withHours({})), at('2026-11-24T07:00'), { bookings: [] })).toEqual([])
  })
})
