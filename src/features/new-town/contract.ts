import { z } from 'zod'
import { route } from '../../platform/http/route.js'
import { namedShape } from '../../platform/http/shapes.js'
import type { WeeklyHours } from '../../platform/model/commune.js'
import { WRITTEN } from './town-faults.js'

const line = z.string().trim().max(WRITTEN.line)
const range = z.tuple([z.string().max(5), z.string().max(5)])
/** Checked as those of a commune's file are. */
const hours = z.partialRecord(
  z.enum(['1', '2', '3', '4', '5', '6', '7']),
  z.array(range).max(3),
) as unknown as z.ZodType<WeeklyHours>

/** What a new commune begins with, and what stays where it is. */
const plan = z.object({
  /** The one that is looked at. */
  from: namedShape,
  /** Names of the settings that would be copied, and of those in which a fact of the first is written. */
  settings: z.array(z.string()),
  leftOut: z.array(z.string()),
  /** Entries that the commune has of its own, each to become a draft. */
  entries: z.number(),
  /** Entries in the words of another source, which are chosen anew. */
  chosenAnew: z.number(),
  /** Whether whoever asks will see the second commune too. */
  willSee: z.boolean(),
  /** Why nothing can be begun here; `null` when it can. */
  obstacle: z.enum(['demonstration', 'read_only']).nullable(),
})

const begun = z.discriminatedUnion('outcome', [
  z.object({
    outcome: z.literal('begun'),
    commune: namedShape,
    /** How many drafts, and places to fill in them. */
    drafts: z.number(),
    places: z.number(),
    leftOut: z.array(z.string()),
    /** Of the first administrator: to hand over by another way than e-mail, `null` when it was sent. */
    link: z.string().nullable(),
    email: z.string(),
    willSee: z.boolean(),
    /** Whether the new commune would be the one that is meant where a page names none, once the server has started again. */
    becomesFirst: z.boolean(),
  }),
  /** There is one of that name already, or there was and something of it is kept; or nothing can be written here. */
  z.object({ outcome: z.enum(['taken', 'demonstration', 'read_only']) }),
])

/** Shapes of what these routes answer. */
export type TownPlanView = z.infer<typeof plan>
export type BegunTownView = z.infer<typeof begun>

/** A second commune of the server, begun from the one that is looked at. */
export const newTownRoutes = {
  plan: route({
    method: 'get',
    path: '/admin/communes/plan',
    summary: 'What a new commune would begin with, and what would not be copied',
    access: ['admin'],
    server: true,
    answer: plan,
    errors: [401, 403],
  }),
  begin: route({
    method: 'post',
    path: '/admin/communes',
    summary: 'Begin a new commune as this one works, without its facts; its administrator is invited',
    access: ['admin'],
    server: true,
    body: z.strictObject({
      name: line,
      address: line,
      postalCode: line,
      phone: line,
      email: line,
      site: line,
      hours,
      adminName: line,
      adminEmail: line,
    }),
    typed: {
      name: 'curated',
      address: 'curated',
      postalCode: 'curated',
      phone: 'curated',
      email: 'curated',
      site: 'curated',
      adminName: 'curated',
      adminEmail: 'curated',
    },
    answer: begun,
    errors: [401, 403, 422],
  }),
}
