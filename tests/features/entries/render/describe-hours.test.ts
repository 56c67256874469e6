import { expect, it } from '@jest/globals'
import { describeHours, describeSchedule } from '../../../../src/features/entries/render/describe-hours.js'
import type { DayRanges } from '../../../../src/platform/model/commune.js'
import { clock } from '../../../../src/platform/time/hours-grammar.js'

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

const summer = { from: '07-01', to: '08-31', hours: { 1: split, 2: split } }

it.each([
  [
    { hours: { 1: split }, seasons: [summer] },
    'le lundi de 8 h 30 à 12 h et de 13 h 30 à 17 h ; du 1er juillet au 31 août : le lundi et le mardi de 8 h 30 à 12 h et de 13 h 30 à 17 h',
  ],
  [
    { hours: {}, seasons: [{ ...summer, from: '12-24', to: '01-02' }] },
    'du 24 décembre au 2 janvier : le lundi et le mardi de 8 h 30 à 12 h et de 13 h 30 à 17 h',
  ],
  [{ hours: { 1: split }, seasons: [{ ...summer, hours: {} }] }, 'le lundi de 8 h 30 à 12 h et de 13 h 30 à 17 h'],
] as const)('%j, in French', (schedule, expected) => {
  expect(describeSchedule(schedule as unknown as Parameters<typeof describeSchedule>[0])).toBe(expected)
})

it('says hours in English', () => {
  const schedule = { hours: { 1: split, 2: split, 3: split, 6: split.slice(0, 1) }, seasons: [summer] }
  expect(describeSchedule(schedule, 'en')).toBe(
    'Monday to Wednesday from 08:30 to 12:00 and from 13:30 to 17:00; on Saturday from 08:30 to 12:00; from 1 July to 31 August: on Monday and Tuesday from 08:30 to 12:00 and from 13:30 to 17:00',
  )
})

it.each([
  [
    'es',
    'lunes y martes: de 08:30 a 12:00; del 1 de julio al 31 de agosto, lunes y martes: de 08:30 a 12:00 y de 13:30 a 17:00',
  ],
  [
    'pt',
    'segunda-feira e terça-feira: das 08:30 às 12:00; de 1 de julho a 31 de agosto, segunda-feira e terça-feira: das 08:30 às 12:00 e das 13:30 às 17:00',
  ],
  [
    'uk',
    'понеділок і вівторок: з 08:30 до 12:00; з 1 липня до 31 серпня, понеділок і вівторок: з 08:30 до 12:00 і з 13:30 до 17:00',
  ],
  [
    'ar',
    'الاثنين والثلاثاء: من 08:30 إلى 12:00؛ من 1 يوليو إلى 31 أغسطس، الاثنين والثلاثاء: من 08:30 إلى 12:00 ومن 13:30 إلى 17:00',
  ],
] as const)('says hours in %s', (language, expected) => {
  const morning = split.slice(0, 1)
  expect(describeSchedule({ hours: { 1: morning, 2: morning }, seasons: [summer] }, language)).toBe(expected)
})
