import { SAMPLE_VERDICTS, type SampleVerdict } from '../../platform/model/turn.js'
import { lastDays, type Period, weekdayOf } from '../../platform/time/period.js'
import { countPeriod } from '../handoffs/figures.js'
import { shareOf } from '../publication/checked-answer.js'
import { FEWEST_IN_ROW, publishableCounts } from '../statistics/breakdown.js'
import { type CountersByDay, CountTable } from '../statistics/count-table.js'
import { addHistogram, type Histogram, spreadOf } from '../statistics/duration-histogram.js'
import type { TruthPeriod, TruthWeek } from './contract.js'
import { sampleCounter } from './sample.js'

/** How questions ended, as anybody understands it, and the aggregates of the outcomes that each holds. */
const ENDS = {
  answered: ['answered'],
  askedBack: ['clarification'],
  passedOn: ['escalated'],
  refused: ['unanswerable', 'blocked'],
  failed: ['error'],
} as const
/** The ends of questions, in the order in which they are told. */
export const TRUTH_ENDS = Object.keys(ENDS) as (keyof typeof ENDS)[]
/** What people say of an answer. */
export const OPINIONS = { helpful: 'helpful', unhelpful: 'unhelpful', notMyQuestion: 'not_my_question' } as const
/** Kinds of requests to people by which nobody stands at the counter. */
const REQUESTS = ['live', 'message', 'callback'] as const
/** What became of requests to people. */
const REQUEST_ENDS = ['answered', 'abandoned', 'left', 'missed'] as const

/** What happened in some days, to the unit, before anything is left untold. */
export interface TruthFacts {
  ends: Record<(typeof TRUTH_ENDS)[number], number>
  opinions: Record<keyof typeof OPINIONS, number>
  /** What agents said of answers drawn by chance. */
  checks: Record<SampleVerdict, number>
  requests: Record<(typeof REQUESTS)[number], number>
  requestEnds: Record<(typeof REQUEST_ENDS)[number], number>
  /** From a live request until an agent came. */
  waits: Histogram
}

/** Reads the facts of the days of a period from the counters, by day. Pure. */
export function truthFacts(days: CountersByDay, { from, to }: Period): TruthFacts {
  const table = new CountTable(days, (day) => day >= from && day <= to)
  const outcomes = Object.entries(table.outcomes())
  const ended = (aggregates: readonly string[]) =>
    sum(outcomes.flatMap(([outcome, count]) => (aggregates.includes(outcome.split('_', 1)[0] ?? '') ? [count] : [])))
  const waits: Histogram = {}
  for (const histogram of table.histograms('wait').values()) addHistogram(waits, histogram)
  const online = { by: (what: string) => withoutDesk(table.by(what)) }
  return {
    ends: each(TRUTH_ENDS, (end) => ended(ENDS[end])),
    opinions: each(Object.keys(OPINIONS) as (keyof typeof OPINIONS)[], (opinion) =>
      sum(Object.values(table.under(`opinion.${OPINIONS[opinion]}.`))),
    ),
    checks: each(SAMPLE_VERDICTS, (said) => table.of(sampleCounter(said))),
    requests: each(REQUESTS, (kind) => table.handoffs(`kind.${kind}`)),
    requestEnds: each(REQUEST_ENDS, (end) => countPeriod(end, online)),
    waits,
  }
}

/** Without what was noted at the counter or on the phone: nobody waited there. */
function withoutDesk(counts: Record<string, number>): Record<string, number> {
  return Object.fromEntries(Object.entries(counts).filter(([name]) => !name.startsWith('desk')))
}

/** What anybody may read of a period. */
export function truthPeriod(days: CountersByDay, period: Period, promised: number): TruthPeriod {
  const facts = truthFacts(days, period)
  const { right, wrong } = facts.checks
  const wait = spreadOf(facts.waits)
  return {
    ...period,
    days: Object.keys(days).filter((day) => day >= period.from && day <= period.to).length,
    questions: toldOf(facts.ends),
    opinions: toldOf(facts.opinions),
    checks: { ...facts.checks, wrongShare: shareOf(wrong, right + wrong) },
    promise: { most: promised, verdict: verdictOf(shareOf(wrong, right + wrong), promised) },
    requests: toldOf(facts.requests),
    requestEnds: toldOf(facts.requestEnds),
    wait: { ...wait, count: wait.count < FEWEST_IN_ROW ? null : wait.count },
  }
}

/** The last whole weeks of a calendar, Monday to Sunday, up to a day; oldest first. */
export function truthWeeks(days: CountersByDay, to: string, count: number): TruthWeek[] {
  const weeks: Period[] = []
  const last = dayBefore(to, weekdayOf(to) % 7)
  for (let end = last; weeks.length < count; ) {
    const week = { from: dayBefore(end, 6), to: end }
    weeks.unshift(week)
    end = dayBefore(week.from, 1)
  }
  return weeks.map((week) => {
    const { ends, checks, waits } = truthFacts(days, week)
    return { ...week, questions: toldOf(ends), checks, medianWaitS: spreadOf(waits).medianS }
  })
}

/** Whether a share of wrong answers keeps what was promised: where its whole interval is on one side. Pure. */
export function verdictOf(wrong: { low: number; high: number } | null, promised: number) {
  if (wrong === null) return 'unknown'
  if (wrong.high <= promised) return 'kept'
  return wrong.low > promised ? 'broken' : 'unsettled'
}

/** Counts that a total goes with: `null` where one is too small to be told, or would give one away that is. */
function toldOf<Name extends string>(counts: Record<Name, number>): Record<Name | 'total', number | null> {
  const total = sum(Object.values<number>(counts))
  const rows = (Object.entries(counts) as [Name, number][]).map(([key, now]) => ({ key, now }))
  const told = new Set(publishableCounts(rows).map(({ key }) => key))
  const parts = rows.map(({ key, now }) => [key, now === 0 || told.has(key) ? now : null])
  const isTotalTold = total === 0 || total >= FEWEST_IN_ROW
  return { ...Object.fromEntries(parts), total: isTotalTold ? total : null }
}

function each<Name extends string>(names: readonly Name[], count: (name: Name) => number): Record<Name, number> {
  return Object.fromEntries(names.map((name) => [name, count(name)])) as Record<Name, number>
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0)
}

function dayBefore(day: string, days: number): string {
  return lastDays(day, days + 1).from
}
