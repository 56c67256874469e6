import { z } from 'zod'
import { type Route, route } from '../../platform/http/route.js'
import { PRESENCE_STATES } from '../accounts/staff.js'
import { INSTANT_FIGURES, type InstantFigure } from '../handoffs/figures.js'
import { periodQuery } from './contract.js'
import { figuresReportShape, periodFiguresShape } from './figures-shapes.js'

const counts = z.object(
  Object.fromEntries(INSTANT_FIGURES.map((figure) => [figure, z.number()])) as Record<InstantFigure, z.ZodNumber>,
)

/** Where the reception stands now. */
const supervision = z.object({
  /** ISO instant. */
  at: z.string(),
  /** Of the whole commune. */
  counts,
  /** Since when the first of those who wait in the chat does, ISO instant; `null`: nobody does. */
  longestSince: z.string().nullable(),
  /** Those who take handoffs, by name: what each holds now, to share the load. */
  agents: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      state: z.enum(PRESENCE_STATES),
      /** Her own word for being away: "au guichet". */
      word: z.string().nullable(),
      ...counts.pick({ held: true, talks: true, toAnswer: true, aside: true }).shape,
      /** How many talks at once before nothing more is offered to her. */
      capacity: z.number(),
      /** How many more she may be offered now. */
      free: z.number(),
    }),
  ),
  /** What has ended of the requests made today, beside those of the same weekday a week before, that whole day. */
  today: z.object({ day: z.string(), before: z.string(), ...periodFiguresShape }),
})

/** The figures of some days; `today`: the commune's day now, ISO `YYYY-MM-DD`. */
const figures = figuresReportShape.extend({ today: z.string() })

export type SupervisionView = z.infer<typeof supervision>
export type FiguresView = z.infer<typeof figures>

const supervisor = { access: ['supervisor', 'admin'], errors: [401, 403] } as const satisfies Partial<Route>

/** What those see who watch over the reception of their commune. */
export const supervisionRoutes = {
  now: route({
    ...supervisor,
    method: 'get',
    path: '/agent/supervision',
    summary: 'Where the reception stands now: who waits, what each agent holds, and what has ended today',
    answer: supervision,
  }),
  figures: route({
    ...supervisor,
    method: 'get',
    path: '/agent/supervision/figures',
    summary:
      'Figures of the last `days`, or of the days `from` to `to`, beside those of as many days before; no row tells of fewer than five requests',
    query: periodQuery,
    answer: figures,
    errors: [401, 403, 422],
  }),
}
