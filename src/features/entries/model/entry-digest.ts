import type { EntryContent, EntryRecord, Revision } from './entry-record.js'
import { publishedNumber, revisionOf, servedNumber } from './entry-record.js'

/** What a list shows of a content. */
export type EntryFacts = Pick<
  EntryContent,
  'title' | 'summary' | 'category' | 'owner' | 'verifiedAt' | 'reviewBy' | 'validFrom' | 'validUntil'
> & { questions: number }

/** A record without its contents. */
export interface EntryDigest
  extends Pick<
    EntryRecord,
    'communeId' | 'entryId' | 'publications' | 'submission' | 'returned' | 'archival' | 'draftVersion'
  > {
  /** Without their contents. */
  revisions: Omit<Revision, 'content'>[]
  draft: Omit<NonNullable<EntryRecord['draft']>, 'content'> | null
  /** Of what is served, else of what is being written. */
  facts: EntryFacts | null
  /** ISO instant of the last thing that happened to it. */
  updatedAt: string
}

/** What lists need of a record. Pure. */
export function digestOfRecord(record: EntryRecord): EntryDigest {
  const { communeId, entryId, publications, submission, returned = null, archival, draftVersion } = record
  const { draft, revisions } = record
  const served = servedNumber(record)
  const shown = served === null ? (draft ?? revisions.at(-1)) : revisionOf(record, served)
  const instants = [revisions.at(-1), publications.at(-1), draft, submission, archival].flatMap((one) => one?.at ?? [])
  return {
    communeId,
    entryId,
    publications,
    submission,
    returned,
    archival,
    draftVersion,
    revisions: revisions.map(({ content, ...head }) => head),
    draft: draft && withoutContent(draft),
    facts: shown ? factsOf(shown.content) : null,
    updatedAt: instants.sort().at(-1) ?? '',
  }
}

/** What a list shows of a content. Pure. */
export function factsOf(content: Omit<EntryContent, 'guide'>): EntryFacts {
  const { title, summary, category, owner, verifiedAt, reviewBy, validFrom, validUntil, questions } = content
  return {
    title,
    summary,
    category,
    owner,
    verifiedAt,
    reviewBy,
    ...(validFrom === undefined ? {} : { validFrom }),
    ...(validUntil === undefined ? {} : { validUntil }),
    questions: questions.length,
  }
}

/** A published entry of a commune, by which the installed one of the same id is replaced. */
export interface PublishedEntry {
  entryId: string
  revision: number
  content: EntryContent
}

/** What curators have changed of what a commune's citizens are answered. */
export interface PublishedEntries {
  published: PublishedEntry[]
  /** Entries that were taken away, installed ones too. */
  archivedIds: string[]
}

/** What a record publishes; `null` when it changes nothing of the installed content. Pure. */
export function publishedOf(record: EntryRecord): PublishedEntry | 'archived' | null {
  if (record.archival) return 'archived'
  const number = publishedNumber(record)
  const revision = number === null ? undefined : revisionOf(record, number)
  return revision ? { entryId: record.entryId, revision: revision.number, content: revision.content } : null
}

function withoutContent<T extends { content: unknown }>({ content, ...rest }: T): Omit<T, 'content'> {
  return rest
}
