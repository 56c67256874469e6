import { DateTime } from 'luxon'

/** Calendar days of a commune, ISO `YYYY-MM-DD`, both included. */
export interface Period {
  from: string
  to: string
}

const DAY_MS = 24 * 60 * 60 * 1000
/** Most days of a period. */
export const MOST_DAYS = 366

/** An instant on the calendar and the clock of a place. */
export interface LocalMoment {
  /** ISO `YYYY-MM-DD`. */
  day: string
  /** 0 to 23, as the clock on the wall says: on the day it is put back, an hour comes twice; on the day it is put forward, one never comes. */
  hour: number
}

const MINUTE_MS = 60_000

/** The last minute asked in each zone: every question asks the present one, and reading a calendar takes long. */
const lastAsked = new Map<string, { minute: number; moment: LocalMoment }>()

/** The day and hour of an instant in an IANA time zone. Not to be changed by the caller. */
export function localMoment(at: string | Date, zone: string): LocalMoment {
  const instant = new Date(at)
  const minute = Math.floor(instant.getTime() / MINUTE_MS)
  const last = lastAsked.get(zone)
  if (last?.minute === minute) return last.moment
  const local = DateTime.fromJSDate(instant, { zone })
  const moment = { day: local.toISODate() ?? '', hour: local.hour }
  lastAsked.set(zone, { minute, moment })
  return moment
}

/** The days that were asked for: the last ones, or those from one to another. */
export function periodAsked(asked: { days: number } | Period, today: string): Period {
  return 'days' in asked ? lastDays(today, asked.days) : asked
}

/** The last days of a calendar, `today` included. */
export function lastDays(today: string, count: number): Period {
  return { from: shifted(today, 1 - count), to: today }
}

/** As many days, right before. */
export function periodBefore({ from, to }: Period): Period {
  const count = dayCount({ from, to })
  return { from: shifted(from, -count), to: shifted(from, -1) }
}

/** How many days a period has. */
export function dayCount({ from, to }: Period): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS) + 1
}

/** The days of a period, in order; none when it ends before it begins. */
export function daysOf({ from, to }: Period): string[] {
  const days: string[] = []
  for (let day = from; day <= to; day = shifted(day, 1)) days.push(day)
  return days
}

/** The ISO weekday of a day: 1 Monday … 7 Sunday. */
export function weekdayOf(day: string): number {
  return DateTime.fromISO(day, { zone: 'utc' }).weekday
}

/** Days are those of a calendar, not 24 hours: no time zone can shift them. */
function shifted(day: string, days: number): string {
  return DateTime.fromISO(day, { zone: 'utc' }).plus({ days }).toISODate() ?? ''
}
