import { z } from 'zod'
import { type Route, route } from '../../platform/http/route.js'
import { CATEGORIES } from '../../platform/model/entry.js'
import type { ActView } from '../entries/contract.js'
import type { Pace } from './pace.js'
import { FIRST_RUN_STEPS, type StepGap } from './steps.js'

/** Points ticked at once, at most. */
const MOST_POINTS = 200

const category = z.enum(CATEGORIES)
const step = z.enum(FIRST_RUN_STEPS)
const act = z.object({ by: z.string(), userId: z.string(), at: z.string() }) satisfies z.ZodType<ActView>

/** How far the checks of some entries are. Archived entries count nowhere but in `archived`. */
const progress = z.object({
  /** Lines of the entries' lists. */
  points: z.number(),
  ticked: z.number(),
  entries: z.number(),
  /** Entries of which every line is ticked and every variable has a value. */
  clear: z.number(),
  archived: z.number(),
})

const gap = z.object({
  service: z.string().nullable(),
  field: z.enum(['site', 'origins', 'adresse', 'telephone', 'courriel', 'hours', 'controller', 'dpoEmail']),
  why: z.enum(['empty', 'example']),
}) satisfies z.ZodType<StepGap>

/** A variable without a value, as its entries name it. */
const unfilledVariable = z.object({
  /** `ccas.telephone` */
  variable: z.string(),
  /** `no_service`: the commune has no service of that id; `no_field`: nothing of that name belongs to it; `empty`: nothing is written. */
  why: z.enum(['no_service', 'no_field', 'empty']),
  /** Entries whose citizens would miss it. */
  entries: z.number(),
})

/** How far a town is in making the installed content its own. */
const firstRun = z.object({
  /** Each with who said that it is done, and what it still lacks. */
  steps: z.array(z.object({ step, done: act.nullable(), gaps: z.array(gap) })),
  progress,
  /** By category, in the order of the categories; those without an entry are left out. */
  categories: z.array(progress.extend({ category })),
  /** Most used first. */
  variables: z.array(unfilledVariable),
  pace: z.object({ minutesPerPoint: z.number(), isMeasured: z.boolean() }) satisfies z.ZodType<Pace>,
  /** Whether nothing is left, or an administrator said that it is over. */
  isDone: z.boolean(),
})

/** A line of an entry's list; `others`: other entries that have the same line, not ticked there. */
const point = z.object({ check: z.string(), done: act.nullable(), others: z.number() })

/** An entry and what is left to check in it. */
const checkedEntry = z.object({
  id: z.string(),
  title: z.string(),
  /** Name of the service that keeps it true. */
  owner: z.string(),
  /** Whether it was taken away: the town does not do it. */
  isArchived: z.boolean(),
  points: z.array(point),
  /** Variables without a value. */
  unfilled: z.array(z.string()),
})

/** Shapes of what these routes answer. */
export type ChecksProgress = z.infer<typeof progress>
export type UnfilledVariableView = z.infer<typeof unfilledVariable>
export type FirstRunView = z.infer<typeof firstRun>
export type CheckPointView = z.infer<typeof point>
export type CheckedEntryView = z.infer<typeof checkedEntry>

const curator = { access: ['curator', 'admin'] } as const satisfies Partial<Route>

/** What a town does once to make the installed content its own. Curators check entries; settings are the administrators'. */
export const firstRunRoutes = {
  read: route({
    ...curator,
    method: 'get',
    path: '/admin/first-run',
    summary: 'How far the commune is in making the installed content its own',
    answer: firstRun,
    errors: [401, 403],
  }),
  /** By title. */
  checks: route({
    ...curator,
    method: 'get',
    path: '/admin/first-run/checks',
    summary: 'The entries of the category given as `category` that have something to check, point by point',
    query: z.strictObject({ category }),
    answer: z.object({ category, entries: z.array(checkedEntry) }),
    errors: [401, 403, 422],
  }),
  /** Ticks lines of entries, or takes them back. `everywhere`: in every entry that has the same line. Answers the entries that it touched. */
  tick: route({
    ...curator,
    method: 'put',
    path: '/admin/first-run/checks',
    summary: 'Keep that points of entries were checked, or take it back',
    body: z.strictObject({
      points: z
        .array(z.strictObject({ entryId: z.string().regex(/^[a-z0-9-]{1,80}$/), check: z.string().min(1).max(500) }))
        .min(1)
        .max(MOST_POINTS),
      done: z.boolean(),
      everywhere: z.boolean().optional(),
    }),
    typed: { 'points.*.check': 'checked' },
    answer: z.object({ entries: z.array(checkedEntry), firstRun }),
    errors: [401, 403, 404, 422],
  }),
  finishStep: route({
    method: 'put',
    path: '/admin/first-run/steps',
    summary: 'Keep that a step is done, or take it back; `end` says that the whole is over',
    access: ['admin'],
    body: z.strictObject({ step, done: z.boolean() }),
    answer: firstRun,
    errors: [401, 403, 422],
  }),
}
