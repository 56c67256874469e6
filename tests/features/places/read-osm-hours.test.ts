import { describe, expect, it } from '@jest/globals'
import { readOsmHours } from '../../../src/features/places/read-osm-hours.js'
import { fc } from '../../properties.js'

describe('readOsmHours', () => {
  it('reads split days, Saturday mornings and closed holidays', () => {
    const split = [
      ['09:00', '12:00'],
      ['14:00', '17:00'],
    ]
    expect(readOsmHours('Mo-Fr 09:00-12:00,14:00-17:00; Sa 09:00-12:00; PH off')).toEqual({
      1: split,
      2: split,
      3: split,
      4: split,
      5: split,
      6: [['09:00', '12:00']],
    })
  })

  it.each([
    ['Mo,We 9:00-12:00', { 1: [['09:00', '12:00']], 3: [['09:00', '12:00']] }],
    [
      'Tu 10:00-12:00, 14:00-16:00',
      {
        2: [
          ['10:00', '12:00'],
          ['14:00', '16:00'],
        ],
      },
    ],
    [
      'Mo 14:00-16:00, Mo 09:00-12:00, Tu 09:00-10:00',
      {
        1: [
          ['09:00', '12:00'],
          ['14:00', '16:00'],
        ],
        2: [['09:00', '10:00']],
      },
    ],
    ['Mo-We 09:00-12:00; Tu off', { 1: [['09:00', '12:00']], 3: [['09:00', '12:00']] }],
    [
      'Mo-We 09:00-12:00; Tu 14:00-15:00',
      { 1: [['09:00', '12:00']], 2: [['14:00', '15:00']], 3: [['09:00', '12:00']] },
    ],
    ['Sa-Mo 10:00-11:00;Su,PH closed', { 1: [['10:00', '11:00']], 6: [['10:00', '11:00']] }],
    ['mo 09:00 - 24:00', { 1: [['09:00', '24:00']] }],
  ])('reads "%s"', (text, week) => {
    expect(readOsmHours(text)).toEqual(week)
  })

  it('reads hours of every day', () => {
    expect(Object.keys(readOsmHours('24/7') ?? {})).toHaveLength(7)
    expect(Object.keys(readOsmHours('08:00-20:00') ?? {})).toHaveLength(7)
  })

  it.each([
    '',
    'sur rendez-vous',
    'Mo-Fr 09:00-12:00 "sur rendez-vous"',
    'Th[1] 09:00-12:00',
    'week 1-53/2 Mo 09:00-12:00',
    'Jul-Aug Mo 09:00-12:00',
    'SH Mo 09:00-12:00',
    'PH 09:00-12:00',
    'Mo-PH 09:00-12:00',
    'Mo 22:00-02:00',
    'Mo 12:00-09:00',
    'Mo 09:00-12:00,11:00-13:00',
    'Mo 25:00-26:00',
    'Mo off',
    'lundi 9h-12h',
  ])('promises nothing on "%s"', (text) => {
    expect(readOsmHours(text)).toBeNull()
  })

  it('never throws', () => {
    const part = fc.constantFrom('Mo', 'Fr', 'PH', '-', ',', ';', ' ', '09:00', '12:00-14:00', 'off', '24/7')
    fc.assert(
      fc.property(fc.array(part, { maxLength: 12 }), (parts) => {
        const week = readOsmHours(parts.join(''))
        for (const ranges of Object.values(week ?? {})) expect(ranges.length).toBeGreaterThan(0)
      }),
    )
  })
})
