import { z } from 'zod'
import { HANDOFF_KINDS } from '../../platform/model/handoff.js'
import { RATING_LEVELS, type RatingLevel } from '../../platform/model/rating.js'
import { PERIOD_FIGURES, type PeriodFigure } from '../handoffs/figures.js'
import { breakdownShape, comparedShape, periodShape } from './contract.js'
import type { Spread } from './duration-histogram.js'
import type { FiguresReport } from './figures-report.js'

const row = comparedShape.extend({ key: z.string() })

const spread = z.object({
  count: z.number(),
  medianS: z.number().nullable(),
  p90S: z.number().nullable(),
}) satisfies z.ZodType<Spread>
const spreads = z.object({ now: spread, before: spread })

const levels = z.object(
  Object.fromEntries(RATING_LEVELS.map((level) => [level, comparedShape])) as Record<RatingLevel, typeof comparedShape>,
)

/** Each number of a period, by its name. */
export const periodFiguresShape = Object.fromEntries(PERIOD_FIGURES.map((one) => [one, comparedShape])) as Record<
  PeriodFigure,
  typeof comparedShape
>

/** What the figures of some days say. */
export const figuresReportShape = z.object({
  period: periodShape,
  before: periodShape,
  timeZone: z.string(),
  firstDay: z.string().nullable(),
  ...periodFiguresShape,
  kinds: z.record(z.enum(HANDOFF_KINDS), comparedShape),
  ends: z.array(row),
  durations: z.object({ wait: spreads, first: spreads, talk: spreads, answer: spreads }),
  byDay: z.array(z.object({ day: z.string(), requests: z.number() })),
  byHour: z.array(z.object({ hour: z.number(), requests: z.number(), first: spread })),
  week: z.array(z.object({ days: z.number(), hours: z.array(z.number()) })),
  topics: breakdownShape,
  categories: breakdownShape,
  reasons: breakdownShape,
  languages: breakdownShape,
  departments: breakdownShape,
  channels: breakdownShape,
  talkByCategory: z.array(z.object({ category: z.string(), talk: spread })),
  moves: z.object({ transferred: comparedShape, returned: comparedShape, reopened: comparedShape }),
  calls: z.object({
    reached: comparedShape,
    unreached: comparedShape,
    other: comparedShape,
    inTime: comparedShape,
    late: comparedShape,
    tries: comparedShape,
  }),
  ratings: z.object({ levels, skipped: comparedShape, median: z.literal(RATING_LEVELS).nullable() }),
  assistant: z.object({ questions: comparedShape, outcomes: z.array(row) }),
}) satisfies z.ZodType<FiguresReport>
