import type { Entry, OnlineService, SectionKey, Source } from '../entries/model/entry.js'

/** What a line of a sheet, or a file of Botpress, says of an entry; what it does not say is absent. */
export interface ImportedFields
  extends Partial<Pick<Entry, 'id' | 'title' | 'summary' | 'short' | 'owner' | 'simple' | 'questions' | 'toCheck'>> {
  category?: string
  who?: string
  verifiedAt?: string
  reviewBy?: string
  servicePublic?: string[]
  online?: OnlineService[]
  source?: Partial<Source>
  sections?: Partial<Record<SectionKey, string>>
  /** A title made from something else, for an entry that there is not yet. */
  suggestedTitle?: string
  /** Other answers to the same questions, which are kept for whoever reads the draft. */
  otherAnswers?: string[]
}

/** Where something was read, and what. */
export interface ImportedRow {
  /** Line of a sheet, from 1; `null` for a file. */
  line: number | null
  /** Path of a file; `null` for a sheet. */
  file: string | null
  fields: ImportedFields
}
