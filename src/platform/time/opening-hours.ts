import { DateTime } from 'luxon'
import {
  type Commune,
  type DayRanges,
  isInSeason,
  type Schedule,
  type Season,
  type WeeklyHours,
} from '../model/commune.js'
import { holidaysOf } from './holidays.js'

/** Whether a service is open at an instant, and when it changes. */
export interface OpeningState {
  open: boolean
  /** When it closes (if open) or opens next (if closed), ISO instant; `null` when nothing is planned within 60 days. */
  changesAt: string | null
  /** Why a day that is usually open is closed: a holiday's name or a closure's reason. */
  reason: string | null
}

/** A holiday or a closure, both days included, ISO `YYYY-MM-DD`. */
export interface DayOff {
  from: string
  to: string
  reason: string
}

/** What opening hours are read with: the commune's holidays, closures and time zone. */
export type Calendar = Pick<Commune, 'timeZone' | 'alsaceMoselle' | 'closures'>

const HORIZON_DAYS = 60

/**
 * The state of a service at an instant. Seasons, exceptional openings, holidays, closures, split days, ranges that touch over midnight and daylight
 * saving are respected: the state changes at `changesAt`, and not before.
 */
export function openingState(calendar: Calendar, schedule: Schedule, at: Date): OpeningState {
  const known = knownStates.get(calendar)?.get(schedule)
  if (known && at.getTime() >= known.from && at.getTime() < known.until) return known.state
  const state = readState(calendar, schedule, at)
  const tomorrow = DateTime.fromJSDate(at, { zone: calendar.timeZone }).startOf('day').plus({ days: 1 }).toMillis()
  const change = state.changesAt === null ? tomorrow : Date.parse(state.changesAt)
  const ofCalendar = knownStates.get(calendar) ?? new WeakMap<Schedule, KnownState>()
  knownStates.set(calendar, ofCalendar.set(schedule, { state, from: at.getTime(), until: Math.min(change, tomorrow) }))
  return state
}

/** A state, and from when until when it is the same, ms since 1970. */
interface KnownState {
  state: Readonly<OpeningState>
  from: number
  until: number
}

/** The last one of each: it is asked for at every greeting, and lasts until it changes or the day ends. Calendars and schedules never change in place. */
const knownStates = new WeakMap<Calendar, WeakMap<Schedule, KnownState>>()

function readState(calendar: Calendar, schedule: Schedule, at: Date): OpeningState {
  const now = DateTime.fromJSDate(at, { zone: calendar.timeZone })
  const horizon = now.startOf('day').plus({ days: HORIZON_DAYS + 1 })
  for (const { from, to } of openings(calendar, schedule, now)) {
    if (to <= now) continue
    if (from <= now) return { open: true, changesAt: to < horizon ? toInstant(to) : null, reason: null }
    return { open: false, changesAt: toInstant(from), reason: reasonOn(calendar, schedule, now) }
  }
  return { open: false, changesAt: null, reason: reasonOn(calendar, schedule, now) }
}

/** The holiday or closure that a service has on a date of the commune; `null` on an ordinary day, or when it opens all the same. */
export function dayOff(calendar: Calendar, schedule: Schedule, date: DateTime): DayOff | null {
  const iso = toDate(date)
  if (schedule.openings?.some((opening) => opening.date === iso)) return null
  const closures = [...(schedule.closures ?? []), ...calendar.closures]
  const closure = closures.find(({ from, to }) => iso >= from && iso <= to)
  if (closure) return closure
  const holiday = holidaysOf(date.year, calendar.alsaceMoselle).get(iso)
  return holiday === undefined ? null : { from: iso, to: iso, reason: holiday }
}

/** The ranges that a service would have on a date if it were neither a holiday nor in a closure. */
export function usualRanges(schedule: Schedule, date: DateTime): DayRanges {
  const hours = seasonOn(schedule, date)?.hours ?? schedule.hours
  return hours[String(date.weekday) as keyof WeeklyHours] ?? []
}

/** The season of a service that holds a date. */
export function seasonOn(schedule: Schedule, date: DateTime): Season | undefined {
  const day = toDate(date).slice('YYYY-'.length)
  return schedule.seasons?.find((season) => isInSeason(season, day))
}

/** The ISO date, `YYYY-MM-DD`, of a moment in its own zone. */
export function toDate(moment: DateTime): string {
  return moment.toFormat('yyyy-MM-dd')
}

/** A closure of several days explains its Sundays too; a single day off, only a day that is usually open. */
function reasonOn(calendar: Calendar, schedule: Schedule, now: DateTime): string | null {
  const off = dayOff(calendar, schedule, now)
  return off && (off.from < off.to || usualRanges(schedule, now).length > 0) ? off.reason : null
}

interface Interval {
  from: DateTime
  to: DateTime
}

/** What is open from a day on, in order; none empty, none touching the next. */
function* openings(calendar: Calendar, schedule: Schedule, now: DateTime): Generator<Interval> {
  let current: Interval | null = null
  for (let day = 0; day <= HORIZON_DAYS; day += 1) {
    const date = now.startOf('day').plus({ days: day })
    for (const next of intervalsOn(calendar, schedule, date)) {
      if (current && next.from <= current.to) current = { from: current.from, to: DateTime.max(current.to, next.to) }
      else {
        if (current) yield current
        current = next
      }
    }
    if (current && current.to < date.plus({ days: 1 })) {
      yield current
      current = null
    }
  }
  if (current) yield current
}

/** Where a clock is put forward, a range may lie wholly in the hour that does not exist: it is left out. */
function intervalsOn(calendar: Calendar, schedule: Schedule, date: DateTime): Interval[] {
  return rangesOn(calendar, schedule, date)
    .map(([from, to]) => ({ from: atTime(date, from), to: atTime(date, to) }))
    .filter(({ from, to }) => from < to)
    .sort((a, b) => a.from.toMillis() - b.from.toMillis())
}

/** The ranges that a service has on a date: those of an exceptional opening, none on a holiday or in a closure, else the usual ones. */
export function rangesOn(calendar: Calendar, schedule: Schedule, date: DateTime): DayRanges {
  const iso = toDate(date)
  const opening = schedule.openings?.find((one) => one.date === iso)
  if (opening) return opening.ranges
  return dayOff(calendar, schedule, date) ? [] : usualRanges(schedule, date)
}

function atTime(date: DateTime, time: string): DateTime {
  const [hour = 0, minute = 0] = time.split(':').map(Number)
  return date.set({ hour, minute })
}

function toInstant(moment: DateTime): string {
  return moment.toUTC().toISO() ?? ''
}
