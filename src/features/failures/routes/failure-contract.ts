import { z } from 'zod'
import { SPOKEN_LANGUAGES, type SpokenLanguage } from '../../../platform/model/language.js'
import { MAX_NOTE_LENGTH, type RemarkKind } from '../../handoffs/remark.js'
import { FAILURE_KINDS, FAILURE_STATES, type FailureKind, type FailureState } from '../failure.js'

/** Groups of one page, and failures of one group's page. */
export const FAILURES_A_PAGE = 20
/** Most failures named in one press; a whole group is named by its id. */
const MOST_NAMED = 200

const id = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/)
const entryId = z.string().regex(/^[a-z0-9-]{1,80}$/)
const day = z.iso.date()
const page = z.coerce.number().int().min(1).max(10_000).default(1)

const filter = {
  kind: z.enum(FAILURE_KINDS).optional(),
  state: z.enum([...FAILURE_STATES, 'open']).optional(),
  language: z.enum(SPOKEN_LANGUAGES).optional(),
  from: day.optional(),
  to: day.optional(),
}

/** `GET /admin/failures` and `GET /admin/failures/groups/:id` */
export const failuresQuery = z.strictObject({ ...filter, page })

/** Failures that something is done to: some, or those of a group that a filter wants. */
const scope = z.union([
  z.strictObject({ failureIds: z.array(id).min(1).max(MOST_NAMED) }),
  z.strictObject({ groupId: id, filter: z.strictObject(filter).optional() }),
])

/** `POST /admin/failures/actions` */
export const failureActionRequest = z.discriminatedUnion('action', [
  /** Says what becomes of them; why is told to the agents who remarked them. */
  z.strictObject({
    action: z.literal('decide'),
    scope,
    state: z.enum(FAILURE_STATES),
    reason: z.string().max(MAX_NOTE_LENGTH).optional(),
  }),
  /** Adds their questions to the draft of an entry. */
  z.strictObject({ action: z.literal('add_questions'), scope, entryId }),
  /** Begins the draft of a new entry with their questions. */
  z.strictObject({ action: z.literal('begin_entry'), scope, title: z.string().min(3).max(90) }),
])

/** `PUT /admin/failures/digest`: the weekly mail, in the language in which it is asked for. */
export const digestRequest = z.strictObject({ wanted: z.boolean() })

/** An entry by its name; the title is the id of one that is not published. */
export interface NamedEntry {
  id: string
  title: string
}

/** A question that was failed, as a curator reads it. */
export interface FailureView {
  id: string
  kinds: FailureKind[]
  /** In the zone of the commune: the hour could tell who asked. */
  day: string
  language: SpokenLanguage
  /** Masked. */
  question: string
  shown: NamedEntry | null
  right: NamedEntry | null
  remark: { kind: RemarkKind; agentName: string; answer: string; note: string } | null
  state: FailureState
  decision: {
    by: string
    day: string
    reason: string
    remedy: { kind: 'question_added' | 'entry_begun'; entry: NamedEntry } | null
    actionId: string
  } | null
}

/** Failures that ask for the same thing, as far as a filter wants them. */
export interface FailureGroupView {
  id: string
  /** Its most telling words; none of a question that is in no group. */
  words: readonly string[]
  /** The question nearest to the middle of the group. */
  question: string
  language: SpokenLanguage
  people: number
  failures: number
  /** Those that still wait for a decision. */
  open: number
  kinds: Partial<Record<FailureKind, number>>
  firstDay: string
  lastDay: string
}

/** What `GET /admin/failures` answers. */
export interface FailuresView {
  /** Questions that are being grouped; `null` when all are. */
  progress: { done: number; total: number } | null
  /** Of everything that is kept, whatever the filter. */
  counts: Record<FailureState, number>
  /** Languages among what is kept. */
  languages: SpokenLanguage[]
  /** People and failures that the filter wants. */
  people: number
  failures: number
  /** Groups of all pages. */
  groupCount: number
  page: number
  pages: number
  groups: FailureGroupView[]
}

/** An entry that may answer a group, with what the assistant thinks of it. */
export interface ProposedEntryView extends NamedEntry {
  confidence: number
  /** Whether an agent said so, or a citizen chose it. */
  said: boolean
}

/** What `GET /admin/failures/groups/:id` answers. */
export interface FailureGroupDetailView {
  group: FailureGroupView
  /** At most three, the likeliest first. */
  proposed: ProposedEntryView[]
  page: number
  pages: number
  failures: FailureView[]
}

/** What `POST /admin/failures/actions` answers. */
export interface FailureActionView {
  /** By which it is undone; `null` when nothing was done. */
  actionId: string | null
  /** How many failures it is about. */
  count: number
  /** The entry whose draft was changed or begun. */
  entry: NamedEntry | null
  /** Questions that its draft did not have. */
  added: number
}

/** What `GET` and `PUT /admin/failures/digest` answer. */
export interface DigestView {
  wanted: boolean
  /** Whether mails can leave at all. */
  mail: 'on' | 'off'
}
