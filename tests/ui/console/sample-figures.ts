import type { QueueView } from '../../../src/features/handoffs/contract.js'
import { countNow, PERIOD_FIGURES } from '../../../src/features/handoffs/figures.js'
import { assistantReport } from '../../../src/features/statistics/assistant-report.js'
import type { StatisticsView } from '../../../src/features/statistics/contract.js'
import { bucketOf } from '../../../src/features/statistics/duration-histogram.js'
import { figuresReport } from '../../../src/features/statistics/figures-report.js'
import type { FiguresView, SupervisionView } from '../../../src/features/statistics/supervision-contract.js'
import { daysOf, lastDays, type Period, periodBefore, weekdayOf } from '../../../src/platform/time/period.js'
import { minutesAgo } from './sample-town.js'

const TODAY = '2026-11-24'
const ENTRIES: Record<string, { title: string; category: string }> = {
  'passeport-urgence': { title: 'Passeport : demande en urgence', category: 'identite-voyage' },
  'cantine-inscription': { title: 'Cantine : inscrire son enfant', category: 'ecole-periscolaire' },
}

const NAMES = {
  entryOf: (id: string) => ENTRIES[id],
  departmentOf: (id: string) => (id === 'etat-civil' ? 'État civil' : undefined),
}

/** Made-up counters of a town that is busiest on Tuesday mornings; nothing on Sundays. */
function countersOf(period: Period): Record<string, Record<string, number>> {
  const days = [...daysOf(periodBefore(period)), ...daysOf(period)].filter((day) => weekdayOf(day) < 7)
  return Object.fromEntries(days.map((day) => [day, dayOf(weekdayOf(day) === 2 ? 8 : 3)]))
}

function dayOf(count: number): Record<string, number> {
  const minutes = (some: number) => bucketOf(some * 60_000)
  return {
    'handoff.kind.live': count,
    'handoff.kind.message': 1,
    'handoff.hour.10': count - 1,
    'handoff.hour.14': 2,
    'handoff.reason.citizen_wish': count,
    'handoff.reason.distress': 1,
    'handoff.language.fr': count,
    'handoff.language.ar': 1,
    'handoff.channel.web': count,
    'handoff.channel.phone': 1,
    'handoff.department.etat-civil': count + 1,
    'handoff.topic.passeport-urgence': count - 1,
    'handoff.topic.cantine-inscription': 1,
    'handoff.topic.-': 1,
    'handoff.end.live.answered': count - 1,
    'handoff.end.live.expired': 1,
    'handoff.end.message.done': 1,
    [`handoff.wait.10.${minutes(2)}`]: count - 1,
    [`handoff.first.10.${minutes(3)}`]: count - 1,
    [`handoff.first.10.${minutes(12)}`]: 1,
    [`handoff.first.14.${minutes(6)}`]: 1,
    [`handoff.talk.${minutes(11)}.passeport-urgence`]: count - 1,
    [`handoff.answer.${minutes(900)}`]: 1,
    'handoff.call.reached': 1,
    'handoff.call.inTime': 1,
    'handoff.call.tries': 1,
    questions: 10 * count,
    'outcome.answered': 7 * count,
    'outcome.clarification': 2 * count,
    'outcome.escalated_wish': count,
    'turn.hour.10': 10 * count,
    'turn.language.fr': 9 * count,
    'turn.language.ar': 1,
    'turn.page./sport': 10 * count,
    'turn.entry.passeport-urgence': 5 * count,
    'turn.entry.cantine-inscription': 2 * count,
    'turn.ms': 90 * count,
    'turn.timed': 10 * count,
    'turn.sure': 7 * count,
    'turn.right': 6_860 * count,
    'turn.doubt': 137 * count,
    'opinion.helpful.passeport-urgence': 2,
    'opinion.unhelpful.cantine-inscription': 1,
    'rating.5': 2,
    'rating.4': 1,
    'rating.skipped': 1,
  }
}

/** The figures of the fake town. `empty`: nothing was ever counted. */
export function sampleFigures(
  query: { days?: string; from?: string; to?: string } = { days: '28' },
  { empty = false } = {},
): FiguresView {
  const { days, from = TODAY, to = TODAY } = query
  const period = days ? lastDays(TODAY, Number(days)) : { from, to }
  const counters = empty ? {} : countersOf(period)
  return { ...figuresReport(counters, { period, timeZone: 'Europe/Paris' }, NAMES), today: TODAY }
}

/** What the questions of the fake town say. */
export function sampleStatistics({ days = '28' }: { days?: string } = {}): StatisticsView {
  const period = lastDays(TODAY, Number(days))
  const report = assistantReport(countersOf(period), { period, timeZone: 'Europe/Paris' }, NAMES)
  return {
    ...report,
    today: TODAY,
    town: 'Villebourg',
    promise: {
      promise: 0.02,
      measured: { share: 0.013, low: 0.008, high: 0.021 },
      coverage: { share: 0.71, low: 0.66, high: 0.75 },
      checked: { answers: 240, right: 237 },
    },
  }
}

/** Where the fake town's reception stands. */
export function sampleLive(
  { pending, mine, others }: QueueView,
  patch: Partial<SupervisionView> = {},
): SupervisionView {
  const now = new Date()
  const { before, today: day, period: _, ...figures } = sampleFigures({ days: '1' })
  const numbers = Object.fromEntries(PERIOD_FIGURES.map((name) => [name, figures[name]]))
  const none = { held: 0, talks: 0, toAnswer: 0, aside: 0, capacity: 3, free: 0, word: null }
  return {
    at: now.toISOString(),
    counts: countNow([...pending, ...mine, ...others], now),
    longestSince: minutesAgo(7),
    agents: [
      { ...none, id: 'claire', name: 'Claire', state: 'available', held: 1, talks: 1, free: 2 },
      { ...none, id: 'karim', name: 'Karim', state: 'away', word: 'au guichet', held: 2 },
    ],
    today: { day, before: before.from, ...numbers } as SupervisionView['today'],
    ...patch,
  }
}
