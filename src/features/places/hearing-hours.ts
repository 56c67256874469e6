import type { DayRanges, Schedule, WeeklyHours } from '../../platform/model/commune.js'

/** What a service declares for people who do not hear or do not speak, by the names of its fields. */
export const HEARING_FIELDS = ['writtenHours', 'relayHours'] as const

/**
 * The first weekday (`1` Monday … `7` Sunday) on which the telephone of a service is answered at a time that other declared hours leave out, in the usual
 * weeks or in a season; `null` when there is none, or when no hour is declared. Source: decree 2017-875, for public services since 1 October 2026. Pure.
 */
export function uncoveredDay(declared: WeeklyHours, { hours, seasons = [] }: Schedule): keyof WeeklyHours | null {
  if (Object.keys(declared).length === 0) return null
  for (const telephone of [hours, ...seasons.map((season) => season.hours)]) {
    const days = Object.keys(telephone) as (keyof WeeklyHours)[]
    const day = days.find((one) => !covers(declared[one] ?? [], telephone[one] ?? []))
    if (day) return day
  }
  return null
}

/** Ranges that follow one another without a gap are one. */
function covers(declared: DayRanges, asked: DayRanges): boolean {
  return asked.every(([from, to]) => {
    let reached = from
    for (const [begins, ends] of declared) if (begins <= reached && ends > reached) reached = ends
    return reached >= to
  })
}
