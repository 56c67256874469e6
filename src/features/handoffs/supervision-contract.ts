import { z } from 'zod'
import { type Route, route } from '../../platform/http/route.js'
import { PRESENCE_STATES } from '../accounts/staff.js'
import { periodQuery } from '../statistics/contract.js'
import { figuresReportShape } from '../statistics/figures-shapes.js'

/** A request that waits, and since when. */
const waitingSince = z.object({
  handoffId: z.string(),
  reference: z.string().nullable(),
  /** ISO instant. */
  since: z.string(),
})

/** Where the reception stands now. */
const supervision = z.object({
  /** ISO instant. */
  at: z.string(),
  /** Citizens who wait in their conversation; `longest` since when, the oldest first wait. */
  waiting: z.object({ count: z.number(), urgent: z.number(), longest: waitingSince.nullable() }),
  /** Live talks in which the citizen waits for her agent's answer; `longest` since her request, or her first words after it without one. */
  unanswered: z.object({ count: z.number(), longest: waitingSince.nullable() }),
  /** Live talks that agents hold. */
  talks: z.number(),
  /** Those who take handoffs, by name: what each holds now, to share the load. */
  agents: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      state: z.enum(PRESENCE_STATES),
      /** Her own word for being away: "au guichet". */
      word: z.string().nullable(),
      talks: z.number(),
      /** How many talks at once before nothing more is offered to her. */
      capacity: z.number(),
      /** Calls and messages that she has taken. */
      others: z.number(),
    }),
  ),
  /** Citizens to phone; `late`: their half-day is over. */
  callbacks: z.object({ open: z.number(), late: z.number(), latest: waitingSince.nullable() }),
  /** Messages left that nobody has dealt with. */
  messages: z.object({ open: z.number(), oldest: waitingSince.nullable() }),
  /** Requests that nobody has handled for so long that their end is announced; `first`: when the next of them is closed; `oldest` since it was made. */
  unhandled: z.object({ count: z.number(), first: z.string().nullable(), oldest: waitingSince.nullable() }),
})

/** The figures of some days; `today`: the commune's day now, ISO `YYYY-MM-DD`. */
const figures = figuresReportShape.extend({ today: z.string() })

export type WaitingSince = z.infer<typeof waitingSince>
export type SupervisionView = z.infer<typeof supervision>
export type FiguresView = z.infer<typeof figures>

const supervisor = { access: ['supervisor', 'admin'], errors: [401, 403] } as const satisfies Partial<Route>

/** What those see who watch over the reception of their commune. */
export const supervisionRoutes = {
  now: route({
    ...supervisor,
    method: 'get',
    path: '/agent/supervision',
    summary: 'Where the reception stands now: who waits, for how long, and what each agent holds',
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
