import type { Actor } from '../../../platform/model/audit.js'
import type { Entry } from '../../../platform/model/entry.js'
import type { WrittenGuide } from '../../../platform/model/guide.js'

/**
 * What a curator writes of an entry: everything but its id, the words of a source that it quotes, its example questions in other languages than
 * French, and its short translations. A draft may leave fields empty; what is published
 * may not.
 */
export interface EntryContent
  extends Omit<Entry, 'id' | 'guide' | 'expired' | 'quoted' | 'office' | 'abroad' | 'inShort'> {
  /** Absent: that of its file, which several entries may share, if there is one; `null`: none. */
  guide?: WrittenGuide | null
}

/** Where a revision comes from: the installed files, a curator's draft, a former revision, or an import. */
export const REVISION_ORIGINS = ['installed', 'edit', 'rollback', 'import'] as const
/** One of {@link REVISION_ORIGINS}. */
export type RevisionOrigin = (typeof REVISION_ORIGINS)[number]

/** The whole content of an entry at one moment, never changed. */
export interface Revision {
  /** From 1, in the order in which they were made. */
  number: number
  content: EntryContent
  origin: RevisionOrigin
  /** The revision that it was made from; `null` when it was made from nothing. */
  from: number | null
  /** ISO instant. */
  at: string
  /** Who wrote it; `null` for what was installed. */
  by: Actor | null
  why: string
}

/** What is being written, saved as it is typed. */
export interface Draft {
  content: EntryContent
  /** The revision from which it was begun; 0 for a new entry. */
  basedOn: number
  /** Grows at each save, and never comes back: by it, who saves and who publishes say which draft they saw. */
  version: number
  at: string
  /** Who saved it last. */
  by: Actor
}

/** A revision that waits for a reviewer. */
export interface Submission {
  revision: number
  at: string
  by: Actor
  why: string
}

/** That a reviewer asked for changes: for whoever wrote it, until she has answered. */
export interface Return {
  at: string
  by: Actor
  why: string
}

/** That a revision became what citizens are answered. */
export interface Publication {
  /** Shared by the entries that were published together. */
  id: string
  revision: number
  at: string
  by: Actor
  why: string
}

/** That an entry was taken away from citizens. */
export interface Archival {
  at: string
  by: Actor
  why: string
  /** The entry into which it was merged: whoever looks for this one is led there. */
  mergedInto?: string
}

/** The life of an entry in a commune. An installed entry that nobody has touched has none. */
export interface EntryRecord {
  communeId: string
  entryId: string
  /** Append-only, in the order of their numbers. */
  revisions: readonly Revision[]
  /** Append-only, oldest first; the last one is what is published. */
  publications: readonly Publication[]
  draft: Draft | null
  /** Version of the last draft that there ever was; 0 before. */
  draftVersion: number
  submission: Submission | null
  /** The last demand for changes that nobody has answered yet. Absent of records that were stored before it was kept. */
  returned?: Return | null
  archival: Archival | null
}

/** An entry of a commune, and what the installed files say of it: by that its life begins. */
export interface EntryScope {
  communeId: string
  /** 1 to 80 of `a-z 0-9 -`. */
  entryId: string
  /** `null` when no installed file has this entry. */
  installed: EntryContent | null
}

/** The number of the revision that is published; `null` when none was. An archived entry keeps it. */
export function publishedNumber({ publications }: Pick<EntryRecord, 'publications'>): number | null {
  return publications.at(-1)?.revision ?? null
}

/** The number of the revision that citizens are answered from: what is published, else what was last installed; `null` of an entry that is only a draft. */
export function servedNumber(record: Pick<EntryRecord, 'publications' | 'revisions'>): number | null {
  return publishedNumber(record) ?? record.revisions.findLast(({ origin }) => origin === 'installed')?.number ?? null
}

/** A revision by its number. */
export function revisionOf({ revisions }: Pick<EntryRecord, 'revisions'>, number: number): Revision | undefined {
  return revisions[number - 1]
}

/**
 * The record of an entry, begun if there is none: what is installed is its first revision. When what is installed has changed since, it is one revision
 * more, so that a draft and a comparison can name it. Pure; the same object when nothing is added.
 */
export function openRecord(record: EntryRecord | null, scope: EntryScope, at: string): EntryRecord {
  const { communeId, entryId, installed } = scope
  const opened: EntryRecord = record ?? {
    communeId,
    entryId,
    revisions: [],
    publications: [],
    draft: null,
    draftVersion: 0,
    submission: null,
    archival: null,
  }
  const known = opened.revisions.findLast(({ origin }) => origin === 'installed')
  if (!installed || (known && isSameContent(known.content, installed))) return opened
  const revision = {
    content: installed,
    origin: 'installed' as const,
    from: known?.number ?? null,
    at,
    by: null,
    why: '',
  }
  return withRevision(opened, revision)
}

/** The record with one revision more. Pure. */
export function withRevision(record: EntryRecord, revision: Omit<Revision, 'number'>): EntryRecord {
  return { ...record, revisions: [...record.revisions, { number: record.revisions.length + 1, ...revision }] }
}

/** Whether two contents say the same, in whatever order their fields are written. */
export function isSameContent(a: EntryContent, b: EntryContent): boolean {
  return a === b || canonical(a) === canonical(b)
}

function canonical(content: EntryContent): string {
  return JSON.stringify(content, (_, value: unknown) =>
    value && typeof value === 'object' && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  )
}
