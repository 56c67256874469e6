import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { firstInstantOf, wallClock } from '../../../src/platform/time/wall-clock.js'

const at = (hour: string, zone = 'Europe/Paris') => firstInstantOf(Date.parse(`${hour}Z`), zone)?.toISOString() ?? null

describe('the first instant at which a wall shows an hour', () => {
  it.each([
    ['in winter', '2027-01-03T08:00', '2027-01-03T07:00:00.000Z'],
    ['in summer', '2027-07-03T08:00', '2027-07-03T06:00:00.000Z'],
    ['just before the clock is put forward', '2027-03-28T01:59', '2027-03-28T00:59:00.000Z'],
    ['just after', '2027-03-28T03:00', '2027-03-28T01:00:00.000Z'],
    ['in the hour that is lived twice, the first time', '2026-10-25T02:30', '2026-10-25T00:30:00.000Z'],
    ['after it', '2026-10-25T03:00', '2026-10-25T02:00:00.000Z'],
  ])('is %s', (_, hour, instant) => expect(at(hour)).toBe(instant))

  it('is none in the hour that is skipped', () => {
    expect(at('2027-03-28T02:00')).toBeNull()
    expect(at('2027-03-28T02:59')).toBeNull()
  })

  it('is that of its own zone', () => {
    expect(at('2027-01-03T08:00', 'America/Martinique')).toBe('2027-01-03T12:00:00.000Z')
    expect(at('2027-01-03T08:00', 'Indian/Reunion')).toBe('2027-01-03T04:00:00.000Z')
    expect(at('2027-01-03T08:00', 'Pacific/Noumea')).toBe('2027-01-02T21:00:00.000Z')
  })

  it('shows that hour, whichever it is', () => {
    const minutes = fc.integer({ min: Date.UTC(2026, 0, 1) / 60_000, max: Date.UTC(2029, 0, 1) / 60_000 })
    fc.assert(
      fc.property(minutes, fc.constantFrom('Europe/Paris', 'America/Miquelon', 'Pacific/Tahiti'), (minute, zone) => {
        const instant = firstInstantOf(minute * 60_000, zone)
        if (!instant) return
        const { year, month, day, minutes: shown } = wallClock(instant, zone)
        expect(Date.UTC(year, month - 1, day, 0, shown)).toBe(minute * 60_000)
      }),
    )
  })
})
