import { z } from 'zod'
import { COLUMN_KINDS, type ColumnKind } from '../column-kinds.js'
import type { LineFault } from '../import-plan.js'

/** Largest file that is uploaded, in bytes, before it is written in base64. */
export const MOST_UPLOAD_BYTES = 16 * 1024 * 1024

const upload = {
  /** Name of the file, by which people know the import afterwards. */
  name: z.string().min(1).max(200),
  /** The file in base64. */
  content: z.base64().max(Math.ceil(MOST_UPLOAD_BYTES / 3) * 4 + 4),
}

/** Body of `POST /admin/exchange/read`. */
export const readUploadRequest = z.strictObject(upload)

/** Body of `POST /admin/exchange/plan` and `POST /admin/exchange/imports`. */
export const importRequest = z.strictObject({
  ...upload,
  /** What each column says, in their order; guessed when absent. */
  mapping: z.array(z.enum(COLUMN_KINDS)).max(200).optional(),
  /** Whether questions come beside those that an entry has, or in their place. */
  questions: z.enum(['add', 'replace']).default('add'),
})
/** Body of `POST /admin/exchange/plan` and `POST /admin/exchange/imports`. */
export type ImportRequest = z.input<typeof importRequest>

/** What a file is: the columns of a sheet with what they were guessed to say, or a bot of Botpress. */
export type ReadUploadView =
  | { kind: 'table'; rows: number; columns: { heading: string; sample: string; kind: ColumnKind }[] }
  | { kind: 'botpress'; rows: number }

/** An entry that an import would write. */
export interface PlannedEntryView {
  entryId: string
  title: string
  /** Fields that it brings or changes. */
  fields: string[]
  /** Sections that somebody has to write before it can be published. */
  missing: string[]
  newQuestions: number
}

/** Most entries and faults of each kind that a plan shows; the counts are whole. */
export const MOST_PLAN_ROWS = 200

/** What an import would do: nothing is written. */
export interface ImportPlanView {
  counts: { created: number; changed: number; unchanged: number; faults: number }
  created: PlannedEntryView[]
  changed: PlannedEntryView[]
  faults: LineFault[]
}

/** What an import did. */
export interface ImportDoneView {
  id: string
  saved: number
  /** Entries that somebody was writing: nothing was changed of them. */
  busy: string[]
}

/** Imports that were made, latest first. */
export interface ImportsView {
  imports: { id: string; name: string; at: string; by: string; drafts: number; undone: boolean }[]
}

/** What was taken back of an import: ids of drafts thrown away, and of those that somebody has touched. */
export interface ImportUndoneView {
  discarded: string[]
  kept: string[]
}
