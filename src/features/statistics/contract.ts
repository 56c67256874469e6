import { z } from 'zod'
import { route } from '../../platform/http/route.js'
import { estimateShape } from '../../platform/http/shapes.js'
import type { RatingSummary } from '../../platform/model/rating.js'
import { dayCount, MOST_DAYS, type Period } from '../../platform/time/period.js'
import type { AssistantReport } from './assistant-report.js'
import type { Breakdown, Compared } from './breakdown.js'
import { QUESTION_ENDS } from './figures-report.js'

const day = z.iso.date().optional()

/** The last days, today included, or those from one to another. */
export const periodQuery = z
  .strictObject({ days: z.coerce.number().int().min(1).max(MOST_DAYS).optional(), from: day, to: day })
  .refine(({ days, from, to }) => [from, to].every((one) => (one === undefined) === (days !== undefined)))
  .refine(({ from = '', to = '' }) => from <= to, { path: ['to'] })
  .refine(({ from, to }) => !from || !to || dayCount({ from, to }) <= MOST_DAYS, { path: ['from'] })
  .transform(({ days, from = '', to = '' }) => (days === undefined ? { from, to } : { days }))

/** ISO days, both included. */
export const periodShape = z.object({ from: z.string(), to: z.string() }) satisfies z.ZodType<Period>
/** A number of a period, and that of the period before. */
export const comparedShape = z.object({ now: z.number(), before: z.number() }) satisfies z.ZodType<Compared>
/** Requests by what they have in common, most first. */
export const breakdownShape = z.object({
  rows: z.array(
    z.object({ key: z.string(), label: z.string().nullable(), now: z.number(), before: z.number().nullable() }),
  ),
  others: z.object({ rows: z.number(), now: z.number() }),
}) satisfies z.ZodType<Breakdown>

const end = z.enum(QUESTION_ENDS)

const report = {
  period: periodShape,
  before: periodShape,
  timeZone: z.string(),
  questions: comparedShape,
  ends: z.array(z.object({ key: end, now: z.number(), before: z.number() })),
  outcomes: breakdownShape,
  byDay: z.array(z.object({ day: z.string(), ends: z.record(end, z.number()) })),
  byHour: z.array(z.object({ hour: z.number(), questions: z.number() })),
  languages: breakdownShape,
  pages: breakdownShape,
  entries: breakdownShape,
  categories: breakdownShape,
  departments: breakdownShape,
  opinions: z.object({ helpful: comparedShape, unhelpful: comparedShape, not_my_question: comparedShape }),
  failing: z.array(
    z.object({ key: z.string(), label: z.string().nullable(), answered: z.number(), disliked: z.number() }),
  ),
  expected: z.object({ answers: z.number(), wrong: z.number(), low: z.number(), high: z.number() }).nullable(),
  meanMs: z.number().nullable(),
}

/** What the questions of a period say. */
const statistics = z.object({
  ...report,
  /** The commune's day now, ISO `YYYY-MM-DD`. */
  today: z.string(),
  /** The commune's name. */
  town: z.string(),
  /**
   * What the content promises (most wrong answers among those given, in [0, 1]); what a publication measured of it on the example questions, and of the share
   * that is answered at once, `null` of none; how many answers agents checked, and found right. `null` until it is measured.
   */
  promise: z
    .object({
      promise: z.number(),
      measured: estimateShape.nullable(),
      coverage: estimateShape.nullable(),
      checked: z.object({ answers: z.number(), right: z.number() }).nullable(),
    })
    .nullable(),
}) satisfies z.ZodType<AssistantReport>

/** What citizens thought of their conversations, days `from` to `to`, both included. */
const ratings = periodShape.extend({
  count: z.number(),
  skipped: z.number(),
  mean: z.number().nullable(),
}) satisfies z.ZodType<RatingSummary>

/** What the questions of a period say. */
export type StatisticsView = z.infer<typeof statistics>
export type RatingsView = z.infer<typeof ratings>

/** What citizens ask and what becomes of it, for whoever curates or watches over the service. */
export const statisticsRoutes = {
  read: route({
    method: 'get',
    path: '/admin/statistics',
    summary:
      'Questions of the last `days`, or of the days `from` to `to`: how they ended, when, about what, and how many answers are expected to be wrong; no row tells of fewer than five questions',
    access: ['curator', 'supervisor', 'admin'],
    query: periodQuery,
    answer: statistics,
    errors: [401, 403, 422],
  }),
  ratings: route({
    method: 'get',
    path: '/admin/ratings',
    summary: 'What citizens thought of their conversations in the last thirty days',
    access: ['admin'],
    answer: ratings,
    errors: [401, 403],
  }),
}
