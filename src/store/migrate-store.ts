import { AppError } from '../platform/model/app-error.js'
import { type Birth, type BirthKind, type Holdings, installationState, newBirth } from '../platform/store/birth.js'
import { ONLY } from '../platform/store/document-cache.js'
import { sealWord } from '../platform/store/seal-check-file.js'
import type { ServerSealer } from '../platform/store/sealer.js'
import { recordBirth } from './births.js'
import type { MigrationDocument } from './document-kinds.js'
import type { Medium } from './document-store.js'
import { type CopyProgress, copyDocuments, countDocuments, type KindCount } from './move-documents.js'
import { holdingsOf, openMediumAlone, type StoreChoice } from './open-store.js'
import { notedSealKey, noteSealKey } from './seal-key-loss.js'
import { finishPublications } from './snapshots/lowdb-snapshot.js'

/** The stores that documents can be moved between. */
export const STORE_NAMES = ['lowdb', 'postgres'] as const
export type StoreName = (typeof STORE_NAMES)[number]

/** What {@link migrateStore} is given. */
export interface StoreMigration {
  from: StoreName
  to: StoreName
  dataDir: string
  databaseUrl: string
  /** The key at hand, for a source that has not noted its own. */
  sealer?: ServerSealer
  onProgress?: (progress: CopyProgress) => void
}

/** What came of {@link migrateStore}. `not_empty`: the target has documents that no unfinished migration brought; `other_birth`: a demonstration is to be moved to an installation, or the reverse; nothing was written. */
export type MigrationResult =
  | { outcome: 'moved'; counts: KindCount[] }
  | { outcome: 'not_empty' }
  | { outcome: 'other_birth' }
  | { outcome: 'differs'; kinds: { from: KindCount; to: KindCount }[] }

/**
 * Moves everything that a store keeps to another, and reads both again to compare them: counts, and a checksum of each kind. The target is not served, and
 * can be written by nothing else, until they are the same. Stopped, it goes on where it was. The source stays as it is.
 * @throws AppError `storage_locked` when a server uses one of them, `storage_unavailable`, `seal_key_unusable`
 */
export async function migrateStore(migration: StoreMigration): Promise<MigrationResult> {
  const { from, onProgress } = migration
  // What a crash left half published is finished first.
  if (from === 'lowdb') await finishPublications(migration.dataDir)
  const birth = await birthOfSource(migration)
  const there = kindOf((await holdingsOf(choiceOf(migration.to, migration))).store)
  if (birth !== null && there !== null && there !== birth.kind) return { outcome: 'other_birth' }
  const begun = await inBoth(migration, async (source, target) => {
    const mark = target.migration.open({ committed: () => {} })(ONLY)
    if ((await mark.read()) === null) {
      if ((await countDocuments(target)).some(({ count }) => count > 0)) return 'not_empty'
      if (birth !== null) await recordBirth(target, birth)
      const document: MigrationDocument = { version: 1, from }
      await mark.write(() => ({ document, changes: [] }), [])
    }
    await copyDocuments(source, target, onProgress)
    return 'copied'
  })
  if (begun === 'not_empty') return { outcome: 'not_empty' }
  await noteSealKey(choiceOf(migration.to, migration), await wordOfSource(migration))
  // Opened again: what is compared is what was kept, not what is in memory.
  return inBoth(migration, async (source, target) => {
    const [before, after] = [await countDocuments(source), await countDocuments(target)]
    const pairs = before.flatMap((one, index) => {
      const other = after[index]
      return other ? [{ from: one, to: other }] : []
    })
    const kinds = pairs.filter((pair) => pair.from.count !== pair.to.count || pair.from.checksum !== pair.to.checksum)
    if (kinds.length > 0) return { outcome: 'differs', kinds }
    await target.migration
      .open({ committed: () => {} })(ONLY)
      .write(() => ({ document: null, changes: [] }), [])
    return { outcome: 'moved', counts: after }
  })
}

async function inBoth<R>(
  { from, to, ...where }: StoreMigration,
  act: (source: Medium, target: Medium) => Promise<R>,
): Promise<R> {
  const source = await openMediumAlone(choiceOf(from, where))
  try {
    if (
      (await source.migration
        .open({ committed: () => {} })(ONLY)
        .read()) !== null
    )
      throw unfinishedSource()
    const target = await openMediumAlone(choiceOf(to, where))
    try {
      return await act(source, target)
    } finally {
      await target.close()
    }
  } finally {
    await source.close()
  }
}

/** What the source was born as, by its mark or what it holds; `null`: it holds nothing. */
async function birthOfSource(migration: StoreMigration): Promise<Birth | null> {
  const { store } = await holdingsOf(choiceOf(migration.from, migration))
  const kind = kindOf(store)
  return store.birth ?? (kind && newBirth(kind, new Date().toISOString()))
}

/** What the source has noted; a folder of an earlier version has noted nothing, and the key at hand is taken for its own. */
async function wordOfSource(migration: StoreMigration): Promise<string | null> {
  const { from, sealer } = migration
  const noted = await notedSealKey(choiceOf(from, migration))
  return noted ?? (sealer && (await sealer.hasKey()) ? sealWord(sealer) : null)
}

function choiceOf(
  name: StoreName,
  { dataDir, databaseUrl }: Pick<StoreMigration, 'dataDir' | 'databaseUrl'>,
): StoreChoice {
  return { dataDir, database: name === 'postgres' ? { url: databaseUrl, connections: 10 } : null }
}

function unfinishedSource(): AppError {
  return new AppError('migration_unfinished', 503, {
    cause: new Error('the source was itself not moved to completely'),
  })
}

/**
 * What the places of an installation are known to be: its store, and its data folder beside a database; nothing of those where nothing was born. A key that lies
 * there tells nothing: it is put in place before what it opens. @throws AppError `storage_unavailable`, `storage_newer`
 */
export async function bornAs(choice: StoreChoice): Promise<BirthKind[]> {
  const { store, folder } = await holdingsOf(choice)
  return [store, folder].flatMap((holdings) => (holdings ? (kindOf(holdings) ?? []) : []))
}

/** What holdings are, a demonstration's leavings aside; `null`: nothing was born there. */
export function kindOf(holdings: Holdings): BirthKind | null {
  const standing = installationState({ ...holdings, hasKey: false })
  if (standing === 'unborn') return null
  return standing === 'demonstration' ? 'demonstration' : 'installation'
}
