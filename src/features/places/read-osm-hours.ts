import type { DayRanges, WeeklyHours } from '../../platform/model/commune.js'

const DAYS = ['Mo', 'Tu', 'We', 'Th', 'Fr', 'Sa', 'Su'] as const
type Weekday = keyof WeeklyHours

const DAY = '(?:Mo|Tu|We|Th|Fr|Sa|Su|PH)'
const SPAN = '\\d{1,2}:\\d{2}\\s*-\\s*\\d{1,2}:\\d{2}'
/** Days, then hours or a word that closes: `Mo-Fr 09:00-12:00,14:00-17:00`, `Sa,Su,PH off`, `24/7`. */
const RULE = new RegExp(
  `^(?:(${DAY}(?:\\s*[-,]\\s*${DAY})*)\\s*)?(?:(${SPAN}(?:\\s*,\\s*${SPAN})*)|(off|closed)|(24/7))$`,
  'i',
)
/** A comma before a day begins a rule of its own, which adds to what stands before: `Mo 09:00-12:00, Tu 14:00-17:00`. */
const ADDED_RULE = new RegExp(`(?<=\\d|off|closed)\\s*,\\s*(?=${DAY}\\b)`, 'i')

/**
 * Reads the usual subset of OpenStreetMap's opening hours: weekdays, split days, days that are closed, `PH off`. A later rule
 * replaces the days that it names. Weeks, months, comments, hours past midnight or of holidays are not read.
 * @returns `null` for anything else: nothing is promised on hours that were guessed. Source: OpenStreetMap wiki, Key:opening_hours
 */
export function readOsmHours(text: string): WeeklyHours | null {
  const week = new Map<Weekday, DayRanges>()
  for (const rule of text.split(/[;\n]/).filter((part) => part.trim() !== '')) {
    const named = new Set<Weekday>()
    for (const part of rule.split(ADDED_RULE)) if (!applyRule(part.trim(), week, named)) return null
  }
  const days = [...week].filter(([, ranges]) => ranges.length > 0)
  const sorted = days.map(([day, ranges]): [Weekday, DayRanges] => [
    day,
    [...ranges].sort(([a], [b]) => (a < b ? -1 : 1)),
  ])
  if (sorted.length === 0 || sorted.some(([, ranges]) => !areApart(ranges))) return null
  return Object.fromEntries(sorted.sort(([a], [b]) => (a < b ? -1 : 1)))
}

/** @param named days that the rule has named so far: hours for them add up. @returns whether the rule was read */
function applyRule(rule: string, week: Map<Weekday, DayRanges>, named: Set<Weekday>): boolean {
  const match = RULE.exec(rule)
  if (!match) return false
  const [, dayWords, hours, closed, always] = match
  const days = dayWords === undefined ? [...DAYS.keys()].map(toWeekday) : toWeekdays(dayWords)
  const ranges: DayRanges = always ? [['00:00', '24:00']] : (hours?.split(',') ?? []).map(toRange)
  if (!days || !ranges.every(isRange)) return false
  // Holidays are closed anyway: hours of their own would be another promise.
  if (!closed && dayWords !== undefined && /PH/i.test(dayWords)) return false
  for (const day of days) {
    week.set(day, [...(named.has(day) ? (week.get(day) ?? []) : []), ...ranges])
    named.add(day)
  }
  return true
}

/** Weekdays of `Mo-Fr,Su`; holidays are passed over. `null` for a range that involves holidays. */
function toWeekdays(words: string): Weekday[] | null {
  const days: Weekday[] = []
  for (const part of words.split(',').map((one) => one.trim())) {
    const [from = -1, to = from] = part.split('-').map((one) => indexOfDay(one.trim()))
    if (/^PH$/i.test(part)) continue
    if (from < 0 || to < 0 || part.split('-').length > 2) return null
    // `Sa-Mo` goes round the end of the week.
    for (let day = from; ; day = (day + 1) % DAYS.length) {
      days.push(toWeekday(day))
      if (day === to) break
    }
  }
  return days
}

function indexOfDay(word: string): number {
  return DAYS.findIndex((day) => day.toLowerCase() === word.toLowerCase())
}

function toWeekday(index: number): Weekday {
  return `${index + 1}` as Weekday
}

function toRange(span: string): [from: string, to: string] {
  const [from = '', to = ''] = span.split('-').map((time) => time.trim().padStart(5, '0'))
  return [from, to]
}

function isRange([from, to]: [from: string, to: string]): boolean {
  const isTime = (time: string) => /^(?:(?:[01]\d|2[0-3]):[0-5]\d|24:00)$/.test(time)
  return isTime(from) && isTime(to) && from < to
}

/** Whether each range ends before the next begins. */
function areApart(ranges: DayRanges): boolean {
  return ranges.every(([from], index) => index === 0 || (ranges[index - 1]?.[1] ?? '') <= from)
}
