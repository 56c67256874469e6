import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { slotInWords } from '../../../src/features/handoffs/pages/desk/slot-field.js'
import { momentOf, nextWorkingMorning } from '../../../src/features/handoffs/pages/lifecycle/later-menu.js'
import { toDays } from '../../../src/features/handoffs/pages/talk/thread-items.js'
import { draftOf, toRequest } from '../../../src/features/town-alert/pages/alert-draft.js'
import { translator } from '../../../src/ui/kit/console-words.js'
import { momentInWords } from '../../../src/ui/kit/moment-in-words.js'
import { dayAfter, setTownZone, townDay, townField, townInstant } from '../../../src/ui/kit/town-clock.js'

const BROWSERS = new Intl.DateTimeFormat().resolvedOptions().timeZone
const ISLAND = 'America/Martinique'
const plain = (text: string) => text.replace(/\s/g, ' ')

afterEach(() => setTownZone(BROWSERS))

describe.each([
  { zone: 'Europe/Paris', evening: '24 novembre, 23 h 30', opening: '8 h 30 – 12 h', offset: '+01:00' },
  { zone: ISLAND, evening: '24 novembre, 23 h 30', opening: '8 h 30 – 12 h', offset: '-04:00' },
])('by the clock of $zone, wherever the browser is,', ({ zone, evening, opening, offset }) => {
  const at = (local: string) => new Date(`${local}${offset}`)
  beforeEach(() => setTownZone(zone))

  it('a moment is told with its hour, and with its day and year where they are others', () => {
    const told = (local: string) => plain(momentInWords(at(local).toISOString(), 'fr', at('2026-11-25T00:30')))
    expect(told('2026-11-25T08:05')).toBe('8 h 05')
    expect(told('2026-11-24T23:30')).toBe(evening)
    expect(told('2025-12-01T10:00')).toBe('1er décembre 2025, 10 h 00')
    expect(momentInWords(at('2025-12-01T10:00').toISOString(), 'en', at('2026-11-25T00:30'))).toBe(
      '1 December 2025, 10:00',
    )
  })

  it('a half-day of a call has the hours that the citizen was told', () => {
    const slot = {
      day: '2026-11-26',
      half: 'morning' as const,
      startsAt: at('2026-11-26T08:30').toISOString(),
      endsAt: at('2026-11-26T12:00').toISOString(),
    }
    const told = plain(slotInWords(slot, { t: translator('fr'), language: 'fr' }))
    expect(told).toBe(`jeudi 26 novembre, matin (${opening})`)
  })

  it('a conversation is cut at midnight', () => {
    const messages = ['2026-11-24T23:59', '2026-11-25T00:00'].map((local) => ({ at: at(local).toISOString() }))
    expect(toDays(messages).map(({ day }) => day)).toEqual(['2026-11-24', '2026-11-25'])
  })

  it('a conversation is put aside until nine of the next working morning, or the moment that was written', () => {
    expect(nextWorkingMorning(at('2026-11-27T23:30'))).toEqual(at('2026-11-30T09:00'))
    expect(momentOf('2026-11-25T14:00', at('2026-11-25T13:59'))).toBe(at('2026-11-25T14:00').toISOString())
    expect(momentOf('2026-11-25T14:00', at('2026-11-25T14:00'))).toBeNull()
  })

  it('an announcement begins and ends when its fields say', () => {
    const draft = draftOf(null, at('2026-11-25T08:10'))
    expect([draft.from, draft.to]).toEqual(['2026-11-25T08:10', '2026-11-26T08:10'])
    expect(toRequest({ ...draft, from: '2026-12-01T18:00' }).from).toBe(at('2026-12-01T18:00').toISOString())
  })
})

describe('the town’s clock', () => {
  it('reads a field back as it wrote it, on both sides of a change of hour', () => {
    setTownZone('Europe/Paris')
    for (const field of ['2026-03-29T01:59', '2026-03-29T03:00', '2026-10-24T12:00', '2026-10-25T03:00'])
      expect(townField(townInstant(field))).toBe(field)
    expect(townDay(new Date('2026-10-25T22:59:00Z'))).toBe('2026-10-25')
  })

  it('knows no instant of an empty field', () => {
    expect(townInstant('').getTime()).toBeNaN()
  })

  it.each([
    ['2026-12-31', 1, '2027-01-01'],
    ['2026-03-01', -1, '2026-02-28'],
  ])('counts days: %s and %i is %s', (day, count, other) => {
    expect(dayAfter(day, count)).toBe(other)
  })
})
