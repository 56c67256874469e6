import { readSealCheck, writeSealCheck } from '../platform/store/seal-check-file.js'
import type { StoreChoice } from './open-store.js'
import { openPostgresMedium } from './postgres/postgres-store.js'

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
