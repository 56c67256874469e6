import { z } from 'zod'
import { type Route, route } from '../../platform/http/route.js'
import { entryIdShape } from '../../platform/http/shapes.js'
import type { Promises } from '../../platform/model/promises.js'
import { MOST_LISTED_ENTRIES, namedEntryShape } from '../entries/contract.js'
import { ENTRY_REFUSALS } from '../entries/model/entry-life.js'
import { gateReportShape } from './gate-report.js'

/** Entries that are published together, at most: those of one reading of the list. */
export const MOST_TOGETHER = MOST_LISTED_ENTRIES

const number = z.number().int().min(1)
/** What is measured or published of an entry: its draft as it was seen, or a revision: one in review, or a former one to go back to. */
const source = z.union([
  z.strictObject({ entryId: entryIdShape, draftVersion: number }),
  z.strictObject({ entryId: entryIdShape, revision: number }),
])
/** See {@link source}. */
export type GateSource = z.infer<typeof source>
const entries = z
  .array(source)
  .min(1)
  .max(MOST_TOGETHER)
  .refine((all) => new Set(all.map((one) => one.entryId)).size === all.length, 'an entry comes once')

/** What is published: what a run of the gate has measured. `override` publishes what it has blocked, and needs a reason. */
const publication = z.strictObject({
  entries,
  gateId: z.uuid(),
  why: z.string().max(500).exactOptional(),
  override: z.boolean().exactOptional(),
})
/** See {@link publication}. */
export type PublicationRequest = z.infer<typeof publication>

/** What was given with others and cannot be published as it is; alone, it is refused. `faulty`: `field` of it must be mended first. */
const leftOut = z.object({
  entry: namedEntryShape,
  reason: z.enum([...ENTRY_REFUSALS, 'faulty']),
  field: z.string().nullable(),
})

/** Drafts to give to a reviewer, as they were seen. */
const submitted = z.strictObject({
  entries: z
    .array(z.strictObject({ entryId: entryIdShape, draftVersion: number }))
    .min(1)
    .max(MOST_TOGETHER),
  why: z.string().max(500).exactOptional(),
})

/** See {@link submitted}. */
export type SubmissionRequest = z.infer<typeof submitted>

/** How a measure stands. */
const gate = z.object({
  /** `null` before the first run. */
  id: z.string().nullable(),
  /** What is measured: all that was given, but for what is left out. */
  entries: z.array(source),
  leftOut: z.array(leftOut),
  state: z.enum(['none', 'waiting', 'running', 'done', 'failed', 'cancelled']),
  /** Questions asked, of all those to ask. */
  done: z.number(),
  /** 0 while it is unknown. */
  total: z.number(),
  /** When `done`. */
  report: gateReportShape.nullable(),
})

const published = z.object({ entries: z.array(z.object({ entryId: z.string(), revision: z.number() })) })

/** What was given to a reviewer, and what could not be. */
const submission = z.object({ entryIds: z.array(z.string()), leftOut: z.array(leftOut) })

/** `undone`: what citizens are answered is what it was before; `kept`: changed again since. */
const undone = z.object({ undone: z.array(namedEntryShape), kept: z.array(namedEntryShape) })

/** A day and an hour by the clock of the commune, to the minute: `2027-01-03T08:00`. */
const townHour = z.iso.datetime({ local: true, offset: false, precision: -1 })

/** What is published at an hour, once it was measured. */
const schedule = z.strictObject({ entries, gateId: z.uuid(), at: townHour, why: z.string().max(500).exactOptional() })
/** See {@link schedule}. */
export type ScheduleRequest = z.infer<typeof schedule>

/**
 * Why a publication was not made at its hour. `late`: the server was away for more than a day; `worse`: it would break more than the report that was read
 * said; `faulty`, and the others: why one of its entries cannot be published.
 */
const HELD_REASONS = ['late', 'worse', 'faulty', ...ENTRY_REFUSALS] as const
/** See {@link HELD_REASONS}. */
export type HeldReason = (typeof HELD_REASONS)[number]

/** Publications that wait for their hour, or that were not made at it, the next first. */
const scheduled = z.object({
  scheduled: z.array(
    z.object({
      id: z.string(),
      entries: z.array(namedEntryShape),
      /** ISO instant. */
      at: z.string(),
      by: z.string(),
      /** An entry that has changed since: it will not be published as it was measured. */
      changed: namedEntryShape.nullable(),
      /** Why it was not made. */
      held: z.object({ at: z.string(), reason: z.enum(HELD_REASONS), entry: namedEntryShape.nullable() }).nullable(),
    }),
  ),
})

const promises = z.object({ wrong: z.number(), offered: z.number() }) satisfies z.ZodType<Promises>
/** A share with its 95 % interval, all in [0, 1]. */
const estimate = z.object({ share: z.number(), low: z.number(), high: z.number() })
const verdict = z.enum(['kept', 'doubtful', 'broken'])

/** What agents' checks make of confidences. */
const refit = z.object({ stretch: z.number(), shift: z.number(), from: z.number() }).nullable()

/** What content keeps of the promises, measured on its own example questions. */
const promise = z.object({
  promises,
  /** Of the wrong answers: `broken` when even the low end of the interval of `error` is above the promise; `doubtful` when its middle alone is. */
  verdict,
  /** Of the offers: `broken` when even the high end of the interval of `held` is below the promise; `doubtful` when its middle alone is. */
  heldVerdict: verdict,
  /** Questions asked, of all those that the entries have. */
  asked: z.number(),
  questions: z.number(),
  answered: z.number(),
  wrong: z.number(),
  /** Questions that get an answer or a choice. */
  offered: z.number(),
  /** Entries in these: an answer counts as one. */
  entries: z.number(),
  /** Least confidence asked of answers so that the promise is kept, above the calibrated one; 0 when that keeps it. */
  least: z.number(),
  /** From which confidence of three entries together a choice is proposed, and from which an entry is in it; `null` when too few questions say. */
  offer: z.object({ floor: z.number(), choice: z.number() }).nullable(),
  /** By which the confidences were measured. */
  refit: refit.exactOptional(),
  /** Answered among asked. */
  coverage: estimate.nullable(),
  /** Wrong among answered. */
  error: estimate.nullable(),
  /** Offers that hold the right entry, among all. */
  held: estimate.nullable(),
  /** Entries whose questions another entry answers in their place, most questions first. */
  thefts: z.array(z.object({ from: namedEntryShape, by: namedEntryShape, count: z.number(), question: z.string() })),
})

/** What agents' checks say of the confidences of a content. */
const checks = z.object({
  answers: z.number(),
  right: z.number(),
  /** In [0, 1], before any refit; `null` without any. */
  said: z.number().nullable(),
  refit,
})

/** What was measured of a publication. */
const past = z.object({
  at: z.string(),
  promise: z.number(),
  answered: z.number(),
  error: estimate.nullable(),
  coverage: estimate.nullable(),
})

/** Where publications stand for the administrator's commune. */
const state = z.object({
  /** What the commune promises now; what it shares with others is measured for the strictest of them. */
  promises,
  /** What is being done; `total` is 0 while it is unknown. `null` when nothing is. */
  running: z
    .object({ phase: z.enum(['reading', 'building', 'checking']), done: z.number(), total: z.number() })
    .nullable(),
  /** How the last publication since the start ended. */
  last: z
    .object({
      outcome: z.enum(['published', 'unchanged', 'refused', 'faulty', 'failed']),
      at: z.string(),
      /** Files that could not be read, when `faulty`. */
      faults: z.array(z.object({ file: z.string(), fault: z.string() })),
      /** What the refused content would have done, when `refused`. */
      refused: promise.nullable(),
    })
    .nullable(),
  /** Whether who asks may publish: the folders are those of every commune of the server. */
  mayPublish: z.boolean(),
  /** What is served now; `null` until it is measured. */
  report: promise.nullable(),
  /** What agents' checks say of the confidences of what is served; `null` until it is measured. */
  checks: checks.nullable(),
  /** What was measured of what is served and of former publications, oldest first. */
  trend: z.array(past),
})

/** Shapes of what these routes answer. */
export type ScheduledView = z.infer<typeof scheduled>
export type GateView = z.infer<typeof gate>
export type LeftOutView = z.infer<typeof leftOut>
export type UndoneView = z.infer<typeof undone>
export type MeasuredEstimateView = z.infer<typeof estimate>
export type PromiseView = z.infer<typeof promise>
export type ChecksView = z.infer<typeof checks>
export type PublicationView = z.infer<typeof state>

const staff = { access: ['curator', 'admin'], errors: [401, 403, 404, 409, 422] } as const satisfies Partial<Route>
const admin = { access: ['admin'], errors: [401, 403], answer: state } as const satisfies Partial<Route>

/** What is measured before entries are published, publishing them, and publishing what the folders hold. */
export const publicationRoutes = {
  measure: route({
    ...staff,
    method: 'post',
    path: '/admin/gate',
    summary:
      'Measure what publishing entries would change for the example questions that come near; a run of the commune that is not done ends',
    body: z.strictObject({ entries }),
    answer: gate,
    status: 202,
  }),
  measured: route({
    ...staff,
    method: 'get',
    path: '/admin/gate',
    summary: 'How far the measure is, and its report',
    answer: gate,
    errors: [401, 403],
  }),
  endMeasure: route({
    ...staff,
    method: 'delete',
    path: '/admin/gate',
    summary: 'End the measure',
    answer: null,
    errors: [401, 403],
  }),
  publish: route({
    ...staff,
    method: 'post',
    path: '/admin/publications',
    summary:
      'Publish entries that were measured, in one step: drafts, submitted revisions, or former revisions to go back to. `override` publishes what the gate blocks, with a reason',
    body: publication,
    typed: { why: 'masked' },
    answer: published,
  }),
  undo: route({
    ...staff,
    method: 'post',
    path: '/admin/publications/{id}/undo',
    summary:
      'Bring back what was served before a publication; entries that were changed again since are left. What it published becomes drafts again',
    answer: undone,
    errors: [401, 403, 404],
  }),
  scheduled: route({
    ...staff,
    method: 'get',
    path: '/admin/scheduled-publications',
    summary: 'What is published later, and what was not published at its hour',
    answer: scheduled,
    errors: [401, 403],
  }),
  schedule: route({
    ...staff,
    method: 'post',
    path: '/admin/scheduled-publications',
    summary:
      'Publish entries that were measured at an hour of the commune’s clock; what the gate blocks cannot be. An entry that was scheduled before is scheduled anew',
    body: schedule,
    typed: { why: 'masked' },
    answer: scheduled,
  }),
  move: route({
    ...staff,
    method: 'put',
    path: '/admin/scheduled-publications/{id}',
    summary: 'Give another hour to what is published later',
    body: z.strictObject({ at: townHour }),
    answer: scheduled,
  }),
  cancel: route({
    ...staff,
    method: 'delete',
    path: '/admin/scheduled-publications/{id}',
    summary: 'Do not publish it later; its entries stay as they are',
    answer: scheduled,
    errors: [401, 403, 404, 409],
  }),
  submit: route({
    ...staff,
    method: 'post',
    path: '/admin/submissions',
    summary: 'Give drafts to a reviewer together',
    body: submitted,
    typed: { why: 'masked' },
    answer: submission,
  }),
  state: route({
    ...admin,
    method: 'get',
    path: '/admin/publication',
    summary: 'What is published, and what it keeps of the promise',
  }),
  publishFolders: route({
    ...admin,
    method: 'post',
    path: '/admin/publish',
    summary: 'Read the content anew and publish it, unless it breaks the promise',
    server: true,
    status: 202,
  }),
}
