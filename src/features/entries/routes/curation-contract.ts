import { z } from 'zod'
import { LANGUAGES, type Language } from '../../../platform/model/language.js'
import type { Block } from '../../../platform/text/rich-links.js'
import type { ServiceNow } from '../../../platform/time/service-now.js'
import { GUIDE_LENGTHS, type WrittenGuide } from '../../guides/guide.js'
import {
  type Answer,
  CATEGORIES,
  type Category,
  type Expiry,
  MAX_QUESTION_LENGTH,
  SECTION_KEYS,
  type SectionKey,
  SHORT_KEYS,
} from '../model/entry.js'
import type { FieldChange } from '../model/entry-diff.js'
import type { Archival, Draft, EntryContent, Publication, Return, Revision, Submission } from '../model/entry-record.js'
import { ENTRY_STATES, type EntryState } from '../model/entry-state.js'

const entryId = z.string().regex(/^[a-z0-9-]{1,80}$/)
const why = z.string().max(500)
const version = z.number().int().min(1)
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

const name = z.string().regex(/^[a-z0-9-]{0,40}$/)
const end = { entryId: z.string().max(80), note: z.string().max(GUIDE_LENGTHS.note).optional() }
const guide = z.strictObject({
  title: z.string().max(GUIDE_LENGTHS.title),
  questions: z
    .array(
      z.strictObject({
        slot: name,
        text: z.string().max(GUIDE_LENGTHS.text),
        help: z.string().max(GUIDE_LENGTHS.help).optional(),
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
  madeFrom: z.string().max(40).optional(),
})

/** The whole content of a draft: complete in its fields, which may be empty. What is published is checked more strictly; see {@link ContentFault}. */
export const entryContent = z.strictObject({
  title: line,
  summary: line,
  short: z.partialRecord(z.enum(SHORT_KEYS), line).optional(),
  category: z.enum(CATEGORIES),
  who: z.enum(['commune', 'intercommunalite', 'etat', 'autre']),
  owner: z.string().max(80),
  source: z.strictObject({ name: line, url: z.string().max(2_000), licence: line, date: day }),
  verifiedAt: z.iso.date().nullable(),
  reviewBy: day,
  validFrom: z.iso.date().optional(),
  validUntil: z.iso.date().optional(),
  servicePublic: z.array(z.string().max(20)).max(50),
  online: z.array(z.strictObject({ label: line, url: z.string().max(2_000) })).max(20),
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
        reportedBy: line.optional(),
      }),
    )
    .max(1_000)
    .optional(),
  translations: z.partialRecord(z.enum(LANGUAGES), translation).optional(),
  guide: guide.nullable().optional(),
})

/** What makes an entry worth a look. `confused`: its questions and another entry's are taken for each other; `old_source`: what it says was last true more than twelve months ago, as far as is known. */
export const ENTRY_TROUBLES = [
  'confused',
  'few_questions',
  'to_check',
  'old_source',
  'outdated_translation',
  'outdated_guide',
  'no_simple',
] as const
/** One of {@link ENTRY_TROUBLES}. */
export type EntryTrouble = (typeof ENTRY_TROUBLES)[number]

/** Which entries a list holds by their end: none in sight, within thirty days, or past. */
export const EXPIRY_FILTERS = ['far', 'soon', 'past'] as const

/** Entries of one page, at most. */
export const MOST_ENTRIES = 200

/** `GET /admin/entries?…`: each filter narrows the list. */
export const entriesQuery = z.strictObject({
  /** In the id, the title, the summary and the example questions, without accents or capitals. */
  search: z.string().max(200).optional(),
  category: z.enum(CATEGORIES).optional(),
  state: z.enum(ENTRY_STATES).optional(),
  owner: z.string().max(80).optional(),
  expiry: z.enum(EXPIRY_FILTERS).optional(),
  trouble: z.enum(ENTRY_TROUBLES).optional(),
  offset: z.coerce.number().int().min(0).max(1_000_000).default(0),
  limit: z.coerce.number().int().min(1).max(MOST_ENTRIES).default(50),
})

/** `POST /admin/entries`: a new draft, empty but for its title, or a copy of an entry. The id is made from the title. */
export const newEntryRequest = z.strictObject({
  title: z.string().min(3).max(90),
  category: z.enum(CATEGORIES),
  copyOf: entryId.optional(),
})

/** `PUT /admin/entries/:id/draft` */
export const draftRequest = z.strictObject({
  content: entryContent,
  /** The revision from which it was begun: `servedRevision` of {@link EntryView} as a rule; 0 for an entry that has none. */
  basedOn: z.number().int().min(0),
  /** Version of the draft that its author sees; 0 when she sees none. */
  seen: z.number().int().min(0),
})

/** `POST /admin/entries/:id/submit` */
export const submitRequest = z.strictObject({ draftVersion: version, why: why.optional() })
/** `POST /admin/entries/:id/discard`: throws the draft away. */
export const discardRequest = z.strictObject({ draftVersion: version })
/** `POST /admin/entries/:id/return`: a reviewer asks for changes, and says which. */
export const returnRequest = z.strictObject({ why: why.min(1) })
/** `POST /admin/entries/:id/archive` and `/restore` */
export const archiveRequest = z.strictObject({ why: why.optional() })

/** One side of a comparison: a revision, what citizens get, the draft, or nothing. */
const side = z.union([z.enum(['served', 'draft', 'none']), z.coerce.number().int().min(1)])
/** `GET /admin/entries/:id/diff?from=&to=` */
export const diffQuery = z.strictObject({ from: side, to: side })

/** `POST /admin/entries/:id/preview`: nothing is kept. */
export const previewRequest = z.strictObject({ content: entryContent, language: z.enum(LANGUAGES).optional() })

/** Somebody and when. */
export interface ActView {
  by: string
  userId: string
  at: string
}

/** An entry in the list. */
export interface EntryRow {
  id: string
  title: string
  summary: string
  category: Category
  owner: { id: string; name: string }
  states: EntryState[]
  /** `installed`: as its files are; `own`: from the commune's own files; `curated`: written or changed here. */
  origin: 'installed' | 'own' | 'curated'
  questions: number
  verifiedAt: string | null
  reviewBy: string
  validFrom: string | null
  validUntil: string | null
  expiry: Expiry | null
  /** The last day on which it is shown as it is; `null` when nothing ends it. */
  lastDay: string | null
  troubles: EntryTrouble[]
  draft: (ActView & { version: number }) | null
  submission: (ActView & { revision: number; why: string }) | null
  /** What a reviewer asked for, until it is submitted again, published or thrown away. */
  returned: (ActView & { why: string }) | null
  /** When it last changed here; `null` for files that nobody has touched. */
  updatedAt: string | null
}

/** `GET /admin/entries`, by title. */
export interface EntriesView {
  /** Entries that the filters leave. */
  total: number
  offset: number
  entries: EntryRow[]
  /** Of the whole commune, whatever the filters. */
  counts: {
    all: number
    states: Record<EntryState, number>
    troubles: Record<EntryTrouble, number>
    expiry: Record<(typeof EXPIRY_FILTERS)[number], number>
  }
  owners: { id: string; name: string }[]
  reviewerRequired: boolean
}

/** Something that must be mended before an entry can be published. */
export interface ContentFault {
  /** Path of the field, e.g. `sections.brief`, `online.0.url`. */
  field: string
  /** In the caller's language. */
  message: string
}

/** A revision without its content. */
export interface RevisionView extends Omit<Revision, 'content' | 'by'> {
  by: string | null
  /** When it was published, each time; oldest first. */
  published: ActView[]
}

/** `GET /admin/entries/:id` */
export interface EntryView {
  id: string
  /** Of what is served, else of what is being written, else of the last revision: an archived entry has one too. */
  title: string
  origin: EntryRow['origin']
  states: EntryState[]
  expiry: Expiry | null
  lastDay: string | null
  /** What citizens get, or would, had it not expired; `null` when they get nothing. */
  served: EntryContent | null
  /** The revision of `served`, from which a draft is begun. Installed content is one too, before anybody touches it. 0 when there is none. */
  servedRevision: number
  draft: Draft | null
  /** Whether what is served has changed since the draft was begun: it must be saved again, based on `servedRevision`, before it leaves. */
  draftOutdated: boolean
  /** What keeps the draft from being published. */
  faults: ContentFault[]
  submission: (Submission & { mayReview: boolean }) | null
  /** What a reviewer asked for, until it is submitted again, published or thrown away. */
  returned: Return | null
  archival: Archival | null
  /** Latest first. */
  revisions: RevisionView[]
  publications: Publication[]
  reviewerRequired: boolean
  /** ISO day of the commune. */
  today: string
  /**
   * Whether its file quotes a source, or is an office's: title, summary, source, links and the quotation are the source's, whatever is written; sections are the commune's
   * notes beside it, and may be empty.
   */
  quotes: boolean
  /** The guide that its file has, which is followed as long as a content has none of its own; `null` without one. */
  fileGuide: WrittenGuide | null
  /** `{{name}}` in a text is replaced by the value. */
  variables: { name: string; value: string }[]
  /** Who may keep it true: the commune's services, then accounts. An account's entry has the reception for its contact. */
  owners: { id: string; name: string; isAccount: boolean }[]
}

/** `PUT /admin/entries/:id/draft` */
export interface DraftView {
  draft: Draft
  faults: ContentFault[]
}

/** `GET /admin/entries/:id/revisions/:number` */
export interface RevisionContentView extends RevisionView {
  content: EntryContent
}

/** `GET /admin/entries/:id/diff` */
export interface DiffView {
  from: string
  to: string
  changes: FieldChange[]
}

/** What the linter says of the simplified version. */
export interface LintView {
  /** In the caller's language; what must be mended first. */
  findings: { severity: 'fault' | 'remark'; line: number; column: number; message: string }[]
  sentences: number
  meanWords: number
  /** Ease of reading, from 0 (hard) to 100 (easy); `null` without a word. */
  readability: number | null
}

/** What a citizen reads of a written guide, and what makes its texts hard to read. */
export interface GuidePreview {
  /** The note of each branch; empty without one. */
  notes: Block[][]
  otherwise: Block[]
  /** `field` is a path of the content: `guide.branches.0.note`. */
  findings: { field: string; severity: 'fault' | 'remark'; message: string }[]
}

/** `POST /admin/entries/:id/preview` */
export interface PreviewView {
  /** The card that a citizen would read, its variables replaced. */
  answer: Answer
  openings: ServiceNow[]
  /** Of the simplified version; `null` when none is written. */
  lint: LintView | null
  /** Of the guide that the content writes; `null` when it writes none. */
  guide: GuidePreview | null
  /** Whether the guide that it writes was made from one of the files that has changed since. */
  guideOutdated: boolean
  /** Of the French text: a translation that names it is of this very text. */
  frenchDigest: string
  /** Languages whose translation is of another French text: citizens are shown the French instead. */
  outdated: Language[]
  /** Variables that the commune does not have: they would be shown as they are. */
  unknownVariables: string[]
  faults: ContentFault[]
}
