import { DateTime } from 'luxon'
import type { Commune, DayRanges, Service } from '../../platform/model/commune.js'
import { rangesOn, usualRanges } from '../../platform/time/opening-hours.js'

/** Days ahead for which what is exceptional is said. */
const AHEAD_DAYS = 60
const DAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'] as const

/** Hours of one day, as schema.org writes them. */
export interface OpeningHours {
  '@type': 'OpeningHoursSpecification'
  dayOfWeek?: string
  validFrom?: string
  validThrough?: string
  opens: string
  closes: string
}

/** The hours of a service by day of the week, those of the season that is on. Pure. */
export function weeklyHours(service: Service, { timeZone }: Commune, now: Date): OpeningHours[] {
  return daysFrom(now, timeZone, 7)
    .sort((a, b) => a.weekday - b.weekday)
    .flatMap((day) =>
      usualRanges(service, day).map((range) => ({
        ...hours(range),
        dayOfWeek: `https://schema.org/${DAYS[day.weekday - 1]}`,
      })),
    )
}

/** The days of the next two months on which a service is not open as usual; closed the whole day is from midnight to midnight. Pure. */
export function specialHours(service: Service, commune: Commune, now: Date): OpeningHours[] {
  return daysFrom(now, commune.timeZone, AHEAD_DAYS).flatMap((day) => {
    const ranges = rangesOn(commune, service, day)
    if (JSON.stringify(ranges) === JSON.stringify(usualRanges(service, day))) return []
    const date = day.toFormat('yyyy-MM-dd')
    const closed: DayRanges = [['00:00', '00:00']]
    return (ranges.length > 0 ? ranges : closed).map((range) => ({
      ...hours(range),
      validFrom: date,
      validThrough: date,
    }))
  })
}

function daysFrom(now: Date, timeZone: string, count: number): DateTime[] {
  const today = DateTime.fromJSDate(now, { zone: timeZone }).startOf('day')
  return Array.from({ length: count }, (_, ahead) => today.plus({ days: ahead }))
}

/** The end of a day is its last minute there. */
function hours([opens, closes]: DayRanges[number]) {
  return { '@type': 'OpeningHoursSpecification' as const, opens, closes: closes === '24:00' ? '23:59' : closes }
}
