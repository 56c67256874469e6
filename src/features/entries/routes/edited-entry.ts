import { communeOf } from '../../../platform/http/commune-origins.js'
import { AppError } from '../../../platform/model/app-error.js'
import type { Commune } from '../../../platform/model/commune.js'
import type { Entry } from '../../../platform/model/entry.js'
import type { User } from '../../accounts/staff.js'
import type { StaffStore } from '../../accounts/staff-verbs.js'
import type { FileStore } from '../../attachments/file-verbs.js'
import type { EntryRow } from '../contract.js'
import { contentOf } from '../editing/curated-entries.js'
import type { Curation } from '../editing/curation.js'
import type { EntryStore } from '../entry-verbs.js'
import { digestOfRecord, type EntryDigest } from '../model/entry-digest.js'
import { type EntryContent, type EntryRecord, openRecord, servedNumber } from '../model/entry-record.js'
import { mayMaintain } from '../model/maintainers.js'

/** What the entries on which curators work are read from. */
export interface EditedEntryNeeds {
  store: Pick<EntryStore, 'getEntryRecord'> & Pick<StaffStore, 'listStaff'> & Pick<FileStore, 'listFiles'>
  now: () => Date
  communes: ReadonlyMap<string, Commune>
  /** What citizens get, as far as it can be read at once. */
  entriesNow: (communeId: string) => ReadonlyMap<string, Entry>
  curation: Pick<Curation, 'installedOf'>
}

/** An entry as a curator works on it: its record, begun or not, and what citizens get. */
export interface EditedEntry {
  id: string
  commune: Commune
  /** As its files have it; `undefined` when none has it. */
  file: Entry | undefined
  /** What a curator may write of that; `null` when there is none. */
  installed: EntryContent | null
  /** With what is installed as a revision, whether it is stored or not. */
  record: EntryRecord
  /** What citizens get, or would, had it not expired; `null` when they get nothing. */
  served: Entry | null
  /** Ids to which its guide may lead: what citizens get, and itself. */
  entryIds: ReadonlySet<string>
  /** Ids of the files that the commune keeps. */
  fileIds: ReadonlySet<string>
  /** Accounts that may keep it true. */
  maintainers: { id: string; name: string }[]
}

/** The entries of the signed-in user's commune on which curators work. */
export async function editedEntry(
  needs: EditedEntryNeeds,
  { communeId }: Pick<User, 'communeId'>,
  id: string,
): Promise<EditedEntry> {
  const commune = communeOf(needs, communeId)
  if (!/^[a-z0-9-]{1,80}$/.test(id)) throw new AppError('entry_not_found', 404)
  const { store, now, entriesNow, curation } = needs
  const stored = (await store.getEntryRecord(commune.id, id)) ?? null
  const file = (await curation.installedOf(commune.id)).get(id)
  const installed = file ? contentOf(file) : null
  const record = openRecord(stored, { communeId: commune.id, entryId: id, installed }, now().toISOString())
  const entries = entriesNow(commune.id)
  const served = record.archival ? null : (entries.get(id) ?? null)
  const staff = (await store.listStaff(commune.id)).filter(mayMaintain)
  const maintainers = staff.map((one) => ({ id: one.id, name: one.displayName }))
  const entryIds = new Set([...entries.keys(), id])
  const fileIds = new Set(await store.listFiles(commune.id))
  return { id, commune, file, installed, record, served, entryIds, fileIds, maintainers }
}

/** The same, refused when there is no such entry. @throws AppError `entry_not_found` (404) */
export async function knownEntry(
  needs: EditedEntryNeeds,
  user: Pick<User, 'communeId'>,
  id: string,
): Promise<EditedEntry> {
  const entry = await editedEntry(needs, user, id)
  if (entry.record.revisions.length === 0 && !entry.record.draft) throw new AppError('entry_not_found', 404)
  return entry
}

/** Where an entry comes from. `record` is `undefined` when nobody has touched it. */
export function originOf(
  record: Pick<EntryDigest, 'publications' | 'draft' | 'submission'> | undefined,
  isShared: boolean,
): EntryRow['origin'] {
  if (record && (record.publications.length > 0 || record.draft || record.submission)) return 'curated'
  return isShared ? 'installed' : 'own'
}

/** A digest of a record that is not stored yet. */
export function digestOfEdited({ record }: EditedEntry): EntryDigest {
  return digestOfRecord(record)
}

/** The revision from which a draft is begun; 0 when there is none. */
export function servedRevision({ record }: EditedEntry): number {
  return servedNumber(record) ?? 0
}
