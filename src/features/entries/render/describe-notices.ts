import { DateTime } from 'luxon'
import type { Schedule } from '../../../platform/model/commune.js'
import {
  type Calendar,
  type DayOff,
  dayOff,
  seasonOn,
  toDate,
  usualRanges,
} from '../../../platform/time/opening-hours.js'
import { describeRanges, describeSeason } from './describe-hours.js'
import { dayInWords, type Telling } from './describe-moment.js'
import { reasonInWords } from './describe-opening.js'

/** How far what is exceptional is said ahead, days. */
const AHEAD_DAYS = 14

/**
 * What is not as usual in a service's hours, in words: the season that is on, then the exceptional openings of today and of the next 14 days, and the
 * holidays and closures to come in them, by date. The closure of today is for the state's own sentence.
 */
export function describeNotices(calendar: Calendar, schedule: Schedule, telling: Telling): string[] {
  const today = DateTime.fromJSDate(telling.now, { zone: telling.timeZone }).startOf('day')
  const season = seasonOn(schedule, today)
  const hours = season && describeSeason(season, telling.language)
  const notices = hours ? [telling.say('notice.season', { hours })] : []
  const current = dayOff(calendar, schedule, today)
  let last = current
  for (let ahead = 0; ahead <= AHEAD_DAYS; ahead += 1) {
    const day = today.plus({ days: ahead })
    const opening = schedule.openings?.find(({ date }) => date === toDate(day))
    if (opening) {
      const words = { day: dayInWords(day, telling), hours: describeRanges(opening.ranges, telling.language) }
      notices.push(telling.say('notice.opening', { ...words, reason: opening.reason }))
    }
    const off = dayOff(calendar, schedule, day)
    if (ahead > 0 && off && !isSame(off, last) && isNoticed(off, schedule, day)) {
      notices.push(closureInWords(off, telling))
      last = off
    }
  }
  return notices
}

/** A day off that is closed every week is nobody's news. */
function isNoticed({ from, to }: DayOff, schedule: Schedule, day: DateTime): boolean {
  return from < to || usualRanges(schedule, day).length > 0
}

function isSame(a: DayOff, b: DayOff | null): boolean {
  return a.from === b?.from && a.to === b.to
}

function closureInWords({ from, to, reason }: DayOff, telling: Telling): string {
  const day = (date: string) => dayInWords(DateTime.fromISO(date, { zone: telling.timeZone }), telling)
  const because = reasonInWords(reason, telling.say)
  return from === to
    ? telling.say('notice.closure', { day: day(from), reason: because })
    : telling.say('notice.closure_days', { from: day(from), to: day(to), reason: because })
}
