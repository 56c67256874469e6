import { access } from 'node:fs/promises'
import { setTimeout } from 'node:timers/promises'
import { AppError } from '../platform/model/app-error.js'
import { openStore, type StoreChoice } from '../store/open-store.js'
import { leaveOperatorCommand, type Order } from '../store/operator-commands.js'
import type { Store } from '../store/store.js'

/** How long the running server is waited for: a few of its sweeps. */
const SERVER_MS = 20_000
const LOOK_MS = 250

/** `null` when a server holds the data folder; a database is shared with it. */
export async function openUnlessServed(choice: StoreChoice): Promise<Store | null> {
  try {
    return await openStore(choice)
  } catch (error) {
    if (error instanceof AppError && error.code === 'storage_locked') return null
    throw error
  }
}

/** Leaves an order to the server that holds the data folder. @returns whether it carried it out within seconds; else it does as soon as it can */
export async function leaveForServer(dataDir: string, order: Order): Promise<boolean> {
  return isTaken(await leaveOperatorCommand(dataDir, order))
}

/** Whether an order was carried out: its file is gone then. */
async function isTaken(file: string): Promise<boolean> {
  for (let waitedMs = 0; waitedMs < SERVER_MS; waitedMs += LOOK_MS) {
    const isThere = await access(file).then(
      () => true,
      () => false,
    )
    if (!isThere) return true
    await setTimeout(LOOK_MS)
  }
  return false
}
