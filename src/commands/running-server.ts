import { access, readFile, rm } from 'node:fs/promises'
import { setTimeout } from 'node:timers/promises'
import { AppError } from '../platform/model/app-error.js'
import { openStore, type StoreChoice, type StoreOpening } from '../store/open-store.js'
import { leaveOperatorCommand, type OperatorCommand, REFUSED_SUFFIX } from '../store/operator-commands.js'
import type { Store } from '../store/store.js'

/** How long the running server is waited for: a few of its sweeps. */
const SERVER_MS = 20_000
const LOOK_MS = 250

/** `null` when a server holds the data folder; a database is shared with it. */
export async function openUnlessServed(choice: StoreChoice, opening: StoreOpening = {}): Promise<Store | null> {
  try {
    return await openStore(choice, opening)
  } catch (error) {
    if (error instanceof AppError && error.code === 'storage_locked') return null
    throw error
  }
}

/** Leaves an order to the server that holds the data folder. @returns whether it carried it out within seconds; else it does as soon as it can */
export async function leaveForServer(dataDir: string, order: OperatorCommand): Promise<boolean> {
  return isTaken(await leaveOperatorCommand(dataDir, order))
}

/** How long a running server has to put or to erase all of a commune. */
const COMMUNE_MS = 30 * 60_000

/**
 * Leaves an order about all of a commune to the server that holds the data folder, and waits until it is carried out.
 * @returns why it was not; `null`: it was
 */
export async function askServer(dataDir: string, order: OperatorCommand): Promise<string | null> {
  const file = await leaveOperatorCommand(dataDir, order)
  const isDone = await isTaken(file, COMMUNE_MS)
  const refusal = await readFile(`${file}${REFUSED_SUFFIX}`, 'utf8').catch(() => null)
  await rm(`${file}${REFUSED_SUFFIX}`, { force: true })
  return refusal ?? (isDone ? null : 'le serveur n’a pas répondu')
}

/** Whether an order was carried out: its file is gone then. */
async function isTaken(file: string, patienceMs = SERVER_MS): Promise<boolean> {
  for (let waitedMs = 0; waitedMs < patienceMs; waitedMs += LOOK_MS) {
    const isThere = await access(file).then(
      () => true,
      () => false,
    )
    if (!isThere) return true
    await setTimeout(LOOK_MS)
  }
  return false
}
