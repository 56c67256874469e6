import type { DayRanges, WeeklyHours } from '../domain/commune.js'
import { type Language, LOCALES } from '../domain/language.js'
import type { SayHere } from '../domain/say.js'

/** A Monday at noon, from which the names of the days are taken. */
const MONDAY = Date.UTC(2024, 0, 1, 12)
const DAY_MS = 24 * 60 * 60 * 1000

/** Weekly hours in the words of a language; consecutive days with the same hours are joined: "Monday to Thursday: 08:30 to 12:00 and 13:30 to 17:00". */
export function hoursIn(hours: WeeklyHours, language: Language, say: SayHere): string {
  const groups: { from: number; to: number; words: string }[] = []
  for (let day = 0; day < 7; day += 1) {
    const words = rangesIn(hours[String(day + 1) as keyof WeeklyHours] ?? [], language, say)
    const last = groups.at(-1)
    if (last && last.words === words) last.to = day
    else groups.push({ from: day, to: day, words })
  }
  return groups
    .filter(({ words }) => words !== '')
    .map(({ from, to, words }) => `${daysIn(from, to, language, say)}: ${words}`)
    .join(language === 'ar' ? '؛ ' : '; ')
}

function daysIn(from: number, to: number, language: Language, say: SayHere): string {
  const format = new Intl.DateTimeFormat(LOCALES[language], { weekday: 'long', timeZone: 'UTC' })
  const nameOf = (day: number) => format.format(MONDAY + day * DAY_MS)
  return from === to ? nameOf(from) : say('hours.days', { first: nameOf(from), last: nameOf(to) })
}

function rangesIn(ranges: DayRanges, language: Language, say: SayHere): string {
  const words = ranges.map(([from, to]) => say('hours.range', { from, to }))
  return new Intl.ListFormat(LOCALES[language]).format(words)
}
