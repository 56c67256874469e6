import { z } from 'zod'
import { type Route, route } from '../../platform/http/route.js'
import { namedEntryShape } from '../entries/contract.js'
import type { LineChange } from './compare-lines.js'
import type { ImportFailure, ImportProgress, ImportReport } from './import-report.js'

/** Fiches of one page of the list. */
export const FICHES_A_PAGE = 50

const pattern = z.string().trim().min(1).max(120)
const text = z.string().trim().max(4_000)
/** Of the text that was seen, or of which something is said. */
const digest = z.string().regex(/^([0-9a-f]{16}|gone)$/)

/** Which fiches of the commune are listed. */
export const fichesQuery = z.object({
  show: z.enum(['review', 'all']).default('review'),
  q: z.string().max(200).default(''),
  from: z.coerce.number().int().min(0).default(0),
})
/** See {@link fichesQuery}. */
export type FichesQuery = z.infer<typeof fichesQuery>

const progress = z.object({
  phase: z.enum(['fetching', 'reading']),
  done: z.number(),
  total: z.number(),
}) satisfies z.ZodType<ImportProgress>

const failure = z.object({
  at: z.string(),
  fault: z.enum([
    'not_found',
    'not_a_feed',
    'too_large',
    'unsafe_archive',
    'no_fiche',
    'too_many_lost',
    'busy',
    'too_heavy',
    'too_slow',
    'address_refused',
    'address_failed',
    'failed',
  ]),
  detail: z.string(),
}) satisfies z.ZodType<ImportFailure>

const report = z.object({
  at: z.string(),
  source: z.string(),
  schemas: z.record(z.string(), z.number()),
  counts: z.object({
    files: z.number(),
    fiches: z.number(),
    added: z.number(),
    changed: z.number(),
    unchanged: z.number(),
    gone: z.number(),
    redirected: z.number(),
    returned: z.number(),
  }),
  faults: z.array(z.object({ file: z.string(), fault: z.string() })),
  faultCount: z.number(),
}) satisfies z.ZodType<ImportReport>

const choice = z.object({ themes: z.array(z.string()), ids: z.array(z.string()) })

/** Where the feed and the commune's choice stand. */
const feed = z.object({
  /** What the operator has set; `null` when a feed can only be sent as an archive. */
  source: z.string().nullable(),
  /** Whether whoever asks may import: on a server with several communes, the texts are everybody's. */
  mayImport: z.boolean(),
  running: progress.nullable(),
  failure: failure.nullable(),
  /** The last import that went through; `null` before the first. */
  report: report.nullable(),
  selection: choice,
  /** What of the selection names no fiche of the feed: it is kept, and takes nothing. */
  unknown: choice,
  /** Fiches that the commune serves, and fiches that somebody should look at. */
  served: z.number(),
  toReview: z.number(),
  /** The widest themes, with how many fiches each has; most first. */
  themes: z.array(z.object({ id: z.string(), title: z.string(), fiches: z.number() })),
})

/** A fiche in the list. */
const ficheItem = z.object({
  id: z.string(),
  title: z.string(),
  standing: z.enum(['current', 'changed', 'gone', 'archived']),
  /** Whether the commune says something beside it: that is to be read again when the fiche has changed or gone. */
  hasNote: z.boolean(),
  /** Day of its last change, ISO `YYYY-MM-DD`. */
  modified: z.string().nullable(),
  url: z.string(),
})

/** Those to review first by note, then in the order of their titles. */
const fiches = z.object({
  total: z.number(),
  fiches: z.array(ficheItem),
  /** Where the next page begins; `null` at the end. */
  next: z.number().nullable(),
})

const lineChange = z.object({
  kind: z.enum(['same', 'added', 'removed']),
  lines: z.array(z.string()),
}) satisfies z.ZodType<LineChange>

const fiche = z.object({
  ...ficheItem.shape,
  /** What `seen` and `note` repeat: of the text that is shown, or `gone`. */
  digest: z.string(),
  /** Of a fiche that is gone: what takes its place. */
  successor: z.object({ id: z.string().nullable(), title: z.string(), url: z.string().nullable() }).nullable(),
  /** What has changed since the commune has last seen it; empty when nothing has. Of a fiche that is gone: its last text, removed. */
  changes: z.array(lineChange),
  note: z.object({
    place: z.string(),
    hours: z.string(),
    papers: z.string(),
    cost: z.string(),
    by: z.string(),
    at: z.string(),
  }),
})

/** A text that a curator has seen, by which a later one is told from it. */
const seenFiche = z.strictObject({ id: z.string().regex(/^F\d{1,7}$/), digest })
const seenFiches = z.array(seenFiche).min(1).max(50)
/** See {@link seenFiches}. */
export type SeenFiche = z.infer<typeof seenFiche>

const replacement = z.object({ field: z.string(), before: z.string(), after: z.string() })

/** An entry of the commune that was written from fiches that say something else since. */
const concerned = z.object({
  entry: namedEntryShape,
  hasDraft: z.boolean(),
  fiches: z.array(
    z.object({
      ...seenFiche.shape,
      title: z.string(),
      url: z.string(),
      standing: z.enum(['changed', 'gone']),
      modified: z.string().nullable(),
      /** Lines that went and came; empty of a fiche that is gone. */
      changes: z.array(lineChange),
      /** Of a fiche that is gone: what takes its place. */
      successor: fiche.shape.successor,
    }),
  ),
  /** What a draft would say in the words of the new text. */
  replaced: z.array(replacement),
  /** Sentences that changed and have no sure place in the entry: for a curator to read. */
  left: z.number(),
})

const concernedEntriesShape = z.object({
  total: z.number(),
  /** The first of them, by their titles. */
  entries: z.array(concerned),
})

/** What came of preparing a draft. Nothing is published by it. */
const prepared = z.object({ entry: namedEntryShape, replaced: z.array(replacement), left: z.number() })

/** Shapes of what these routes answer. */
export type ConcernedView = z.infer<typeof concerned>
export type ConcernedEntriesView = z.infer<typeof concernedEntriesShape>
export type PreparedView = z.infer<typeof prepared>
export type NationalFeedView = z.infer<typeof feed>
export type FicheItemView = z.infer<typeof ficheItem>
export type FichesView = z.infer<typeof fiches>
export type FicheView = z.infer<typeof fiche>

const curator = { access: ['curator', 'admin'], errors: [401, 403, 404, 409, 422] } as const satisfies Partial<Route>
const server = { access: ['admin'], server: true, answer: feed, status: 202 } as const satisfies Partial<Route>

/** The national feed: importing it and choosing of it, and what has changed. */
export const nationalRoutes = {
  state: route({
    ...curator,
    method: 'get',
    path: '/admin/imports/service-public',
    summary: 'What the server has of the national feed, what the commune has chosen of it, and the import that runs',
    answer: feed,
    errors: [401, 403],
  }),
  import: route({
    ...server,
    method: 'post',
    path: '/admin/imports/service-public',
    summary: 'Import the feed that the operator has set',
    body: z.strictObject({ acceptLosses: z.boolean().exactOptional() }),
    errors: [401, 403, 409, 422],
  }),
  sendArchive: route({
    ...server,
    method: 'post',
    path: '/admin/imports/service-public/archive',
    summary: 'Import a feed sent as a zip; `accept-losses=yes` when it may lack fiches that the server has',
    query: z.object({ 'accept-losses': z.string().exactOptional() }),
    upload: 'application/zip',
    errors: [401, 403, 409, 413, 415],
  }),
  select: route({
    method: 'put',
    path: '/admin/imports/service-public/selection',
    summary: 'Choose fiches by theme and by id; `*` stands for any run of characters',
    access: ['admin'],
    body: z.strictObject({ themes: z.array(pattern).max(200), ids: z.array(pattern).max(2_000) }),
    typed: { 'themes.*': 'curated', 'ids.*': 'curated' },
    answer: feed,
    errors: [401, 403, 422],
  }),
  fiches: route({
    ...curator,
    method: 'get',
    path: '/admin/imports/service-public/fiches',
    summary: 'The fiches of the commune: those to look at again, or all; `show`, `q`, `from`',
    query: fichesQuery,
    answer: fiches,
    errors: [401, 403, 422],
  }),
  fiche: route({
    ...curator,
    method: 'get',
    path: '/admin/imports/service-public/fiches/{id}',
    summary: 'One of them, with what has changed and what the commune says beside it',
    answer: fiche,
    errors: [401, 403, 404],
  }),
  note: route({
    ...curator,
    method: 'put',
    path: '/admin/imports/service-public/fiches/{id}/note',
    summary: 'Say something beside a fiche: place, hours, papers, cost; empty texts take it away',
    body: z.strictObject({ digest, place: text, hours: text, papers: text, cost: text }),
    typed: { place: 'curated', hours: 'curated', papers: 'curated', cost: 'curated' },
    answer: fiche,
  }),
  seen: route({
    ...curator,
    method: 'post',
    path: '/admin/imports/service-public/fiches/{id}/seen',
    summary: 'Say that a change was seen',
    body: z.strictObject({ digest }),
    answer: fiche,
  }),
  concerned: route({
    ...curator,
    method: 'get',
    path: '/admin/imports/service-public/concerned',
    summary:
      'The entries of the commune that were written from a fiche which says something else since, and what has changed in it',
    answer: concernedEntriesShape,
    errors: [401, 403],
  }),
  prepare: route({
    ...curator,
    method: 'post',
    path: '/admin/imports/service-public/concerned/{id}/draft',
    summary:
      'Put what has changed in a draft of such an entry, where the entry says it in the words of the former text',
    body: z.strictObject({ fiches: seenFiches }),
    answer: prepared,
  }),
  settle: route({
    ...curator,
    method: 'put',
    path: '/admin/imports/service-public/concerned/{id}',
    summary: 'Say that what has changed has no effect on such an entry, or take that back',
    body: z.strictObject({ fiches: seenFiches, settled: z.boolean() }),
    answer: concernedEntriesShape,
  }),
}
