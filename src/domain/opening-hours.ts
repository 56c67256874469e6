import joursFeries from '@socialgouv/jours-feries'
import { DateTime } from 'luxon'
import type { Commune, DayRanges, WeeklyHours } from './commune.js'

/** Whether the reception is open at an instant, and when it changes. */
export interface OpeningState {
  open: boolean
  /** When it closes (if open) or opens next (if closed), ISO instant; `null` when nothing is planned within 60 days. */
  changesAt: string | null
  /** Why a day that is usually open is closed: a holiday's name or a closure's reason. */
  reason: string | null
}

const HORIZON_DAYS = 60

/** The state of a service's hours at an instant. Holidays, closures, split days and daylight saving are respected. */
export function openingState(commune: Commune, hours: WeeklyHours, at: Date): OpeningState {
  const now = DateTime.fromJSDate(at, { zone: commune.timeZone })
  const reason = closedReason(commune, now)
  for (let day = 0; day <= HORIZON_DAYS; day += 1) {
    const date = now.startOf('day').plus({ days: day })
    if (closedReason(commune, date) !== null) continue
    for (const [from, to] of rangesOf(hours, date)) {
      const opens = atTime(date, from)
      const closes = atTime(date, to)
      if (now >= opens && now < closes) return { open: true, changesAt: closes.toUTC().toISO(), reason: null }
      if (opens > now)
        return { open: false, changesAt: opens.toUTC().toISO(), reason: rangesOf(hours, now).length ? reason : null }
    }
  }
  return { open: false, changesAt: null, reason }
}

/** The name of the public holiday or the reason of the closure on a date; `null` on an ordinary day. */
export function closedReason(commune: Commune, date: DateTime): string | null {
  const iso = date.toISODate() ?? ''
  const closure = commune.closures.find(({ from, to }) => iso >= from && iso <= to)
  return closure?.reason ?? holidaysOf(date.year, commune.alsaceMoselle).get(iso) ?? null
}

function rangesOf(hours: WeeklyHours, date: DateTime): DayRanges {
  return hours[String(date.weekday) as keyof WeeklyHours] ?? []
}

function atTime(date: DateTime, time: string): DateTime {
  const [hour = 0, minute = 0] = time.split(':').map(Number)
  return date.set({ hour, minute })
}

const holidayCache = new Map<string, Map<string, string>>()

/** French public holidays of a year by ISO date. Source: @socialgouv/jours-feries. */
function holidaysOf(year: number, alsace: boolean): Map<string, string> {
  const key = `${year}:${alsace}`
  const known = holidayCache.get(key)
  if (known) return known
  const days = joursFeries(year, { alsace })
  const byDate = new Map(Object.entries(days).map(([name, date]) => [date.toISOString().slice(0, 10), name]))
  holidayCache.set(key, byDate)
  return byDate
}
