import { DateTime } from 'luxon'
import { describeHours, describeRanges, describeSchedule } from '../../features/entries/render/describe-hours.js'
import {
  dayAheadInWords,
  momentAheadInWords,
  type ReadingMoment,
  reasonInWords,
} from '../../features/entries/render/describe-opening.js'
import type { Commune, DayRanges, Service } from '../../platform/model/commune.js'
import type { FactMoment } from '../../platform/model/local-fact.js'
import { dayOff, openingState, rangesOn, seasonOn, toDate, usualRanges } from '../../platform/time/opening-hours.js'

/** How far closures are told ahead, days: over the next school holidays. */
const AHEAD_DAYS = 100
/** More closures than these are not told at once. */
const MOST_CLOSURES = 6

/** What a place is told to be open at. */
export interface OpeningAsked {
  commune: Commune
  when: FactMoment | undefined
  telling: ReadingMoment
}

/** When a place is open, in words, as it was asked: whether it is at a moment, or its hours. */
export function tellOpening(
  kind: 'opening' | 'hours',
  place: Service,
  { commune, when, telling }: OpeningAsked,
): string {
  const { say } = telling
  const at = { commune, place, telling }
  const year = describeSchedule(place, telling.language)
  if (year === '' && !place.openings?.length) return say('fact.no_hours')
  if (when?.usual) return [say('fact.week', { hours: year }), closuresAhead(at)].filter(Boolean).join(' ')
  if (kind === 'hours' && (!when || when.now)) return [weekNow(at), stateNow(at)].filter(Boolean).join(' ')
  if (!when || when.days.length === 0) return isOpenNow(at)
  const days = when.days.map((day) => DateTime.fromISO(day, { zone: commune.timeZone }))
  return kind === 'hours' ? hoursOnDays(days, at) : isOpenOn(days, when, at)
}

interface At {
  commune: Commune
  place: Service
  telling: ReadingMoment
}

function isOpenNow(at: At): string {
  const { open, reason } = openingState(at.commune, at.place, at.telling.now)
  const { say } = at.telling
  const answer = open ? say('fact.open_now') : say('fact.closed_now', { reason: because(reason, at) })
  return `${answer} ${changeAfter(at.telling.now, at)}`
}

/** The hours of the week at this time of the year. */
function weekNow({ commune, place, telling }: At): string {
  const season = seasonOn(place, DateTime.fromJSDate(telling.now, { zone: commune.timeZone }))
  const hours = describeHours(season?.hours ?? place.hours, telling.language)
  return hours === '' ? '' : telling.say('fact.week', { hours })
}

/** Beside the hours of the week. */
function stateNow(at: At): string {
  return openingState(at.commune, at.place, at.telling.now).open ? '' : changeAfter(at.telling.now, at)
}

/** When a place closes, or opens next, after an instant. */
function changeAfter(instant: Date, { commune, place, telling }: At): string {
  const { say } = telling
  const { open, changesAt } = openingState(commune, place, instant)
  if (changesAt === null) return open ? '' : say('fact.next_unknown')
  return say(open ? 'fact.closes' : 'fact.next', { moment: momentAheadInWords(changesAt, telling) })
}

/** Yes or no first, and of a place that is closed when it opens next. */
function isOpenOn(days: readonly DateTime[], when: FactMoment, at: At): string {
  const { say } = at.telling
  const open = days.filter((day) => rangesOn(at.commune, at.place, day).some((range) => isWithin(range, when)))
  const [first] = open
  if (first) {
    const hours = describeRanges(rangesOn(at.commune, at.place, first), at.telling.language)
    const others = days.filter((day) => day !== first).map((day) => hoursOn(day, at))
    return [say('fact.open_day', { day: dayNamed(first, at), hours }), ...others].join(' ')
  }
  const [day, ...more] = days
  if (!day) return ''
  if (more.length === 0 && rangesOn(at.commune, at.place, day).length > 0)
    return `${say('fact.not_then')} ${hoursOn(day, at)}`
  const closed = days.map((one, index) => {
    const words = { day: dayNamed(one, at), reason: because(reasonOn(one, at), at) }
    return index === 0 ? say('fact.closed_day', words) : capital(say('fact.hours_closed', words))
  })
  const last = days.at(-1) ?? day
  return [...closed, changeAfter(last.endOf('day').toJSDate(), at)].join(' ')
}

/** Of days on which it is closed, when it opens next too. */
function hoursOnDays(days: readonly DateTime[], at: At): string {
  const isOpen = days.some((day) => rangesOn(at.commune, at.place, day).length > 0)
  const last = days.at(-1)
  const next = isOpen || !last ? [] : [changeAfter(last.endOf('day').toJSDate(), at)]
  return [...days.map((day) => hoursOn(day, at)), ...next].join(' ')
}

function hoursOn(day: DateTime, at: At): string {
  const { say, language } = at.telling
  const ranges = rangesOn(at.commune, at.place, day)
  const words = { day: dayNamed(day, at) }
  return capital(
    ranges.length > 0
      ? say('fact.hours_day', { ...words, hours: describeRanges(ranges, language) })
      : say('fact.hours_closed', { ...words, reason: because(reasonOn(day, at), at) }),
  )
}

/** The holidays and closures to come on days that are usually open, each with its reason. */
function closuresAhead({ commune, place, telling }: At): string {
  const today = DateTime.fromJSDate(telling.now, { zone: commune.timeZone }).startOf('day')
  const told = new Map<string, string>()
  for (let ahead = 0; ahead <= AHEAD_DAYS; ahead += 1) {
    const day = today.plus({ days: ahead })
    const off = dayOff(commune, place, day)
    if (!off || (off.from === off.to && usualRanges(place, day).length === 0)) continue
    const words = (date: string) => dayAheadInWords(DateTime.fromISO(date, { zone: commune.timeZone }), telling)
    const from = toDate(day)
    const days = from === off.to ? words(from) : `${words(from)} – ${words(off.to)}`
    if (!told.has(off.from + off.to)) told.set(off.from + off.to, `${days} (${reasonInWords(off.reason, telling.say)})`)
  }
  const closures = [...told.values()].slice(0, MOST_CLOSURES)
  return closures.length > 0 ? telling.say('fact.closures', { days: closures.join(', ') }) : ''
}

/** A single day off explains only a day that is usually open. */
function reasonOn(day: DateTime, { commune, place }: At): string | null {
  const off = dayOff(commune, place, day)
  return off && (off.from < off.to || usualRanges(place, day).length > 0) ? off.reason : null
}

function because(reason: string | null, { telling }: At): string {
  return reason === null ? '' : ` (${reasonInWords(reason, telling.say)})`
}

function isWithin([from, to]: DayRanges[number], { from: begin = '00:00', to: end = '24:00' }: FactMoment): boolean {
  return from < end && to > begin
}

/** "demain mardi 1er décembre", "le jeudi 24 décembre". */
function dayNamed(day: DateTime, { telling }: At): string {
  const today = DateTime.fromJSDate(telling.now, { zone: telling.timeZone }).startOf('day')
  const ahead = Math.round(day.startOf('day').diff(today, 'days').days)
  const date = dayAheadInWords(day, telling)
  if (ahead === 0) return telling.say('fact.today', { date })
  return telling.say(ahead === 1 ? 'fact.tomorrow' : 'fact.date', { date })
}

function capital(sentence: string): string {
  return sentence.replace(/\p{L}/u, (letter) => letter.toLocaleUpperCase())
}
