import { z } from 'zod'
import { type Route, route } from '../../platform/http/route.js'
import { entryIdShape, letterChoiceShape, letterWishShape, spokenLanguageShape } from '../../platform/http/shapes.js'
import { SECTION_KEYS } from '../../platform/model/entry.js'
import { FAILURE_KINDS, FAILURE_STATES, RETRY_KINDS } from '../../platform/model/failure.js'
import { MAX_NOTE_LENGTH } from '../../platform/model/note.js'
import { DECISION_REASONS } from '../../platform/model/outcome.js'
import { REMARK_KINDS } from '../../platform/model/remark.js'
import { namedEntryShape } from '../entries/contract.js'

/** Groups of one page, and failures of one group's page. */
export const FAILURES_A_PAGE = 20
/** Most failures named in one press; a whole group is named by its id. */
const MOST_NAMED = 200

const id = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/)
const filter = {
  kind: z.enum(FAILURE_KINDS).exactOptional(),
  state: z.enum([...FAILURE_STATES, 'open']).exactOptional(),
  language: spokenLanguageShape.exactOptional(),
  from: z.iso.date().exactOptional(),
  to: z.iso.date().exactOptional(),
  words: z.string().max(200).exactOptional(),
}

/** Which failures, or failures of a group, a page shows. */
export const failuresQuery = z.strictObject({
  ...filter,
  page: z.coerce.number().int().min(1).max(10_000).default(1),
})

/** Failures that something is done to: some, or those of a group that a filter wants. */
const scope = z.union([
  z.strictObject({ failureIds: z.array(id).min(1).max(MOST_NAMED) }),
  z.strictObject({ groupId: id, filter: z.strictObject(filter).exactOptional() }),
])
/** See {@link scope}. */
export type FailureScope = z.infer<typeof scope>

/** Longest title of an entry that is begun, in characters. */
export const MOST_TITLE = 90

/** Where a sentence may be added to an entry: at the end of its short answer, or of a section. */
export const SENTENCE_PLACES = ['summary', ...SECTION_KEYS] as const
/** One of {@link SENTENCE_PLACES}. */
export type SentencePlace = (typeof SENTENCE_PLACES)[number]
/** From this confidence, the first entry that is proposed is the usual remedy. */
export const LIKELY = 0.3

const action = z.discriminatedUnion('action', [
  /** Says what becomes of them; why is told to the agents who remarked them. */
  z.strictObject({
    action: z.literal('decide'),
    scope,
    state: z.enum(FAILURE_STATES),
    reason: z.string().max(MAX_NOTE_LENGTH).exactOptional(),
  }),
  /** Adds their questions to the draft of an entry. */
  z.strictObject({ action: z.literal('add_questions'), scope, entryId: entryIdShape }),
  /** Begins the draft of a new entry with their questions. */
  z.strictObject({
    action: z.literal('begin_entry'),
    scope,
    title: z.string().min(3).max(MOST_TITLE),
    /** What it says in short, from what agents wrote. */
    text: z.string().max(1_000).exactOptional(),
  }),
  /** Adds what agents wrote, and the questions to which they did, to the draft of an entry. */
  z.strictObject({
    action: z.literal('add_sentence'),
    scope,
    entryId: entryIdShape,
    text: z.string().min(1).max(1_000),
    place: z.enum(SENTENCE_PLACES),
  }),
])
/** What is done to some failures. */
export type FailureAction = z.infer<typeof action>

/** What is answered to a question, asked again. */
const retry = z.object({
  kind: z.enum(RETRY_KINDS),
  /** The entry that answers, or those among which it asks. */
  entries: z.array(namedEntryShape),
  reason: z.enum(DECISION_REASONS),
})

/** A question that was failed, as a curator reads it. */
const failure = z.object({
  id: z.string(),
  kinds: z.array(z.enum(FAILURE_KINDS)),
  /** In the zone of the commune: the hour could tell who asked. */
  day: z.string(),
  language: spokenLanguageShape,
  /** Masked. */
  question: z.string(),
  shown: namedEntryShape.nullable(),
  right: namedEntryShape.nullable(),
  remark: z
    .object({ kind: z.enum(REMARK_KINDS), agentName: z.string(), answer: z.string(), note: z.string() })
    .nullable(),
  state: z.enum(FAILURE_STATES),
  /** What is answered to it now; `null` until it has been asked again. */
  now: retry.nullable(),
  decision: z
    .object({
      by: z.string(),
      day: z.string(),
      reason: z.string(),
      remedy: z
        .object({ kind: z.enum(['question_added', 'entry_begun', 'sentence_added']), entry: namedEntryShape })
        .nullable(),
      actionId: z.string(),
    })
    .nullable(),
})

/** Failures that ask for the same thing, as far as a filter wants them. */
const group = z.object({
  id: z.string(),
  /** Its most telling words; none of a question that is in no group. */
  words: z.array(z.string()),
  /** The question nearest to the middle of the group. */
  question: z.string(),
  language: spokenLanguageShape,
  people: z.number(),
  failures: z.number(),
  /** Those that still wait for a decision. */
  open: z.number(),
  /** Those of them that are answered at once now, by whatever was published since. */
  answered: z.number(),
  /** Those to whom an agent wrote an answer of her own. */
  written: z.number(),
  kinds: z.partialRecord(z.enum(FAILURE_KINDS), z.number()),
  firstDay: z.string(),
  lastDay: z.string(),
})

const failures = z.object({
  /** Questions that are being grouped; `null` when all are. */
  progress: z.object({ done: z.number(), total: z.number() }).nullable(),
  /** Of everything that is kept, whatever the filter. */
  counts: z.record(z.enum(FAILURE_STATES), z.number()),
  /** Languages among what is kept. */
  languages: z.array(spokenLanguageShape),
  /** People and failures that the filter wants. */
  people: z.number(),
  failures: z.number(),
  /** Groups of all pages. */
  groupCount: z.number(),
  page: z.number(),
  pages: z.number(),
  groups: z.array(group),
})

/** An entry that may answer a group, with what the assistant thinks of it. */
const proposed = z.object({
  ...namedEntryShape.shape,
  confidence: z.number(),
  /** Whether an agent said so, or a citizen chose it. */
  said: z.boolean(),
})

const groupDetail = z.object({
  group,
  /** At most three, the likeliest first. */
  proposed: z.array(proposed),
  /** What agents wrote to those who asked, masked: at most three, that of most people first; what is nearly in the same words is one. */
  written: z.array(
    z.object({
      text: z.string(),
      people: z.number(),
      /** What of it the likeliest entry does not say; `null` where none is likely, or it says it all. */
      missing: z.object({ entry: namedEntryShape, text: z.string() }).nullable(),
    }),
  ),
  page: z.number(),
  pages: z.number(),
  failures: z.array(failure),
})

/** What came of an action. */
const actionDone = z.object({
  /** By which it is undone; `null` when nothing was done. */
  actionId: z.string().nullable(),
  /** How many failures it is about. */
  count: z.number(),
  /** The entry whose draft was changed or begun. */
  entry: namedEntryShape.nullable(),
  /** Questions that its draft did not have. */
  added: z.number(),
})

/** A sentence that one press added to an entry, and the talks that it comes from. */
const sentenceTalks = z.object({
  entry: namedEntryShape,
  /** Path of the field in which it stands. */
  field: z.string(),
  text: z.string(),
  /** Masked; an answer goes with its conversation. */
  talks: z.array(z.object({ question: z.string(), day: z.string(), written: z.string().nullable() })),
})

/** What a remedy would change of the questions that it is for. */
const trialDone = z.object({
  entry: namedEntryShape,
  /** The draft that would be published; `null` once it is, or thrown away. */
  draftVersion: z.number().nullable(),
  /** Whether somebody else must read it first. */
  reviewerRequired: z.boolean(),
  questions: z.array(
    z.object({
      question: z.string(),
      /** Whether the press added it to the entry; else it is of the same group. */
      isAdded: z.boolean(),
      before: retry,
      after: retry,
    }),
  ),
})

/** Shapes of what these routes answer. */
export type RetryView = z.infer<typeof retry>
export type SentenceTalksView = z.infer<typeof sentenceTalks>
export type TrialView = z.infer<typeof trialDone>
export type FailureView = z.infer<typeof failure>
export type FailureGroupView = z.infer<typeof group>
export type FailuresView = z.infer<typeof failures>
export type FailureGroupDetailView = z.infer<typeof groupDetail>
export type FailureActionView = z.infer<typeof actionDone>

const staff = { access: ['curator', 'admin'], errors: [401, 403] } as const satisfies Partial<Route>

/** The questions that were failed. */
export const failureRoutes = {
  list: route({
    ...staff,
    method: 'get',
    path: '/admin/failures',
    summary:
      'Questions that were failed, grouped by likeness, those that most people met first; `kind`, `state` (or `open`), `language`, `from`, `to` and `words` narrow them, `page` turns the page',
    query: failuresQuery,
    answer: failures,
    errors: [401, 403, 422],
  }),
  group: route({
    ...staff,
    method: 'get',
    path: '/admin/failures/groups/{id}',
    summary: 'The failures of a group that the same filters want, and the entries that may answer them',
    query: failuresQuery,
    answer: groupDetail,
    errors: [401, 403, 404, 422],
  }),
  act: route({
    ...staff,
    method: 'post',
    path: '/admin/failures/actions',
    summary:
      'Decide of some failures or of a group, add their questions, or what agents answered to them, to the draft of an entry, or begin a new one with them',
    body: action,
    typed: { reason: 'masked', title: 'curated', text: 'curated', 'scope.filter.words': 'never_stored' },
    answer: actionDone,
    errors: [401, 403, 404, 409, 422],
  }),
  try: route({
    ...staff,
    method: 'get',
    path: '/admin/failures/actions/{id}/trial',
    summary:
      'What would be answered to the questions of one press and to the rest of their group, were the draft that it changed published, beside what is answered now',
    answer: trialDone,
    errors: [401, 403, 404, 422],
  }),
  talks: route({
    ...staff,
    method: 'get',
    path: '/admin/failures/actions/{id}/talks',
    summary:
      'The sentence that one press added to the draft of an entry, and what was asked and answered in the talks behind it',
    answer: sentenceTalks,
    errors: [401, 403, 404, 422],
  }),
  undo: route({
    ...staff,
    method: 'post',
    path: '/admin/failures/actions/{id}/undo',
    summary: 'Take back what one press did, as far as nothing was decided since',
    answer: actionDone,
    errors: [401, 403, 404],
  }),
  digest: route({
    ...staff,
    method: 'get',
    path: '/admin/failures/digest',
    summary: 'Whether one wants the weekly mail',
    answer: letterChoiceShape,
  }),
  chooseDigest: route({
    ...staff,
    method: 'put',
    path: '/admin/failures/digest',
    summary: 'Ask for the weekly mail, in the language of the call, or for it no more',
    body: letterWishShape,
    answer: letterChoiceShape,
    errors: [401, 403, 422],
  }),
}
