import { z } from 'zod'
import { RATING_LEVELS, type RatingLevel } from '../../platform/model/rating.js'
import { HANDOFF_KINDS } from '../handoffs/handoff.js'
import type { Breakdown, Compared } from './breakdown.js'
import type { Spread } from './duration-histogram.js'
import type { FiguresReport } from './figures-report.js'
import { dayCount, MOST_DAYS, type Period } from './period.js'

const day = z.iso.date()

/** The days of which figures are asked: the last ones, today included, or those from one to another. */
export const figuresQuery = z.union([
  z.strictObject({ days: z.coerce.number().int().min(1).max(MOST_DAYS) }),
  z
    .strictObject({ from: day, to: day })
    .refine(({ from, to }) => from <= to, { path: ['to'] })
    .refine(({ from, to }) => dayCount({ from, to }) <= MOST_DAYS, { path: ['from'] }),
])

/** Calendar days, both included. */
export const periodShape = z.object({ from: z.string(), to: z.string() }) satisfies z.ZodType<Period>

const compared = z.object({ now: z.number(), before: z.number() }) satisfies z.ZodType<Compared>
const row = compared.extend({ key: z.string() })

const breakdown = z.object({
  rows: z.array(
    z.object({
      key: z.string(),
      label: z.string().nullable(),
      now: z.number(),
      before: z.number().nullable(),
    }),
  ),
  others: z.object({ rows: z.number(), now: z.number() }),
}) satisfies z.ZodType<Breakdown>

const spread = z.object({
  count: z.number(),
  medianS: z.number().nullable(),
  p90S: z.number().nullable(),
}) satisfies z.ZodType<Spread>
const spreads = z.object({ now: spread, before: spread })

const levels = z.object(
  Object.fromEntries(RATING_LEVELS.map((level) => [level, compared])) as Record<RatingLevel, typeof compared>,
)

/** What the figures of some days say. */
export const figuresReportShape = z.object({
  period: periodShape,
  before: periodShape,
  timeZone: z.string(),
  firstDay: z.string().nullable(),
  requests: compared,
  kinds: z.record(z.enum(HANDOFF_KINDS), compared),
  ends: z.array(row),
  durations: z.object({ wait: spreads, first: spreads, talk: spreads, answer: spreads }),
  byDay: z.array(z.object({ day: z.string(), requests: z.number() })),
  byHour: z.array(z.object({ hour: z.number(), requests: z.number(), first: spread })),
  week: z.array(z.object({ days: z.number(), hours: z.array(z.number()) })),
  topics: breakdown,
  categories: breakdown,
  reasons: breakdown,
  languages: breakdown,
  departments: breakdown,
  talkByCategory: z.array(z.object({ category: z.string(), talk: spread })),
  moves: z.object({ transferred: compared, returned: compared, reopened: compared }),
  calls: z.object({
    reached: compared,
    unreached: compared,
    other: compared,
    inTime: compared,
    late: compared,
    tries: compared,
  }),
  ratings: z.object({ levels, skipped: compared, median: z.literal(RATING_LEVELS).nullable() }),
  assistant: z.object({ questions: compared, outcomes: z.array(row) }),
}) satisfies z.ZodType<FiguresReport>
