import { checkSealKey } from './postgres/fellows/check-seal-key.js'
import { openPostgresMedium } from './postgres/postgres-store.js'
import type { ServerSealer } from './sealer.js'

/**
 * Notes in a database that was filled from elsewhere by which key its documents were sealed: servers with another refuse to start. What an empty database
 * had noted counts for nothing; without a key nothing is noted, and the first server to start does it.
 * @param sealer `null`: nobody can tell which key it was
 * @throws AppError `storage_locked`, `storage_unavailable`, `seal_key_unusable`
 */
export async function noteSealKey(url: string, sealer: ServerSealer | null): Promise<void> {
  const { db, medium } = await openPostgresMedium({ url, alone: true })
  try {
    await db.deleteFrom('seal_check').execute()
    if (sealer && (await sealer.hasKey())) await checkSealKey(db, sealer)
  } finally {
    await medium.close()
  }
}
