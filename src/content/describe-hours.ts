import type { DayRanges, Schedule, Season, WeeklyHours } from '../domain/commune.js'
import type { SpokenLanguage } from '../domain/language.js'

/** How hours are put together in a language; what is said of them is in `knowledge/messages/`. */
interface Grammar {
  days: readonly string[]
  months: readonly string[]
  time: (time: string) => string
  range: (from: string, to: string) => string
  and: string
  oneDay: (day: string) => string
  twoDays: (first: string, second: string) => string
  manyDays: (first: string, last: string) => string
  season: (from: string, to: string) => string
  date: (day: number, month: string) => string
  /** Between the hours of two groups of days, or of two seasons. */
  stop: string
}

const FRENCH: Grammar = {
  days: ['lundi', 'mardi', 'mercredi', 'jeudi', 'vendredi', 'samedi', 'dimanche'],
  months: monthsOf('fr'),
  time: clock,
  range: (from, to) => `de ${from} à ${to}`,
  and: ' et ',
  oneDay: (day) => `le ${day}`,
  twoDays: (first, second) => `le ${first} et le ${second}`,
  manyDays: (first, last) => `du ${first} au ${last}`,
  season: (from, to) => `du ${from} au ${to} : `,
  date: (day, month) => `${day === 1 ? '1er' : day} ${month}`,
  stop: ' ; ',
}

const ENGLISH: Grammar = {
  days: ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'],
  months: monthsOf('en'),
  time: (time) => time,
  range: (from, to) => `from ${from} to ${to}`,
  and: ' and ',
  oneDay: (day) => `on ${day}`,
  twoDays: (first, second) => `on ${first} and ${second}`,
  manyDays: (first, last) => `${first} to ${last}`,
  season: (from, to) => `from ${from} to ${to}: `,
  date: (day, month) => `${day} ${month}`,
  stop: '; ',
}

/**
 * The hours of a service in words, those of its seasons after the others; consecutive days with the same hours are joined: "du lundi au jeudi de
 * 8 h 30 à 12 h et de 13 h 30 à 17 h ; du 1er juillet au 31 août : du lundi au vendredi de 8 h 30 à 12 h". Empty when it never opens. French, or English.
 */
export function describeSchedule({ hours, seasons = [] }: Schedule, language: SpokenLanguage = 'fr'): string {
  const parts = [describeHours(hours, language), ...seasons.map((season) => describeSeason(season, language))]
  return parts.filter(Boolean).join(grammarOf(language).stop)
}

/** A season with its hours, in words: "du 1er juillet au 31 août : du lundi au vendredi de 8 h 30 à 12 h". Empty when it has none. */
export function describeSeason({ from, to, hours }: Season, language: SpokenLanguage = 'fr'): string {
  const grammar = grammarOf(language)
  const words = describeHours(hours, language)
  return words && grammar.season(yearDay(from, grammar), yearDay(to, grammar)) + words
}

/** Weekly hours in words: "du lundi au jeudi de 8 h 30 à 12 h et de 13 h 30 à 17 h". Empty when it never opens. French, or English. */
export function describeHours(hours: WeeklyHours, language: SpokenLanguage = 'fr'): string {
  const grammar = grammarOf(language)
  const groups: { from: number; to: number; words: string }[] = []
  grammar.days.forEach((_, index) => {
    const words = describeRanges(hours[String(index + 1) as keyof WeeklyHours] ?? [], language)
    const last = groups.at(-1)
    if (last && last.to === index - 1 && last.words === words) last.to = index
    else groups.push({ from: index, to: index, words })
  })
  return groups
    .filter(({ words }) => words !== '')
    .map(({ from, to, words }) => `${dayNames(from, to, grammar)} ${words}`)
    .join(grammar.stop)
}

/** The ranges of one day in words: "de 8 h 30 à 12 h et de 13 h 30 à 17 h". French, or English. */
export function describeRanges(ranges: DayRanges, language: SpokenLanguage = 'fr'): string {
  const { range, time, and } = grammarOf(language)
  return ranges.map(([from, to]) => range(time(from), time(to))).join(and)
}

/** `08:30` as "8 h 30", `09:00` as "9 h". */
export function clock(time: string): string {
  const [hour = '0', minute = '00'] = time.split(':')
  return minute === '00' ? `${Number(hour)} h` : `${Number(hour)} h ${minute}`
}

function dayNames(from: number, to: number, { days, oneDay, twoDays, manyDays }: Grammar): string {
  const [first = '', last = ''] = [days[from], days[to]]
  if (from === to) return oneDay(first)
  return to === from + 1 ? twoDays(first, last) : manyDays(first, last)
}

function yearDay(monthDay: string, { months, date }: Grammar): string {
  const [month = 1, day = 1] = monthDay.split('-').map(Number)
  return date(day, months[month - 1] ?? '')
}

function monthsOf(language: SpokenLanguage): string[] {
  const format = new Intl.DateTimeFormat(language, { month: 'long', timeZone: 'UTC' })
  return Array.from({ length: 12 }, (_, month) => format.format(Date.UTC(2024, month, 15)))
}

function grammarOf(language: SpokenLanguage): Grammar {
  return language === 'fr' ? FRENCH : ENGLISH
}
