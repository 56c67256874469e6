import { z } from 'zod'
import { type Route, route } from '../../platform/http/route.js'
import { entryIdShape as entryId } from '../../platform/http/shapes.js'
import { MAX_QUESTION_LENGTH } from '../../platform/model/entry.js'
import { namedEntryShape } from '../entries/contract.js'
import { CONFLICT_KINDS } from './conflict.js'

/** Findings of one page. */
export const CONFLICTS_A_PAGE = 20
/** Questions shown of one finding, at most. */
export const MOST_CONFLICT_QUESTIONS = 12

const key = z.string().regex(/^[a-z_]{1,20}(:[a-z0-9-]{1,80}){1,2}$/)
const question = z.string().min(1).max(MAX_QUESTION_LENGTH)

/** Which findings a page shows. */
export const conflictsQuery = z.strictObject({
  kind: z.enum(CONFLICT_KINDS).exactOptional(),
  /** Findings about this entry alone. */
  entry: entryId.exactOptional(),
  /** Those that are let be, in the place of the others. */
  ignored: z.enum(['only']).exactOptional(),
  page: z.coerce.number().int().min(1).max(10_000).default(1),
})
/** See {@link conflictsQuery}. */
export type ConflictsQuery = z.infer<typeof conflictsQuery>

const act = z.discriminatedUnion('action', [
  /** Takes a question from the draft of an entry and adds it to that of another, or, without one, leaves it where else it is. */
  z.strictObject({ action: z.literal('move'), question, from: entryId, to: entryId.nullable() }),
  /** Archives an entry in favour of another one, whose draft gets its questions. */
  z.strictObject({ action: z.literal('merge'), archived: entryId, kept: entryId }),
  /** Lets a finding be, as long as the questions of its entries stay as they are. */
  z.strictObject({ action: z.literal('ignore'), key, reason: z.string().max(500) }),
  z.strictObject({ action: z.literal('reopen'), key }),
])
/** What is done about a finding. */
export type ConflictAct = z.infer<typeof act>

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
/** What takes an act back, as the act gave it. */
export type ConflictUndo = z.infer<typeof undo>

/** An entry that a finding is about. */
const conflictEntry = z.object({
  ...namedEntryShape.shape,
  /** Example questions that it has. */
  questions: z.number(),
  /** Whether a draft of it waits to be published. */
  draft: z.boolean(),
})

/** An example question that a finding is about. */
const conflictQuestion = z.object({
  question: z.string(),
  of: z.string(),
  by: z.string().nullable(),
  /** As the other entry has it, of `same_question`. */
  twin: z.string().nullable(),
  /** Whether the assistant asks back, and proposes the other one first, rather than answer with it. */
  isUnsure: z.boolean(),
  /** Whether a draft of one of them does not have it any more. */
  moved: z.boolean(),
})

/** A finding, as a curator reads it. */
const conflict = z.object({
  key: z.string(),
  kind: z.enum(CONFLICT_KINDS),
  entries: z.array(conflictEntry),
  /** At most {@link MOST_CONFLICT_QUESTIONS}. */
  questions: z.array(conflictQuestion),
  count: z.number(),
  /** Of `confused`: how many of these the other entry answers outright. */
  taken: z.number(),
  /** Example questions of its entries. */
  of: z.number(),
  /** Questions of citizens that may have been concerned in the days of the list; 0 for fewer than five. */
  stake: z.number(),
  /** What the assistant asks when it cannot tell the two apart, and the labels of its buttons; `null` of one entry. */
  apart: z.object({ question: z.string(), labels: z.array(z.string()) }).nullable(),
  /** Who let it be. Over, it has come back since a question of one of its entries changed. */
  ignored: z.object({ by: z.string(), day: z.string(), reason: z.string(), isOver: z.boolean() }).nullable(),
})

const conflicts = z.object({
  state: z.enum(['none', 'waiting', 'running', 'done', 'failed']),
  /** Questions asked and to ask, while they are; `total` is 0 while that is unknown. */
  done: z.number(),
  total: z.number(),
  /** `null` before the first time. */
  report: z
    .object({
      /** When the example questions were asked. */
      at: z.string(),
      searchedBy: z.enum(['meaning', 'words']),
      entries: z.number(),
      questions: z.number(),
      /** Whether it is of what is served now. */
      isCurrent: z.boolean(),
    })
    .nullable(),
  /** Of everything that is not let be, whatever is chosen. */
  counts: z.record(z.enum(CONFLICT_KINDS), z.number()),
  ignored: z.number(),
  /** Days of citizens' questions by which findings are ranked. */
  days: z.number(),
  /** Title of the entry that is chosen, if one is. */
  entry: namedEntryShape.nullable(),
  /** Findings that what is chosen leaves. */
  found: z.number(),
  page: z.number(),
  pages: z.number(),
  conflicts: z.array(conflict),
})

/** What came of an act. */
const conflictDone = z.object({
  undo: undo.nullable(),
  /** Entries whose draft waits to be published since. */
  drafts: z.array(namedEntryShape),
  /** Questions that were added to a draft. */
  added: z.number(),
})

/** Shapes of what these routes answer. */
export type ConflictEntryView = z.infer<typeof conflictEntry>
export type ConflictQuestionView = z.infer<typeof conflictQuestion>
export type ConflictView = z.infer<typeof conflict>
export type ConflictsView = z.infer<typeof conflicts>
export type ConflictActView = z.infer<typeof conflictDone>

const staff = { access: ['curator', 'admin'], errors: [401, 403, 404, 409, 422] } as const satisfies Partial<Route>

/** Entries that are taken for each other, or that nobody finds. */
export const conflictRoutes = {
  list: route({
    ...staff,
    method: 'get',
    path: '/admin/conflicts',
    summary:
      'Conflicts among the entries of the commune, those first that concern most questions of citizens; `kind`, `entry` and `ignored` narrow them, `page` turns the page',
    query: conflictsQuery,
    answer: conflicts,
    errors: [401, 403, 422],
  }),
  find: route({
    ...staff,
    method: 'post',
    path: '/admin/conflicts/runs',
    summary: 'Look for conflicts in what is served now, off the path of questions',
    answer: conflicts,
    status: 202,
    errors: [401, 403],
  }),
  act: route({
    ...staff,
    method: 'post',
    path: '/admin/conflicts/acts',
    summary:
      'Move a question from one draft to another, merge two entries, let a finding be, with a reason, or look at it again',
    body: act,
    typed: { question: 'checked', reason: 'masked' },
    answer: conflictDone,
  }),
  undo: route({
    ...staff,
    method: 'post',
    path: '/admin/conflicts/undo',
    summary: 'Take back what one act did, as it said itself how',
    body: z.strictObject({ undo }),
    typed: { 'undo.question': 'curated', 'undo.added.*': 'curated' },
    answer: conflictDone,
  }),
}
