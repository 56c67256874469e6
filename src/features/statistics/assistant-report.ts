import { aggregateOf, OUTCOMES } from '../../platform/model/outcome.js'
import { daysOf, type Period, periodBefore } from '../../platform/time/period.js'
import { type Breakdown, breakdownOf, type Compared, FEWEST_IN_ROW } from './breakdown.js'
import { type CountersByDay, CountTable } from './count-table.js'
import { type FiguresNames, QUESTION_ENDS, type QuestionEnd } from './figures-report.js'
import { THOUSAND } from './turn-facts.js'

/** Fewest answers of which a share of wrong ones is estimated. */
export const FEWEST_ANSWERS = 30
/** Half the width of a 95 % interval, in standard deviations. */
const DEVIATIONS = 1.96

/** What the questions of some days say. Nothing in it is about a person, and no row tells of fewer than {@link FEWEST_IN_ROW}. */
export interface AssistantReport {
  period: Period
  /** As many days, right before. */
  before: Period
  /** IANA zone of every day and hour. */
  timeZone: string
  questions: Compared
  ends: { key: QuestionEnd; now: number; before: number }[]
  /** How questions ended in detail, most first. */
  outcomes: Breakdown
  byDay: { day: string; ends: Record<QuestionEnd, number> }[]
  /** Questions by hour of the commune's clock, 0 to 23. */
  byHour: { hour: number; questions: number }[]
  languages: Breakdown
  pages: Breakdown
  /** Answers by entry. */
  entries: Breakdown
  categories: Breakdown
  /** Requests to people that have ended, by the department that was asked for. */
  departments: Breakdown
  opinions: Record<'helpful' | 'unhelpful' | 'not_my_question', Compared>
  /** Entries whose answers were most often found unhelpful or beside the question, worst first. */
  failing: { key: string; label: string | null; answered: number; disliked: number }[]
  /** What is expected to be wrong of the answers given; `null` of fewer than {@link FEWEST_ANSWERS}. */
  expected: ExpectedErrors | null
  /** Mean time of an answer, ms; `null` without any. */
  meanMs: number | null
}

/** What calibrated confidences say of the answers given: shares in [0, 1]. */
export interface ExpectedErrors {
  answers: number
  wrong: number
  /** 95 % interval. */
  low: number
  high: number
}

/** Makes the report of a period from the counters of its days and of those before. Pure. */
export function assistantReport(
  days: CountersByDay,
  { period, timeZone }: { period: Period; timeZone: string },
  { entryOf, departmentOf }: FiguresNames,
): AssistantReport {
  const before = periodBefore(period)
  const now = new CountTable(days, (day) => day >= period.from && day <= period.to)
  const former = new CountTable(days, (day) => day >= before.from && day <= before.to)
  const compared = (name: string): Compared => ({ now: now.of(name), before: former.of(name) })
  const breakdown = (prefix: string, labelOf?: (key: string) => string | null) =>
    breakdownOf({ now: now.under(prefix), before: former.under(prefix) }, labelOf)
  const [ends, endsBefore] = [endsOf(now), endsOf(former)]
  const hours = now.under('turn.hour.')
  const titleOf = (id: string) => entryOf(id)?.title ?? null
  const categories = (table: CountTable) => byCategory(table.under('turn.entry.'), (id) => entryOf(id)?.category ?? '-')
  const timed = now.of('turn.timed')
  return {
    period,
    before,
    timeZone,
    questions: compared('questions'),
    ends: QUESTION_ENDS.map((key) => ({ key, now: ends[key], before: endsBefore[key] })),
    outcomes: breakdown('outcome.'),
    byDay: daysOf(period).map((day) => ({
      day,
      ends: endsOf(new CountTable({ [day]: days[day] ?? {} }, () => true)),
    })),
    byHour: Array.from({ length: 24 }, (_, hour) => ({ hour, questions: hours[String(hour)] ?? 0 })),
    languages: breakdown('turn.language.'),
    pages: breakdown('turn.page.'),
    entries: breakdown('turn.entry.', titleOf),
    categories: breakdownOf({ now: categories(now), before: categories(former) }),
    departments: breakdown('handoff.department.', (id) => departmentOf(id) ?? null),
    opinions: {
      helpful: opinions('helpful', now, former),
      unhelpful: opinions('unhelpful', now, former),
      not_my_question: opinions('not_my_question', now, former),
    },
    failing: failingEntries(now, titleOf),
    expected: expectedErrors(now),
    meanMs: timed > 0 ? now.of('turn.ms') / timed : null,
  }
}

/** The share of wrong answers that the confidences of a period's answers lead to expect. */
function expectedErrors(table: CountTable): ExpectedErrors | null {
  const answers = table.of('turn.sure')
  if (answers < FEWEST_ANSWERS) return null
  const wrong = answers - table.of('turn.right') / THOUSAND
  const reach = DEVIATIONS * Math.sqrt(Math.max(0, table.of('turn.doubt') / THOUSAND))
  const share = (count: number) => Math.min(1, Math.max(0, count / answers))
  return { answers, wrong: share(wrong), low: share(wrong - reach), high: share(wrong + reach) }
}

function failingEntries(table: CountTable, titleOf: (id: string) => string | null): AssistantReport['failing'] {
  const [unhelpful, beside] = [table.under('opinion.unhelpful.'), table.under('opinion.not_my_question.')]
  return Object.entries(table.under('turn.entry.'))
    .filter(([, answered]) => answered >= FEWEST_IN_ROW)
    .map(([key, answered]) => ({
      key,
      label: titleOf(key),
      answered,
      disliked: Math.max(0, unhelpful[key] ?? 0) + Math.max(0, beside[key] ?? 0),
    }))
    .filter(({ disliked }) => disliked > 0)
    .sort((a, b) => b.disliked / b.answered - a.disliked / a.answered || (a.key < b.key ? -1 : 1))
    .slice(0, 20)
}

function opinions(kind: string, now: CountTable, former: CountTable): Compared {
  const sum = (table: CountTable) =>
    Object.values(table.under(`opinion.${kind}.`)).reduce((total, count) => total + count, 0)
  return { now: Math.max(0, sum(now)), before: Math.max(0, sum(former)) }
}

function endsOf(table: CountTable): Record<QuestionEnd, number> {
  const ends = Object.fromEntries(QUESTION_ENDS.map((end) => [end, 0])) as Record<QuestionEnd, number>
  for (const outcome of OUTCOMES) {
    const end = QUESTION_ENDS.find((one) => one === aggregateOf(outcome))
    if (end) ends[end] += table.of(`outcome.${outcome}`)
  }
  return ends
}

function byCategory(entries: Record<string, number>, categoryOf: (id: string) => string): Record<string, number> {
  const categories: Record<string, number> = {}
  for (const [id, count] of Object.entries(entries))
    categories[categoryOf(id)] = (categories[categoryOf(id)] ?? 0) + count
  return categories
}
