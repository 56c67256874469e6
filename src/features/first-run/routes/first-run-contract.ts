import { z } from 'zod'
import type { ActView } from '../../entries/contract.js'
import { CATEGORIES, type Category } from '../../entries/model/entry.js'
import type { Pace } from '../pace.js'
import { FIRST_RUN_STEPS, type FirstRunStep, type StepGap } from '../steps.js'

/** `GET /admin/first-run/checks` */
export const checksQuery = z.strictObject({ category: z.enum(CATEGORIES) })

/** Points ticked at once, at most. */
const MOST_POINTS = 200

/** `PUT /admin/first-run/checks`: ticks lines of entries, or takes them back. `everywhere`: in every entry that has the same line. */
export const checksRequest = z.strictObject({
  points: z
    .array(z.strictObject({ entryId: z.string().regex(/^[a-z0-9-]{1,80}$/), check: z.string().min(1).max(500) }))
    .min(1)
    .max(MOST_POINTS),
  done: z.boolean(),
  everywhere: z.boolean().optional(),
})

/** `PUT /admin/first-run/steps` */
export const stepRequest = z.strictObject({ step: z.enum(FIRST_RUN_STEPS), done: z.boolean() })

/** How far the checks of some entries are. Archived entries count nowhere but in `archived`. */
export interface ChecksProgress {
  /** Lines of the entries' lists. */
  points: number
  ticked: number
  entries: number
  /** Entries of which every line is ticked and every variable has a value. */
  clear: number
  archived: number
}

/** A step, who said that it is done, and what it still lacks. */
export interface FirstRunStepView {
  step: FirstRunStep
  done: ActView | null
  gaps: StepGap[]
}

/** A variable without a value, as its entries name it. */
export interface UnfilledVariableView {
  /** `ccas.telephone` */
  variable: string
  /** `no_service`: the commune has no service of that id; `no_field`: nothing of that name belongs to it; `empty`: nothing is written. */
  why: 'no_service' | 'no_field' | 'empty'
  /** Entries whose citizens would miss it. */
  entries: number
}

/** `GET /admin/first-run`: how far a town is in making the installed content its own. */
export interface FirstRunView {
  steps: FirstRunStepView[]
  progress: ChecksProgress
  /** By category, in the order of the categories; those without an entry are left out. */
  categories: (ChecksProgress & { category: Category })[]
  /** Most used first. */
  variables: UnfilledVariableView[]
  pace: Pace
  /** Whether nothing is left, or an administrator said that it is over. */
  isDone: boolean
}

/** A line of an entry's list. */
export interface CheckPointView {
  check: string
  done: ActView | null
  /** Other entries that have the same line, not ticked there. */
  others: number
}

/** An entry and what is left to check in it. */
export interface CheckedEntryView {
  id: string
  title: string
  /** Name of the service that keeps it true. */
  owner: string
  /** Whether it was taken away: the town does not do it. */
  isArchived: boolean
  points: CheckPointView[]
  /** Variables without a value. */
  unfilled: string[]
}

/** `GET /admin/first-run/checks`: the entries of a category that have something to check, by title. */
export interface ChecksView {
  category: Category
  entries: CheckedEntryView[]
}

/** `PUT /admin/first-run/checks`: the entries that it touched, and how far everything is. */
export interface CheckedView {
  entries: CheckedEntryView[]
  firstRun: FirstRunView
}
