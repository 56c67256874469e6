import type { EntryContent } from '../entries/model/entry-record.js'

/** Fields without which no entry is published, however short it is. */
export const NEEDED_FIELDS = ['title', 'summary', 'source.name'] as const
/** One of {@link NEEDED_FIELDS}. */
export type NeededField = (typeof NEEDED_FIELDS)[number]

/** Why a line is not imported; each has its sentence `fault.<code>` in `knowledge/messages/exchange.*.json`. */
export const LINE_FAULT_CODES = [
  'no_title',
  'personal_number',
  'bad_value',
  'too_long',
  'too_short',
  'not_a_date',
  'not_an_address',
  'written_twice',
  'not_json',
  'too_deep',
  'too_many',
  'unknown_shape',
  'answer_elsewhere',
  'only_redirects',
  'not_in_french',
  'disabled',
] as const
/** One of {@link LINE_FAULT_CODES}. */
export type LineFaultCode = (typeof LINE_FAULT_CODES)[number]

/** A line or a file that is not imported. */
export interface LineFault {
  /** Line of a sheet, headings included, from 1; `null` when `file` says where. */
  line: number | null
  /** Path within what was given; `null` for a sheet. */
  file: string | null
  code: LineFaultCode
  /** The column or field at fault; `null` when it is the whole line. */
  field: string | null
  /** The value at fault, shortened; empty when there is none. */
  value: string
}

/** An entry that an import would write. */
export interface PlannedEntry {
  entryId: string
  content: EntryContent
  /** Names of the fields that it brings, or changes. */
  fields: string[]
  /** Those that somebody has to write before it can be published. */
  missing: NeededField[]
  /** Example questions that it brings. */
  newQuestions: number
}

/** What an import would do, before anything is written. */
export interface ImportPlan {
  created: PlannedEntry[]
  changed: PlannedEntry[]
  /** Ids of entries that already say the same. */
  unchanged: string[]
  faults: LineFault[]
}
