import type { DateTime } from 'luxon'
import type { FactMoment } from '../../platform/model/local-fact.js'
import { HOLIDAYS, holidaysOf } from '../../platform/time/holidays.js'
import { toDate } from '../../platform/time/opening-hours.js'
import type { Explained } from './explain-words.js'

/** Hours of the parts of a day. */
const PARTS: Record<string, readonly [from: string, to: string]> = {
  morning: ['00:00', '12:00'],
  noon: ['12:00', '13:00'],
  afternoon: ['12:00', '18:00'],
  evening: ['18:00', '24:00'],
  tonight: ['18:00', '24:00'],
}
/** Days by how far they are. */
const AHEAD: Record<string, number> = { today: 0, tonight: 0, tomorrow: 1, after_tomorrow: 2 }
/** Days that are no holidays, by the holiday near them and how many days they come after it. */
const NEAR: Record<string, readonly [holiday: string, days: number]> = {
  easter: ['easter_monday', -1],
  whitsun: ['whit_monday', -1],
  ascension_bridge: ['ascension', 1],
  christmas_eve: ['christmas', -1],
  new_year_eve: ['new_year', -1],
}
/** More days than these are not told one by one. */
const MOST_DAYS = 4
const LAST_YEAR = 2100
/** Holidays between which weeks are meant. */
const SEASON = ['christmas', 'new_year']

/**
 * The moment that the explained words of a message name; `null` where they name none, `unclear` where a number or a date of them says nothing. Days without a year
 * are the next ones.
 * @param now on the clock of the commune
 */
export function readMoment(explained: readonly Explained[], now: DateTime): FactMoment | null | 'unclear' {
  const numbers = readNumbers(explained)
  if (!numbers) return 'unclear'
  const keys = new Set(explained.flatMap((part) => ('role' in part && part.role === 'when' ? [part.value] : [])))
  const today = now.startOf('day')
  const dates = [...numbers.dates.map((date) => dayOf(date, today)), ...holidayDays(explained, keys, today)]
  if (dates.some((date) => date === null)) return 'unclear'
  const near = [...keys].flatMap((key) => (AHEAD[key] === undefined ? [] : [today.plus({ days: AHEAD[key] })]))
  const days = [...dates.flatMap((date) => date ?? []), ...near]
  // From Christmas to the New Year weeks are told, with what is closed in them.
  if (SEASON.every((holiday) => isNamed(explained, holiday))) return { days: [], usual: true }
  const named = days.length > 0 ? days : weekDays(explained, keys, today)
  const hours = hoursOf(numbers.times, keys)
  if (named.length > 0) return { days: isoDays(named), ...hours }
  const isUsual = keys.has('usual') || keys.has('next_week') || numbers.months > 0
  if (isUsual) return { days: [], usual: true }
  if (hours) return { days: [isPast(hours.to, now) ? toDate(today.plus({ days: 1 })) : toDate(today)], ...hours }
  return keys.has('now') ? { days: [], now: true } : null
}

interface Day {
  day: number
  month?: number
  year?: number
}

interface Numbers {
  dates: Day[]
  /** Hours as `HH:MM`. */
  times: string[]
  /** Months that are named without a day. */
  months: number
}

/** What numbers stand for beside months and hours; `null` where one stands for nothing. */
function readNumbers(explained: readonly Explained[]): Numbers | null {
  const parts = explained.filter((part) => !('role' in part) || part.role !== 'filler')
  const found: Numbers = { dates: [], times: [], months: 0 }
  const used = new Set<number>()
  const numberAt = (at: number) => {
    const part = parts[at]
    return part && 'kind' in part && part.kind === 'number' && !used.has(at) ? part.number : null
  }
  const isMark = (at: number, value: string) => {
    const part = parts[at]
    return part !== undefined && 'role' in part && part.role === 'when' && part.value === value
  }
  /** Of the first day of "les 24 et 31 décembre". */
  const monthAfter = (at: number) => {
    const month = parts.slice(at + 1).find((part) => 'role' in part && part.role === 'month')
    return month && 'role' in month ? { month: Number(month.value) } : null
  }
  for (const [at, part] of parts.entries()) {
    if (!('role' in part) || part.role !== 'month') continue
    const beside = [at - 1, at + 1].find((place) => (numberAt(place) ?? 99) <= 31)
    if (beside === undefined) {
      found.months += 1
      continue
    }
    const year = [at + 1, at + 2].map(numberAt).find((number) => number !== null && number > 2000)
    found.dates.push({ day: numberAt(beside) ?? 0, month: Number(part.value), ...(year ? { year } : {}) })
    for (const place of [beside, at + 1, at + 2]) if (place === beside || (numberAt(place) ?? 0) > 2000) used.add(place)
  }
  for (const [at, part] of parts.entries()) {
    if (!('kind' in part)) continue
    if (part.kind === 'date') found.dates.push(part)
    if (part.kind === 'time') found.times.push(clockOf(part.hour, part.minute))
    const number = numberAt(at)
    if (number === null) continue
    if (isMark(at - 1, 'hour') || isMark(at + 1, 'hour')) found.times.push(clockOf(number, 0))
    else if (number >= 1 && number <= 31 && (isMark(at - 1, 'the') || monthAfter(at)))
      found.dates.push({ day: number, ...monthAfter(at) })
    else return null
  }
  return found.times.every((time) => time <= '24:00') ? found : null
}

/** The day that is meant; `null` where the calendar has none. */
function dayOf({ day, month, year }: Day, today: DateTime): DateTime | null {
  if (year !== undefined) {
    const date = today.set({ year, month: month ?? today.month, day: 1 }).set({ day })
    return year <= LAST_YEAR && date.month === month && date.day === day ? date : null
  }
  for (let ahead = 0; ahead <= 48; ahead += 1) {
    const first = today.startOf('month').plus({ months: ahead })
    const date = first.set({ day: Math.min(day, first.daysInMonth ?? day) })
    if ((month === undefined || first.month === month) && date.day === day && date >= today) return date
  }
  return null
}

function holidayDays(explained: readonly Explained[], keys: ReadonlySet<string>, today: DateTime): (DateTime | null)[] {
  const names = explained.flatMap((part) => ('role' in part && part.role === 'holiday' ? [part.value] : []))
  const days = names.map((name) => nextHoliday((key) => key === name, today, NEAR[name]))
  return keys.has('public_holiday') && names.length === 0 ? [nextHoliday(() => true, today)] : days
}

/** The next holiday that is meant, or the day that lies near it. */
function nextHoliday(
  isMeant: (key: string) => boolean,
  today: DateTime,
  [near, shift]: readonly [string | null, number] = [null, 0],
): DateTime | null {
  for (const year of [today.year, today.year + 1, today.year + 2]) {
    for (const [date, name] of holidaysOf(year, near === null)) {
      const key = HOLIDAYS[name as keyof typeof HOLIDAYS]
      if (!(near === null ? isMeant(key) : key === near)) continue
      const day = today.set({ year, month: Number(date.slice(5, 7)), day: Number(date.slice(8)) }).plus({ days: shift })
      if (day >= today) return day
    }
  }
  return null
}

/** The next days of the week, or of the next week, that are named. */
function weekDays(explained: readonly Explained[], keys: ReadonlySet<string>, today: DateTime): DateTime[] {
  const named = explained.flatMap((part) => ('role' in part && part.role === 'weekday' ? [Number(part.value)] : []))
  const isNextWeek = keys.has('next_week')
  const first = isNextWeek ? today.startOf('week').plus({ weeks: 1 }) : today
  const weekend = keys.has('weekend') ? (first.weekday === 7 ? [7] : [6, 7]) : []
  const isAfterToday = keys.has('next') && named.length > 0 && !isNextWeek
  return [...named, ...weekend].map((weekday) => {
    const days = (weekday - first.weekday + 7) % 7
    return first.plus({ days: days === 0 && isAfterToday ? 7 : days })
  })
}

function isNamed(explained: readonly Explained[], holiday: string): boolean {
  return explained.some((part) => 'role' in part && part.role === 'holiday' && part.value === holiday)
}

function hoursOf(times: readonly string[], keys: ReadonlySet<string>): Pick<FactMoment, 'from' | 'to'> | null {
  const [first, second] = times
  if (first !== undefined && second !== undefined) return { from: first, to: second }
  if (first !== undefined) {
    if (keys.has('before')) return { from: '00:00', to: first }
    return { from: first, to: keys.has('after') ? '24:00' : minuteAfter(first) }
  }
  const [part] = Object.keys(PARTS).filter((key) => keys.has(key))
  const [from, to] = PARTS[part ?? ''] ?? []
  return from && to ? { from, to } : null
}

function isoDays(days: readonly DateTime[]): string[] {
  return [...new Set(days.map(toDate))].sort().slice(0, MOST_DAYS)
}

function isPast(to: string | undefined, now: DateTime): boolean {
  return to !== undefined && to <= now.toFormat('HH:mm')
}

function clockOf(hour: number, minute: number): string {
  return `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`
}

function minuteAfter(time: string): string {
  const [hour = 0, minute = 0] = time.split(':').map(Number)
  return minute === 59 ? clockOf(hour + 1, 0) : clockOf(hour, minute + 1)
}
