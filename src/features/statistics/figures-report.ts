import type { Handoff } from '../../platform/model/handoff.js'
import { RATING_LEVELS, type RatingLevel, ratingCounter } from '../../platform/model/rating.js'
import { daysOf, type Period, periodBefore, weekdayOf } from '../../platform/time/period.js'
import { countPeriod, PERIOD_FIGURES, type PeriodFigure } from '../handoffs/figures.js'
import { type Breakdown, breakdownOf, type Compared } from './breakdown.js'
import { type CountersByDay, CountTable } from './count-table.js'
import { addHistogram, FEWEST_DURATIONS, type Histogram, type Spread, spreadOf } from './duration-histogram.js'
import { NONE } from './handoff-facts.js'

/** How questions end, in the order of their path: the parts of `OUTCOMES` before the first underscore that statistics count. */
export const QUESTION_ENDS = ['answered', 'clarification', 'escalated', 'unanswerable', 'blocked', 'error'] as const
/** One of {@link QUESTION_ENDS}. */
export type QuestionEnd = (typeof QUESTION_ENDS)[number]

/** What the figures of some days say. Nothing in it is about a person: neither a citizen nor an agent. */
export interface FiguresReport extends Record<PeriodFigure, Compared> {
  period: Period
  /** As many days, right before: what the others are compared with. */
  before: Period
  /** IANA zone of every day and hour. */
  timeZone: string
  /** The first day of both periods on which anything was counted; `null` without any. */
  firstDay: string | null
  kinds: Record<Handoff['kind'], Compared>
  /** How live requests ended, by end; each is told whatever its number. */
  ends: { key: string; now: number; before: number }[]
  durations: Record<DurationName, { now: Spread; before: Spread }>
  byDay: { day: string; requests: number }[]
  /** By hour of the request, 0 to 23. */
  byHour: { hour: number; requests: number; first: Spread }[]
  /** Requests by ISO weekday (first row: Monday) and hour; with how many of each weekday the period has. */
  week: { days: number; hours: number[] }[]
  topics: Breakdown
  categories: Breakdown
  reasons: Breakdown
  languages: Breakdown
  departments: Breakdown
  channels: Breakdown
  /** How long live requests took from the request to their end, by category; those of which there are enough. */
  talkByCategory: { category: string; talk: Spread }[]
  moves: Record<'transferred' | 'returned' | 'reopened', Compared>
  calls: Record<'reached' | 'unreached' | 'other' | 'inTime' | 'late' | 'tries', Compared>
  ratings: { levels: Record<RatingLevel, Compared>; skipped: Compared; median: RatingLevel | null }
  assistant: { questions: Compared; outcomes: { key: string; now: number; before: number }[] }
}

/**
 * Durations that are looked at. `wait`: from a live request until an agent came; `first`: until she first wrote; `talk`: until it was resolved;
 * `answer`: from a message left until it was dealt with.
 */
export type DurationName = 'wait' | 'first' | 'talk' | 'answer'

/** What names the keys of the counters. */
export interface FiguresNames {
  /** Title and category of an entry; `undefined` when it is no longer published. */
  entryOf: (id: string) => { title: string; category: string } | undefined
  departmentOf: (id: string) => string | undefined
}

/** Makes the report of a period from the counters of its days and of those before. Pure. */
export function figuresReport(
  days: CountersByDay,
  { period, timeZone }: { period: Period; timeZone: string },
  names: FiguresNames,
): FiguresReport {
  const before = periodBefore(period)
  const now = new CountTable(days, (day) => day >= period.from && day <= period.to)
  const former = new CountTable(days, (day) => day >= before.from && day <= before.to)
  const compared = (read: (table: CountTable) => number): Compared => ({ now: read(now), before: read(former) })
  const handoffs = (what: string) => compared((table) => table.handoffs(what))
  const breakdown = (what: string, labelOf: (key: string) => string | null = () => null) =>
    breakdownOf({ now: now.by(what), before: former.by(what) }, labelOf)
  const category = (topic: string) => (topic === NONE ? NONE : (names.entryOf(topic)?.category ?? NONE))
  const kinds = {
    live: handoffs('kind.live'),
    message: handoffs('kind.message'),
    callback: handoffs('kind.callback'),
    desk: handoffs('kind.desk'),
  }
  return {
    period,
    before,
    timeZone,
    firstDay: firstDayOf(days, { from: before.from, to: period.to }),
    ...periodFigures(now, former),
    kinds,
    ends: rows(now.by('end.live'), former.by('end.live')),
    durations: durationsOf(now, former),
    ...whenOf(days, period, now),
    topics: breakdown('topic', (id) => names.entryOf(id)?.title ?? null),
    categories: breakdownOf({
      now: regrouped(now.by('topic'), category),
      before: regrouped(former.by('topic'), category),
    }),
    reasons: breakdown('reason'),
    languages: breakdown('language'),
    departments: breakdown('department', (id) => names.departmentOf(id) ?? null),
    channels: breakdown('channel'),
    talkByCategory: talkByCategory(now, category),
    moves: { transferred: handoffs('transferred'), returned: handoffs('returned'), reopened: handoffs('reopened') },
    calls: callsOf(handoffs),
    ratings: ratingsOf(now, compared),
    assistant: {
      questions: compared((table) => table.of('questions')),
      outcomes: outcomesOf(now, former),
    },
  }
}

/** Every number of a period, and of the one that it is compared with. Pure. */
export function periodFigures(now: CountTable, before: CountTable): Record<PeriodFigure, Compared> {
  const figures = PERIOD_FIGURES.map((one) => [one, { now: countPeriod(one, now), before: countPeriod(one, before) }])
  return Object.fromEntries(figures) as Record<PeriodFigure, Compared>
}

function firstDayOf(days: CountersByDay, { from, to }: Period): string | null {
  const counted = Object.keys(days).filter((day) => day >= from && day <= to)
  return counted.sort()[0] ?? null
}

function durationsOf(now: CountTable, before: CountTable): FiguresReport['durations'] {
  return {
    wait: spreads('wait', now, before),
    first: spreads('first', now, before),
    talk: spreads('talk', now, before),
    answer: { now: spreadOf(now.by('answer')), before: spreadOf(before.by('answer')) },
  }
}

function callsOf(handoffs: (what: string) => Compared): FiguresReport['calls'] {
  return {
    reached: handoffs('call.reached'),
    unreached: handoffs('call.unreached'),
    other: handoffs('call.other'),
    inTime: handoffs('call.inTime'),
    late: handoffs('call.late'),
    tries: handoffs('call.tries'),
  }
}

function outcomesOf(now: CountTable, before: CountTable): FiguresReport['assistant']['outcomes'] {
  const ends = (table: CountTable) => regrouped(table.outcomes(), (outcome) => outcome.split('_', 1)[0] ?? '')
  const [ended, endedBefore] = [ends(now), ends(before)]
  return QUESTION_ENDS.map((key) => ({ key, now: ended[key] ?? 0, before: endedBefore[key] ?? 0 }))
}

function spreads(what: 'wait' | 'first' | 'talk', now: CountTable, before: CountTable) {
  const order = what === 'talk' ? 'bucket-first' : 'key-first'
  const whole = (table: CountTable) => spreadOf(together(table.histograms(what, order).values()))
  return { now: whole(now), before: whole(before) }
}

function together(histograms: Iterable<Histogram>): Histogram {
  const whole: Histogram = {}
  for (const histogram of histograms) addHistogram(whole, histogram)
  return whole
}

/** Requests by day, by hour, and by both. */
function whenOf(
  days: CountersByDay,
  period: Period,
  now: CountTable,
): Pick<FiguresReport, 'byDay' | 'byHour' | 'week'> {
  const first = now.histograms('first')
  const hours = now.by('hour')
  const week = Array.from({ length: 7 }, () => ({ days: 0, hours: new Array<number>(24).fill(0) }))
  const byDay = daysOf(period).map((day) => {
    const table = new CountTable({ [day]: days[day] ?? {} }, () => true)
    const row = week[weekdayOf(day) - 1]
    if (row) row.days += 1
    for (const [hour, count] of Object.entries(table.by('hour')))
      if (row) row.hours[Number(hour)] = (row.hours[Number(hour)] ?? 0) + count
    return { day, requests: countPeriod('requests', table) }
  })
  const byHour = Array.from({ length: 24 }, (_, hour) => ({
    hour,
    requests: hours[hour] ?? 0,
    first: spreadOf(first.get(String(hour)) ?? {}),
  }))
  return { byDay, byHour, week }
}

function talkByCategory(now: CountTable, categoryOf: (topic: string) => string): FiguresReport['talkByCategory'] {
  const byCategory = new Map<string, Histogram>()
  for (const [topic, histogram] of now.histograms('talk', 'bucket-first')) {
    const whole = byCategory.get(categoryOf(topic)) ?? {}
    addHistogram(whole, histogram)
    byCategory.set(categoryOf(topic), whole)
  }
  return [...byCategory]
    .map(([category, histogram]) => ({ category, talk: spreadOf(histogram) }))
    .filter(({ talk }) => talk.count >= FEWEST_DURATIONS)
    .sort((a, b) => b.talk.count - a.talk.count || (a.category < b.category ? -1 : 1))
}

function ratingsOf(now: CountTable, compared: (read: (table: CountTable) => number) => Compared) {
  const level = (one: RatingLevel) => compared((table) => table.of(ratingCounter(one)))
  const levels = Object.fromEntries(RATING_LEVELS.map((one) => [one, level(one)])) as Record<RatingLevel, Compared>
  const given = RATING_LEVELS.flatMap((one) =>
    new Array<RatingLevel>(Math.max(0, now.of(ratingCounter(one)))).fill(one),
  )
  const median = given.length < FEWEST_DURATIONS ? null : (given[(given.length - 1) >> 1] ?? null)
  return { levels, skipped: compared((table) => table.of(ratingCounter(null))), median }
}

function rows(now: Record<string, number>, before: Record<string, number>): FiguresReport['ends'] {
  const keys = [...new Set([...Object.keys(now), ...Object.keys(before)])]
  return keys
    .map((key) => ({ key, now: now[key] ?? 0, before: before[key] ?? 0 }))
    .sort((a, b) => b.now - a.now || (a.key < b.key ? -1 : 1))
}

function regrouped(counts: Record<string, number>, groupOf: (key: string) => string): Record<string, number> {
  const groups: Record<string, number> = {}
  for (const [key, count] of Object.entries(counts)) groups[groupOf(key)] = (groups[groupOf(key)] ?? 0) + count
  return groups
}
