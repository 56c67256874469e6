import { describe, expect, it } from '@jest/globals'
import { describeHearing } from '../../../src/features/entries/render/describe-hours.js'
import { uncoveredDay } from '../../../src/features/places/hearing-hours.js'
import type { DayRanges } from '../../../src/platform/model/commune.js'
import type { SayHere } from '../../../src/platform/model/say.js'
import { service } from '../../platform/model/sample-commune.js'

const day = (...ranges: [string, string][]): DayRanges => ranges

describe('hours of written help and of the relay', () => {
  const hours = { '1': day(['08:30', '12:00'], ['13:30', '17:00']), '6': day(['09:00', '12:00']) }

  it('are at least those of the telephone, on each day and in each season', () => {
    const wide = { '1': day(['08:30', '12:30'], ['12:30', '17:00']), '6': day(['08:00', '12:00']) }
    expect(uncoveredDay(wide, { hours })).toBeNull()
    expect(uncoveredDay(hours, { hours })).toBeNull()
    expect(uncoveredDay({ ...wide, '1': day(['08:30', '16:59']) }, { hours })).toBe('1')
    expect(uncoveredDay({ '1': wide['1'] }, { hours })).toBe('6')
    const seasons = [{ from: '07-01', to: '08-31', hours: { '3': day(['08:00', '13:00']) } }]
    expect(uncoveredDay(wide, { hours, seasons })).toBe('3')
  })

  it('are asked of nobody who declares none', () => {
    expect(uncoveredDay({}, { hours })).toBeNull()
  })

  it('are told in one line where they are the same', () => {
    const say = Object.assign((key: string, { hours: told } = { hours: '' }) => `${key} ${told}`, {
      language: 'fr',
    }) as unknown as SayHere
    const saturday = { '6': day(['09:00', '12:00']) }
    expect(describeHearing(service({ writtenHours: saturday, relayHours: saturday }), say)).toBe(
      'hearing.both le samedi de 9 h à 12 h',
    )
    expect(describeHearing(service({ relayHours: saturday }), say)).toBe('hearing.relay le samedi de 9 h à 12 h')
    expect(describeHearing(service({}), say)).toBe('')
  })
})
