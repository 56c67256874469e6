import { opensWord, readSealCheck, sealWord, writeSealCheck } from '../platform/store/seal-check-file.js'
import type { ServerSealer } from '../platform/store/sealer.js'
import { openMediumAlone, type StoreChoice } from './open-store.js'
import { openPostgresMedium } from './postgres/postgres-store.js'
import { openedBy, type SealedOwner } from './sealed-values.js'

/** What the key at hand is to a store. */
export interface SealKeyState {
  /** Whether there is a key at all. */
  hasKey: boolean
  /** Whether it is the one that the store has noted; `null`: none is noted. */
  isNoted: boolean | null
  /** What it does not open. */
  lost: SealedOwner[]
}

/** What the key at hand is to a store that nobody uses. Changes nothing. @throws AppError `storage_locked`, `storage_unavailable`, `seal_key_unusable` */
export async function sealKeyState(choice: StoreChoice, sealer: ServerSealer): Promise<SealKeyState> {
  const hasKey = await sealer.hasKey()
  const noted = await notedSealKey(choice)
  const medium = await openMediumAlone(choice)
  try {
    const { lost } = await openedBy(medium, sealer)
    return { hasKey, isNoted: noted === null ? null : await opensWord(sealer, noted), lost }
  } finally {
    await medium.close()
  }
}

/** Makes the key at hand, drawn when there is none, that of a store: servers begin with it, and what another sealed stays closed. @throws as {@link sealKeyState} */
export async function takeSealKey(choice: StoreChoice, sealer: ServerSealer): Promise<void> {
  await noteSealKey(choice, await sealWord(sealer))
}

/** What a store has noted of the key by which its documents are sealed, as `sealWord` gave it; `null`: nothing. @throws AppError `storage_locked`, `storage_unavailable` */
export async function notedSealKey({ database, dataDir }: StoreChoice): Promise<string | null> {
  if (!database) return readSealCheck(dataDir)
  const { db, medium } = await openPostgresMedium({ ...database, alone: true })
  try {
    return (await db.selectFrom('seal_check').select('sealed').executeTakeFirst())?.sealed ?? null
  } finally {
    await medium.close()
  }
}

/**
 * Notes in a store that nobody uses by which key its documents are sealed: servers with another refuse to start. What it had noted counts for nothing.
 * @param word what `sealWord` gave; `null`: nobody can tell which key it is, and the first server to start does it
 * @throws AppError `storage_locked`, `storage_unavailable`
 */
export async function noteSealKey({ database, dataDir }: StoreChoice, word: string | null): Promise<void> {
  if (!database) return writeSealCheck(dataDir, word)
  const { db, medium } = await openPostgresMedium({ ...database, alone: true })
  try {
    await db.deleteFrom('seal_check').execute()
    if (word !== null) await db.insertInto('seal_check').values({ id: 1, sealed: word }).execute()
  } finally {
    await medium.close()
  }
}
