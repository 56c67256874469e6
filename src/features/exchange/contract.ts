import { z } from 'zod'
import { type Route, route } from '../../platform/http/route.js'
import { EXPORT_FORMATS } from '../../platform/model/export-formats.js'
import { COLUMN_KINDS } from './column-kinds.js'
import { LINE_FAULT_CODES, type LineFault, NEEDED_FIELDS } from './import-plan.js'

/** Largest file that is uploaded, in bytes, before it is written in base64. */
const MOST_UPLOAD_BYTES = 16 * 1024 * 1024
/** Most entries and faults of each kind that a plan shows; the counts are whole. */
export const MOST_PLAN_ROWS = 200

const upload = {
  /** Name of the file, by which people know the import afterwards. */
  name: z.string().min(1).max(200),
  /** The file in base64. */
  content: z.base64().max(Math.ceil(MOST_UPLOAD_BYTES / 3) * 4 + 4),
}

/** A file to be looked at. */
export const readUploadRequest = z.strictObject(upload)

/** A file whose entries are wanted. */
export const importRequest = z.strictObject({
  ...upload,
  /** What each column says, in their order; guessed when absent. */
  mapping: z.array(z.enum(COLUMN_KINDS)).max(200).exactOptional(),
  /** Whether questions come beside those that an entry has, or in their place. */
  questions: z.enum(['add', 'replace']).default('add'),
})
/** See {@link importRequest}. */
export type ImportRequest = z.input<typeof importRequest>

/** What a file is: the columns of a sheet with what they were guessed to say, or a bot of Botpress. */
const readUpload = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('table'),
    rows: z.number(),
    columns: z.array(z.object({ heading: z.string(), sample: z.string(), kind: z.enum(COLUMN_KINDS) })),
  }),
  z.object({ kind: z.literal('botpress'), rows: z.number() }),
])

/** An entry that an import would write. */
const planned = z.object({
  entryId: z.string(),
  title: z.string(),
  /** Fields that it brings or changes. */
  fields: z.array(z.string()),
  /** Those that somebody has to write before it can be published. */
  missing: z.array(z.enum(NEEDED_FIELDS)),
  newQuestions: z.number(),
})

const lineFault = z.object({
  line: z.number().nullable(),
  file: z.string().nullable(),
  code: z.enum(LINE_FAULT_CODES),
  field: z.string().nullable(),
  value: z.string(),
}) satisfies z.ZodType<LineFault>

/** What an import would do: nothing is written. */
const plan = z.object({
  counts: z.object({ created: z.number(), changed: z.number(), unchanged: z.number(), faults: z.number() }),
  created: z.array(planned),
  changed: z.array(planned),
  faults: z.array(lineFault),
})

/** What an import did: entries of which it saved a draft; `busy`: those that somebody was writing, of which nothing was changed. */
const done = z.object({ id: z.string(), saved: z.number(), entryIds: z.array(z.string()), busy: z.array(z.string()) })

/** Imports that were made, latest first. */
const imports = z.object({
  imports: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      at: z.string(),
      by: z.string(),
      drafts: z.number(),
      undone: z.boolean(),
    }),
  ),
})

/** What was taken back of an import: ids of drafts thrown away, and of those that somebody has touched. */
const undone = z.object({ discarded: z.array(z.string()), kept: z.array(z.string()) })

/** Shapes of what these routes answer. */
export type ReadUploadView = z.infer<typeof readUpload>
export type PlannedEntryView = z.infer<typeof planned>
export type ImportPlanView = z.infer<typeof plan>

const staff = { access: ['curator', 'admin'], errors: [401, 403, 422] } as const satisfies Partial<Route>
const typed = { name: 'masked', content: 'checked' } as const

/** Routes by which curators import and export entries. */
export const exchangeRoutes = {
  read: route({
    ...staff,
    method: 'post',
    path: '/admin/exchange/read',
    summary: 'What a file is: the columns of a sheet and what they seem to say, or a bot of Botpress',
    body: readUploadRequest,
    typed,
    answer: readUpload,
  }),
  plan: route({
    ...staff,
    method: 'post',
    path: '/admin/exchange/plan',
    summary: 'What an import would do, entry by entry and fault by fault; nothing is written',
    body: importRequest,
    typed,
    answer: plan,
  }),
  make: route({
    ...staff,
    method: 'post',
    path: '/admin/exchange/imports',
    summary: 'Save what a file brings as drafts',
    body: importRequest,
    typed,
    answer: done,
    status: 201,
  }),
  list: route({
    ...staff,
    method: 'get',
    path: '/admin/exchange/imports',
    summary: 'Imports that were made',
    answer: imports,
    errors: [401, 403],
  }),
  undo: route({
    ...staff,
    method: 'post',
    path: '/admin/exchange/imports/{id}/undo',
    summary: 'Throw away the drafts of an import that nobody has touched since',
    answer: undone,
    errors: [401, 403, 404, 409],
  }),
  export: route({
    ...staff,
    method: 'get',
    path: '/admin/exchange/export',
    summary: 'Every entry of the commune as a file: `format` is csv, xlsx, files or botpress',
    query: z.object({ format: z.enum(EXPORT_FORMATS) }),
    answer: z.string(),
    mediaType: 'text/csv',
  }),
}
