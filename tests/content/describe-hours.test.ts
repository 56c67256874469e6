import { expect, it } from '@jest/globals'
import { clock, describeHours } from '../../src/content/describe-hours.js'
import type { DayRanges } from '../../src/domain/commune.js'

const split: DayRanges = [
  ['08:30', '12:00'],
  ['13:30', '17:00'],
]

it.each([
  [{}, ''],
  [{ 1: split }, 'le lundi de 8 h 30 à 12 h et de 13 h 30 à 17 h'],
  [{ 6: [['09:00', '12:00']], 7: [['09:00', '12:00']] }, 'le samedi et le dimanche de 9 h à 12 h'],
  [
    { 1: split, 2: split, 3: split, 4: split, 5: [['08:30', '12:00']] },
    'du lundi au jeudi de 8 h 30 à 12 h et de 13 h 30 à 17 h ; le vendredi de 8 h 30 à 12 h',
  ],
  [
    { 1: split, 3: split },
    'le lundi de 8 h 30 à 12 h et de 13 h 30 à 17 h ; le mercredi de 8 h 30 à 12 h et de 13 h 30 à 17 h',
  ],
  [{ 2: [] }, ''],
] as const)('%j', (hours, expected) => {
  expect(describeHours(hours as Parameters<typeof describeHours>[0])).toBe(expected)
})

it.each([
  ['08:30', '8 h 30'],
  ['09:00', '9 h'],
  ['14:05', '14 h 05'],
  ['00:00', '0 h'],
  ['24:00', '24 h'],
])('%s is %s', (time, words) => {
  expect(clock(time)).toBe(words)
})
