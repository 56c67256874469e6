import { z } from 'zod'
import { type Route, route } from '../../platform/http/route.js'
import { answerShape, blockShape, entryIdShape, languageShape, serviceNowShape } from '../../platform/http/shapes.js'
import type { Actor } from '../../platform/model/audit.js'
import {
  CATEGORIES,
  EXPIRIES,
  MAX_QUESTION_LENGTH,
  SECTION_KEYS,
  type SectionKey,
  SHORT_KEYS,
} from '../../platform/model/entry.js'
import { GUIDE_LENGTHS } from '../../platform/model/guide.js'
import { LANGUAGES } from '../../platform/model/language.js'
import { MAX_LABEL_LENGTH, MOST_OF_ENTRY } from '../attachments/attachment.js'
import { fileFactsShape } from '../attachments/contract.js'
import type { FieldChange } from './model/entry-diff.js'
import { ENTRY_STATES } from './model/entry-life.js'
import {
  type Archival,
  type Draft,
  type EntryContent,
  type Publication,
  REVISION_ORIGINS,
  type Return,
  type Submission,
} from './model/entry-record.js'

/** An entry by its name; the title is the id of one that is not published. */
export const namedEntryShape = z.object({ id: z.string(), title: z.string() })
/** See {@link namedEntryShape}. */
export type NamedEntry = z.infer<typeof namedEntryShape>

/** What changed in one field. */
export const fieldChangeShape = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('text'),
    field: z.string(),
    parts: z.array(z.object({ kind: z.enum(['same', 'added', 'removed']), text: z.string() })),
  }),
  z.object({
    kind: z.literal('list'),
    field: z.string(),
    added: z.array(z.string()),
    removed: z.array(z.string()),
    kept: z.number(),
  }),
]) satisfies z.ZodType<FieldChange>

const why = z.string().max(500)
/** `YYYY-MM-DD`, or nothing yet. */
const day = z.union([z.literal(''), z.iso.date()])
const line = z.string().max(300)
const markdown = z.string().max(20_000)
const sections = z.strictObject(
  Object.fromEntries(SECTION_KEYS.map((key) => [key, markdown])) as Record<SectionKey, typeof markdown>,
)
const translation = z.strictObject({
  title: line,
  summary: line,
  online: z.array(line).max(20),
  sections,
  translatedFrom: z.string().max(40),
  translatedBy: line,
  reviewed: z.boolean(),
  date: day,
})

const attachment = z.strictObject({ ...fileFactsShape.shape, label: z.string().max(MAX_LABEL_LENGTH), date: day })

const name = z.string().regex(/^[a-z0-9-]{0,40}$/)
const end = { entryId: z.string().max(80), note: z.string().max(GUIDE_LENGTHS.note).exactOptional() }
const guide = z.strictObject({
  title: z.string().max(GUIDE_LENGTHS.title),
  questions: z
    .array(
      z.strictObject({
        slot: name,
        text: z.string().max(GUIDE_LENGTHS.text),
        help: z.string().max(GUIDE_LENGTHS.help).exactOptional(),
        choices: z
          .array(
            z.strictObject({
              value: name,
              label: z.string().max(GUIDE_LENGTHS.label),
              replies: z.array(z.string().max(80)).max(40),
            }),
          )
          .max(10),
      }),
    )
    .max(6),
  branches: z.array(z.strictObject({ ...end, when: z.record(name, z.array(name).max(10)) })).max(130),
  otherwise: z.strictObject(end),
  given: z.record(name, name),
  madeFrom: z.string().max(40).exactOptional(),
})

/** The whole content of an entry: complete in its fields, which may be empty in a draft. What is published is checked more strictly. */
export const entryContent = z.strictObject({
  title: line,
  summary: line,
  short: z.partialRecord(z.enum(SHORT_KEYS), line).exactOptional(),
  category: z.enum(CATEGORIES),
  who: z.enum(['commune', 'intercommunalite', 'etat', 'autre']),
  owner: z.string().max(80),
  source: z.strictObject({ name: line, url: z.string().max(2_000), licence: line, date: day }),
  verifiedAt: z.iso.date().nullable(),
  reviewBy: day,
  validFrom: z.iso.date().exactOptional(),
  validUntil: z.iso.date().exactOptional(),
  servicePublic: z.array(z.string().max(20)).max(50),
  online: z.array(z.strictObject({ label: line, url: z.string().max(2_000) })).max(20),
  attachments: z.array(attachment).max(MOST_OF_ENTRY).exactOptional(),
  toCheck: z.array(z.string().max(500)).max(50),
  sections,
  simple: markdown.nullable(),
  questions: z.array(z.string().max(MAX_QUESTION_LENGTH)).max(500),
  fromCitizens: z
    .array(
      z.strictObject({
        question: z.string().max(MAX_QUESTION_LENGTH),
        addedBy: line,
        addedOn: z.iso.date(),
        people: z.number().int().min(1).max(1_000_000),
        reportedBy: line.exactOptional(),
      }),
    )
    .max(1_000)
    .exactOptional(),
  translations: z.partialRecord(z.enum(LANGUAGES), translation).exactOptional(),
  guide: guide.nullable().exactOptional(),
}) satisfies z.ZodType<EntryContent>

/** What makes an entry worth a look. `confused`: its questions and another entry's are taken for each other; `old_source`: what it says was last true more than twelve months ago, as far as is known; `past_date`: a last day that it names has passed. */
export const ENTRY_TROUBLES = [
  'confused',
  'few_questions',
  'to_check',
  'old_source',
  'past_date',
  'outdated_translation',
  'outdated_guide',
  'no_simple',
] as const
/** One of {@link ENTRY_TROUBLES}. */
export type EntryTrouble = (typeof ENTRY_TROUBLES)[number]

/** Which entries a list holds by their end: none in sight, within thirty days, or past. */
export const EXPIRY_FILTERS = ['far', 'soon', 'past'] as const

/** Entries of one page, at most. */
export const MOST_LISTED_ENTRIES = 200

/** Which entries are listed: each filter narrows the list. */
export const entriesQuery = z.strictObject({
  /** In the id, the title, the summary and the example questions, without accents or capitals. */
  search: z.string().max(200).exactOptional(),
  /** These alone, with commas between. */
  ids: z
    .string()
    .max(20_000)
    .regex(/^[a-z0-9-]+(?:,[a-z0-9-]+)*$/)
    .exactOptional(),
  category: z.enum(CATEGORIES).exactOptional(),
  state: z.enum(ENTRY_STATES).exactOptional(),
  owner: z.string().max(80).exactOptional(),
  expiry: z.enum(EXPIRY_FILTERS).exactOptional(),
  trouble: z.enum(ENTRY_TROUBLES).exactOptional(),
  offset: z.coerce.number().int().min(0).max(1_000_000).default(0),
  limit: z.coerce.number().int().min(1).max(MOST_LISTED_ENTRIES).default(50),
})

/** See {@link entriesQuery}. */
export type EntriesQuery = z.infer<typeof entriesQuery>

/** A new draft, empty but for its title, or a copy of an entry. The id is made from the title. */
const newEntry = z.strictObject({
  title: z.string().min(3).max(90),
  /** Absent: that of the entry that is copied, or the town hall's everyday matters. */
  category: z.enum(CATEGORIES).exactOptional(),
  copyOf: entryIdShape.exactOptional(),
})
/** See {@link newEntry}. */
export type NewEntry = z.infer<typeof newEntry>

/** A draft, as it is saved. */
const savedDraft = z.strictObject({
  content: entryContent,
  /** The revision from which it was begun: `servedRevision` of the entry as a rule; 0 for an entry that has none. */
  basedOn: z.number().int().min(0),
  /** Version of the draft that its author sees; 0 when she sees none. */
  seen: z.number().int().min(0),
})
/** See {@link savedDraft}. */
export type SavedDraft = z.infer<typeof savedDraft>

const draftVersion = z.number().int().min(1)

/** One side of a comparison: a revision, what citizens get, the draft, or nothing. */
const side = z.union([z.enum(['served', 'draft', 'none']), z.coerce.number().int().min(1)])
/** See {@link side}. */
export type DiffSide = z.infer<typeof side>
/** The two sides of a comparison. */
export const diffQuery = z.strictObject({ from: side, to: side })

/** A content of which the card is wanted. */
const previewed = z.strictObject({ content: entryContent, language: languageShape.exactOptional() })
/** See {@link previewed}. */
export type Previewed = z.infer<typeof previewed>

/** Somebody and when. */
export const actShape = z.object({ by: z.string(), userId: z.string(), at: z.string() })
const actor = z.object({ userId: z.string(), userName: z.string() }) satisfies z.ZodType<Actor>
const owner = z.object({ id: z.string(), name: z.string() })
const expiry = z.enum(EXPIRIES).nullable()
/** `installed`: as its files are; `own`: from the commune's own files; `curated`: written or changed here. */
const origin = z.enum(['installed', 'own', 'curated'])

/** An entry in the list. */
const entryRow = z.object({
  id: z.string(),
  title: z.string(),
  summary: z.string(),
  category: z.enum(CATEGORIES),
  owner,
  states: z.array(z.enum(ENTRY_STATES)),
  origin,
  questions: z.number(),
  verifiedAt: z.string().nullable(),
  reviewBy: z.string(),
  validFrom: z.string().nullable(),
  validUntil: z.string().nullable(),
  expiry,
  /** The last day on which it is shown as it is; `null` when nothing ends it. */
  lastDay: z.string().nullable(),
  troubles: z.array(z.enum(ENTRY_TROUBLES)),
  draft: z.object({ ...actShape.shape, version: z.number() }).nullable(),
  submission: z.object({ ...actShape.shape, revision: z.number(), why: z.string() }).nullable(),
  /** What a reviewer asked for, until it is submitted again, published or thrown away. */
  returned: z.object({ ...actShape.shape, why: z.string() }).nullable(),
  /** When it last changed here; `null` for files that nobody has touched. */
  updatedAt: z.string().nullable(),
})

/** Entries by their titles. */
const entries = z.object({
  /** Entries that the filters leave. */
  total: z.number(),
  offset: z.number(),
  entries: z.array(entryRow),
  /** Of the whole commune, whatever the filters. */
  counts: z.object({
    all: z.number(),
    states: z.record(z.enum(ENTRY_STATES), z.number()),
    troubles: z.record(z.enum(ENTRY_TROUBLES), z.number()),
    expiry: z.record(z.enum(EXPIRY_FILTERS), z.number()),
  }),
  owners: z.array(owner),
  reviewerRequired: z.boolean(),
})

const draft = z.object({
  content: entryContent,
  basedOn: z.number(),
  version: z.number(),
  at: z.string(),
  by: actor,
}) satisfies z.ZodType<Draft>

/** Something that must be mended before an entry can be published. */
const contentFault = z.object({
  /** Path of the field, e.g. `sections.brief`, `online.0.url`. */
  field: z.string(),
  /** In the caller's language. */
  message: z.string(),
})

const done = { at: z.string(), by: actor, why: z.string() }
const submission = z.object({ ...done, revision: z.number() }) satisfies z.ZodType<Submission>
const returned = z.object(done) satisfies z.ZodType<Return>
const archival = z.object({ ...done, mergedInto: z.string().exactOptional() }) satisfies z.ZodType<Archival>
const publication = z.object({ ...done, id: z.string(), revision: z.number() }) satisfies z.ZodType<Publication>

/** A revision without its content. */
const revision = z.object({
  number: z.number(),
  origin: z.enum(REVISION_ORIGINS),
  from: z.number().nullable(),
  at: z.string(),
  by: z.string().nullable(),
  why: z.string(),
  /** When it was published, each time; oldest first. */
  published: z.array(actShape),
})

/** An entry, as its editor needs it. */
const entry = z.object({
  id: z.string(),
  /** Of what is served, else of what is being written, else of the last revision: an archived entry has one too. */
  title: z.string(),
  origin,
  states: z.array(z.enum(ENTRY_STATES)),
  expiry,
  lastDay: z.string().nullable(),
  /** What citizens get, or would, had it not expired; `null` when they get nothing. */
  served: entryContent.nullable(),
  /** The revision of `served`, from which a draft is begun. Installed content is one too, before anybody touches it. 0 when there is none. */
  servedRevision: z.number(),
  draft: draft.nullable(),
  /** Whether what is served has changed since the draft was begun: it must be saved again, based on `servedRevision`, before it leaves. */
  draftOutdated: z.boolean(),
  /** What keeps the draft from being published. */
  faults: z.array(contentFault),
  submission: z.object({ ...submission.shape, mayReview: z.boolean() }).nullable(),
  /** What a reviewer asked for, until it is submitted again, published or thrown away. */
  returned: returned.nullable(),
  archival: archival.nullable(),
  /** Latest first. */
  revisions: z.array(revision),
  publications: z.array(publication),
  reviewerRequired: z.boolean(),
  /** ISO day of the commune. */
  today: z.string(),
  /**
   * Whether its file quotes a source, or is an office's: title, summary, source, links and the quotation are the source's, whatever is written; sections are the commune's
   * notes beside it, and may be empty.
   */
  quotes: z.boolean(),
  /** The guide that its file has, which is followed as long as a content has none of its own; `null` without one. */
  fileGuide: guide.nullable(),
  /** `{{name}}` in a text is replaced by the value. */
  variables: z.array(z.object({ name: z.string(), value: z.string() })),
  /** Who may keep it true: the commune's services, then accounts. An account's entry has the reception for its contact. */
  owners: z.array(z.object({ ...owner.shape, isAccount: z.boolean() })),
})

const draftView = z.object({ draft, faults: z.array(contentFault) })
const revisionContent = z.object({ ...revision.shape, content: entryContent })
const diff = z.object({ from: z.string(), to: z.string(), changes: z.array(fieldChangeShape) })

/** Advice about a field while it is written; it keeps nothing from being published. */
const help = z.object({
  /** Path of the content: `sections.cost`, `guide.branches.0.note`. */
  field: z.string(),
  /** In the caller's language. */
  message: z.string(),
  /** Characters of its text before what is meant; `null`: the whole of it. */
  offset: z.number().nullable(),
})

/** What a citizen reads of a written guide. */
const guidePreview = z.object({
  /** The note of each branch; empty without one. */
  notes: z.array(z.array(blockShape)),
  otherwise: z.array(blockShape),
})

const preview = z.object({
  /** The card that a citizen would read, its variables replaced. */
  answer: answerShape,
  openings: z.array(serviceNowShape),
  help: z.array(help),
  /** Of the guide that the content writes; `null` when it writes none. */
  guide: guidePreview.nullable(),
  /** Whether the guide that it writes was made from one of the files that has changed since. */
  guideOutdated: z.boolean(),
  /** Of the French text: a translation that names it is of this very text. */
  frenchDigest: z.string(),
  /** Languages whose translation is of another French text: citizens are shown the French instead. */
  outdated: z.array(languageShape),
  /** Variables that the commune does not have: they would be shown as they are. */
  unknownVariables: z.array(z.string()),
  faults: z.array(contentFault),
})

/** Shapes of what these routes answer. */
export type ActView = z.infer<typeof actShape>
export type EntryRow = z.infer<typeof entryRow>
export type EntriesView = z.infer<typeof entries>
export type ContentFault = z.infer<typeof contentFault>
export type RevisionView = z.infer<typeof revision>
export type EntryView = z.infer<typeof entry>
export type DiffView = z.infer<typeof diff>
export type GuidePreview = z.infer<typeof guidePreview>
export type PreviewView = z.infer<typeof preview>

const staff = { access: ['curator', 'admin'], errors: [401, 403, 404, 409, 422] } as const satisfies Partial<Route>
const onEntry = { ...staff, method: 'post', answer: entry } as const satisfies Partial<Route>
const archive = z.strictObject({ why: why.exactOptional() })

/** The entries that curators write: their drafts, their history and their life. Publishing them is in `publication`. */
export const entryRoutes = {
  list: route({
    ...staff,
    method: 'get',
    path: '/admin/entries',
    summary:
      'The entries of the commune, by title; `search`, `category`, `state`, `owner`, `expiry`, `trouble`, `offset` and `limit` narrow the list',
    query: entriesQuery,
    answer: entries,
    errors: [401, 403, 422],
  }),
  begin: route({
    ...onEntry,
    path: '/admin/entries',
    summary: 'Begin an entry, empty or from another one',
    body: newEntry,
    typed: { title: 'curated' },
    status: 201,
  }),
  read: route({
    ...staff,
    method: 'get',
    path: '/admin/entries/{id}',
    summary: 'An entry: what is served, its draft, what keeps it from being published, its history',
    answer: entry,
    errors: [401, 403, 404],
  }),
  saveDraft: route({
    ...staff,
    method: 'put',
    path: '/admin/entries/{id}/draft',
    summary: 'Save the draft of an entry, unless somebody has since: 409 `draft_stale` says who',
    body: savedDraft,
    typed: { 'content.**': 'curated' },
    answer: draftView,
  }),
  discard: route({
    ...onEntry,
    path: '/admin/entries/{id}/discard',
    summary: 'Throw the draft of an entry away',
    body: z.strictObject({ draftVersion }),
  }),
  submit: route({
    ...onEntry,
    path: '/admin/entries/{id}/submit',
    summary: 'Give the draft of an entry to a reviewer',
    body: z.strictObject({ draftVersion, why: why.exactOptional() }),
    typed: { why: 'masked' },
  }),
  sendBack: route({
    ...onEntry,
    path: '/admin/entries/{id}/return',
    summary: 'Send what was submitted back to its author, and say why',
    body: z.strictObject({ why: why.min(1) }),
    typed: { why: 'masked' },
  }),
  archive: route({
    ...onEntry,
    path: '/admin/entries/{id}/archive',
    summary: 'Take an entry away from citizens; nothing of it is lost',
    body: archive,
    typed: { why: 'masked' },
  }),
  restore: route({
    ...onEntry,
    path: '/admin/entries/{id}/restore',
    summary: 'Give an archived entry back to citizens',
    body: archive,
    typed: { why: 'masked' },
  }),
  revision: route({
    ...staff,
    method: 'get',
    path: '/admin/entries/{id}/revisions/{number}',
    summary: 'A revision of an entry, whole',
    answer: revisionContent,
    errors: [401, 403, 404],
  }),
  diff: route({
    ...staff,
    method: 'get',
    path: '/admin/entries/{id}/diff',
    summary:
      'What changed between `from` and `to`: numbers of revisions, `served`, `draft` or `none`; field by field, texts by words',
    query: diffQuery,
    answer: diff,
    errors: [401, 403, 404, 422],
  }),
  preview: route({
    ...staff,
    method: 'post',
    path: '/admin/entries/{id}/preview',
    summary: 'The card that a citizen would read of a content, and what is to mend in it; nothing is kept',
    body: previewed,
    typed: { 'content.**': 'never_stored' },
    answer: preview,
    errors: [401, 403, 422],
  }),
}
