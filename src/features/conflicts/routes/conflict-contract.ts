import { z } from 'zod'
import { MAX_QUESTION_LENGTH } from '../../entries/model/entry.js'
import { CONFLICT_KINDS, type ConflictKind } from '../conflict.js'

/** Findings of one page. */
export const CONFLICTS_A_PAGE = 20
/** Questions shown of one finding, at most. */
export const MOST_CONFLICT_QUESTIONS = 12

const entryId = z.string().regex(/^[a-z0-9-]{1,80}$/)
const key = z.string().regex(/^[a-z_]{1,20}(:[a-z0-9-]{1,80}){1,2}$/)
const question = z.string().min(1).max(MAX_QUESTION_LENGTH)

/** `GET /admin/conflicts?…` */
export const conflictsQuery = z.strictObject({
  kind: z.enum(CONFLICT_KINDS).optional(),
  /** Findings about this entry alone. */
  entry: entryId.optional(),
  /** Those that are let be, in the place of the others. */
  ignored: z.enum(['only']).optional(),
  page: z.coerce.number().int().min(1).max(10_000).default(1),
})

/** `POST /admin/conflicts/acts` */
export const conflictActRequest = z.discriminatedUnion('action', [
  /** Takes a question from the draft of an entry and adds it to that of another, or, without one, leaves it where else it is. */
  z.strictObject({ action: z.literal('move'), question, from: entryId, to: entryId.nullable() }),
  /** Archives an entry in favour of another one, whose draft gets its questions. */
  z.strictObject({ action: z.literal('merge'), archived: entryId, kept: entryId }),
  /** Lets a finding be, as long as the questions of its entries stay as they are. */
  z.strictObject({ action: z.literal('ignore'), key, reason: z.string().max(500) }),
  z.strictObject({ action: z.literal('reopen'), key }),
])

/** What takes an act back, as the act gave it. */
const undo = z.discriminatedUnion('action', [
  z.strictObject({
    action: z.literal('move'),
    question,
    from: entryId,
    to: entryId.nullable(),
    /** Whether the other entry did not have it before. */
    added: z.boolean(),
  }),
  z.strictObject({
    action: z.literal('merge'),
    archived: entryId,
    kept: entryId,
    added: z.array(question).max(500),
  }),
  z.strictObject({ action: z.literal('ignore'), key }),
])
/** See {@link conflictUndoRequest}. */
export type ConflictUndo = z.infer<typeof undo>

/** `POST /admin/conflicts/undo` */
export const conflictUndoRequest = z.strictObject({ undo })

/** An entry that a finding is about. */
export interface ConflictEntryView {
  id: string
  title: string
  /** Example questions that it has. */
  questions: number
  /** Whether a draft of it waits to be published. */
  draft: boolean
}

/** An example question that a finding is about. */
export interface ConflictQuestionView {
  question: string
  of: string
  by: string | null
  /** As the other entry has it, of `same_question`. */
  twin: string | null
  /** Whether the assistant asks back, and proposes the other one first, rather than answer with it. */
  isUnsure: boolean
  /** Whether a draft of one of them does not have it any more. */
  moved: boolean
}

/** A finding, as a curator reads it. */
export interface ConflictView {
  key: string
  kind: ConflictKind
  entries: ConflictEntryView[]
  /** At most {@link MOST_CONFLICT_QUESTIONS}. */
  questions: ConflictQuestionView[]
  count: number
  /** Of `confused`: how many of these the other entry answers outright. */
  taken: number
  /** Example questions of its entries. */
  of: number
  /** Questions of citizens that may have been concerned in {@link ConflictsView.days} days; 0 for fewer than five. */
  stake: number
  /** What the assistant asks when it cannot tell the two apart, and the labels of its buttons; `null` of one entry. */
  apart: { question: string; labels: string[] } | null
  /** Who let it be. Over, it has come back since a question of one of its entries changed. */
  ignored: { by: string; day: string; reason: string; isOver: boolean } | null
}

/** What `GET /admin/conflicts` and `POST /admin/conflicts/runs` answer. */
export interface ConflictsView {
  state: 'none' | 'waiting' | 'running' | 'done' | 'failed'
  /** Questions asked and to ask, while they are; `total` is 0 while that is unknown. */
  done: number
  total: number
  /** `null` before the first time. */
  report: {
    /** When the example questions were asked. */
    at: string
    searchedBy: 'meaning' | 'words'
    entries: number
    questions: number
    /** Whether it is of what is served now. */
    isCurrent: boolean
  } | null
  /** Of everything that is not let be, whatever is chosen. */
  counts: Record<ConflictKind, number>
  ignored: number
  /** Days of citizens' questions by which findings are ranked. */
  days: number
  /** Title of the entry that is chosen, if one is. */
  entry: { id: string; title: string } | null
  /** Findings that what is chosen leaves. */
  found: number
  page: number
  pages: number
  conflicts: ConflictView[]
}

/** What `POST /admin/conflicts/acts` and `…/undo` answer. */
export interface ConflictActView {
  undo: ConflictUndo | null
  /** Entries whose draft waits to be published since. */
  drafts: { id: string; title: string }[]
  /** Questions that were added to a draft. */
  added: number
}
