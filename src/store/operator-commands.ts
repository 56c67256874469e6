import { randomUUID } from 'node:crypto'
import { mkdir, readdir, readFile, rename, stat, unlink } from 'node:fs/promises'
import path from 'node:path'
import { z } from 'zod'
import type { ClockCommand } from '../features/retention/clock/clock-note.js'
import type { AnswersSwitch } from '../features/settings/settings-document.js'
import { nodeFileSystem, unlessMissing, writeNewFile } from '../platform/store/file-system.js'

/** Where commands leave orders to the server that holds the data folder. */
const FOLDER = 'orders'
const SUFFIX = '.json'

const answersCommand = z.strictObject({
  communeId: z.string(),
  stopped: z.boolean(),
  at: z.iso.datetime(),
  userId: z.string(),
  userName: z.string(),
  why: z.string(),
})

const clockCommand = z.strictObject({
  at: z.iso.datetime(),
  clock: z.strictObject({
    id: z.string(),
    boot: z.string(),
    steadyMs: z.number(),
    wallMs: z.number(),
    userName: z.string(),
  }),
})

/** What a command asks of a server: to move the switch of the answers, or to trust the clock. */
export type Order = AnswersSwitch | { at: string; clock: ClockCommand }

/**
 * Leaves an order to the server that holds a data folder, since only one process may write there: it is taken at its next sweep.
 * @returns the file, which is gone once the order was carried out
 */
export async function leaveOperatorCommand(dataDir: string, order: Order): Promise<string> {
  const folder = path.join(path.resolve(dataDir), FOLDER)
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const file = path.join(folder, `${order.at.replace(/\W/g, '-')}-${randomUUID()}${SUFFIX}`)
  // Under its name once it is whole: the server never reads half of it.
  await writeNewFile(nodeFileSystem, `${file}.unfinished`, JSON.stringify(order))
  await rename(`${file}.unfinished`, file)
  return file
}

/**
 * Carries out the orders that were left, oldest first; one that cannot be read is told, and left.
 * @param carryOut durable when it resolves: the order is forgotten then
 */
export async function takeOperatorCommands(
  dataDir: string,
  carryOut: (order: Order) => Promise<void>,
  onFault: (file: string) => void = () => {},
): Promise<void> {
  const folder = path.join(path.resolve(dataDir), FOLDER)
  const names = await readdir(folder).catch(() => [])
  for (const name of names.filter((one) => one.endsWith(SUFFIX)).sort()) {
    const file = path.join(folder, name)
    const order = await readCommand(file)
    if (!order) onFault(name)
    else {
      await carryOut(order)
      await unlink(file)
    }
  }
}

/** Drops what nobody can carry out and was left before an instant: orders that cannot be read, and those that a crash left half written. */
export async function dropLeftCommands(dataDir: string, before: Date): Promise<void> {
  const folder = path.join(path.resolve(dataDir), FOLDER)
  for (const name of await readdir(folder).catch(() => [])) {
    const file = path.join(folder, name)
    const left = await unlessMissing(stat(file))
    if (left && left.mtimeMs < before.getTime() && !(await readCommand(file))) await unlessMissing(unlink(file))
  }
}

/** `null` when it is not one. */
async function readCommand(file: string): Promise<Order | null> {
  try {
    return z.union([answersCommand, clockCommand]).parse(JSON.parse(await readFile(file, 'utf8')))
  } catch {
    return null
  }
}
