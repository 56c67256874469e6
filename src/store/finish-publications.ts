import { openLowdbStore } from './lowdb-store.js'

/** Finishes what a crash left half published in a data folder that nobody else holds. @throws AppError as {@link openLowdbStore} */
export async function finishPublications(dataDir: string): Promise<void> {
  const store = await openLowdbStore({ dataDir })
  try {
    await store.listEntryRecords('')
  } finally {
    await store.close()
  }
}
