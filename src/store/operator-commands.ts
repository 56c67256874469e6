import { randomUUID } from 'node:crypto'
import { readdir, readFile, stat, unlink, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { z } from 'zod'
import type { ClockCommand } from '../features/retention/clock/clock-note.js'
import { acceptClock } from '../features/retention/clock/open-clock-watch.js'
import type { AnswersSwitch } from '../features/settings/settings-document.js'
import type { SettingsStore } from '../features/settings/settings-verbs.js'
import type { Duty } from '../platform/feature.js'
import { AppError } from '../platform/model/app-error.js'
import { unlessMissing } from '../platform/store/file-system.js'
import { replaceFile } from '../platform/store/replace-file.js'
import type { CommuneStore } from './communes/commune-verbs.js'
import type { KeptDocument } from './move-documents.js'

/** Where what operators ask is left for the server that holds the data folder; the name is that of folders in service. */
export const COMMANDS_FOLDER = 'orders'
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

const suspensionCommand = z.strictObject({ at: z.iso.datetime(), suspension: answersCommand })

const communeCommand = z.strictObject({
  at: z.iso.datetime(),
  commune: z.strictObject({ id: z.string(), archive: z.string().nullable() }),
})

/**
 * What a command asks of a server: to move the switch of the answers, to trust the clock, to suspend a commune or let citizens in again, or to make what is
 * kept of one what an archive holds (`null`: nothing).
 */
export type OperatorCommand =
  | AnswersSwitch
  | { at: string; clock: ClockCommand }
  | { at: string; suspension: AnswersSwitch }
  | { at: string; commune: CommuneCommand }

/** What is to be made of a commune: what the file at this path holds, or nothing. */
export interface CommuneCommand {
  id: string
  archive: string | null
}

/** Ends the name of a command that could not be carried out, with why in it. */
export const REFUSED_SUFFIX = '.refused'

/**
 * Leaves what an operator asks to the server that holds a data folder, since only one process may write there: it is taken at its next sweep.
 * @returns the file, which is gone once the command was carried out
 */
export async function leaveOperatorCommand(dataDir: string, command: OperatorCommand): Promise<string> {
  const folder = path.join(path.resolve(dataDir), COMMANDS_FOLDER)
  const file = path.join(folder, `${command.at.replace(/\W/g, '-')}-${randomUUID()}${SUFFIX}`)
  // Under its name once it is whole: the server never reads half of it.
  await replaceFile(file, JSON.stringify(command))
  return file
}

/**
 * Carries out the commands that were left, oldest first; one that cannot be read is told, and left.
 * @param carryOut durable when it resolves: the command is forgotten then, unless it says that it goes on (`begun`) and forgets it itself
 */
export async function takeOperatorCommands(
  dataDir: string,
  carryOut: (command: OperatorCommand, file: string) => Promise<unknown>,
  onFault: (file: string) => void = () => {},
): Promise<void> {
  const folder = path.join(path.resolve(dataDir), COMMANDS_FOLDER)
  const names = await readdir(folder).catch(() => [])
  for (const name of names.filter((one) => one.endsWith(SUFFIX)).sort()) {
    const file = path.join(folder, name)
    const command = await readCommand(file)
    if (!command) onFault(name)
    else if ((await carryOut(command, file)) !== 'begun') await unlink(file)
  }
}

/** What the commands of operators are carried out with. */
export interface OperatorParts {
  dataDir: string
  store: Parameters<typeof acceptClock>[0] & Pick<SettingsStore, 'switchAnswers' | 'suspendCommune'> & CommuneStore
  communeIds: Iterable<string>
  /** Serves the switch of a commune as it is stored now. */
  refresh: (communeId: string) => Promise<void>
  /** The documents of an archive that a command found sound. */
  documentsOf: (archive: string) => AsyncIterable<KeptDocument>
  /** Told the name of a command that cannot be read, once. */
  onFault: (file: string) => void
}

/** What a sweep does: takes what a command asked while this process held the data folder, or before it started. */
export function operatorCommandsDuty({
  dataDir,
  store,
  communeIds,
  refresh,
  documentsOf,
  onFault,
}: OperatorParts): Duty {
  const told = new Set<string>()
  const underWay = new Set<string>()
  const carryOut = async (command: OperatorCommand, file: string) => {
    if ('clock' in command) return acceptClock(store, communeIds, command.clock)
    if ('commune' in command) {
      // Beside the sweep, one at a time: what the other communes wait for does not wait for it.
      if (underWay.size === 0) {
        underWay.add(file)
        const { id, archive } = command.commune
        void (archive === null ? store.eraseCommune(id) : store.putCommune(id, documentsOf(archive)))
          .then(() => unlink(file))
          .catch((error: unknown) => refuseCommand(file, error))
          .finally(() => underWay.delete(file))
      }
      return 'begun'
    }
    if ('suspension' in command) {
      await store.suspendCommune(command.suspension)
      return refresh(command.suspension.communeId)
    }
    if ([...communeIds].includes(command.communeId)) await store.switchAnswers(command)
    await refresh(command.communeId)
  }
  return () =>
    takeOperatorCommands(dataDir, carryOut, (file) => {
      // It is looked for every few seconds, and stays until somebody takes it away.
      if (!told.has(file)) onFault(file)
      told.add(file)
    })
}

/** A store that cannot be written now is tried again, by the next sweep or the next start. */
async function refuseCommand(file: string, error: unknown): Promise<void> {
  if (error instanceof AppError && error.code === 'storage_unavailable') return
  await writeFile(`${file}${REFUSED_SUFFIX}`, String(error), { mode: 0o600 })
  await unlink(file)
}

/** How long a command that cannot be carried out is left for whoever reads the log, ms. */
export const STALE_COMMAND_MS = 30 * 24 * 3_600_000

/** Drops what nobody can carry out and was left before an instant: commands that cannot be read, and those that a crash left half written. */
export async function dropStaleCommands(dataDir: string, before: Date): Promise<void> {
  const folder = path.join(path.resolve(dataDir), COMMANDS_FOLDER)
  for (const name of await readdir(folder).catch(() => [])) {
    const file = path.join(folder, name)
    const left = await unlessMissing(stat(file))
    if (left && left.mtimeMs < before.getTime() && !(await readCommand(file))) await unlessMissing(unlink(file))
  }
}

/** `null` when it is not one. */
async function readCommand(file: string): Promise<OperatorCommand | null> {
  try {
    return z
      .union([answersCommand, clockCommand, suspensionCommand, communeCommand])
      .parse(JSON.parse(await readFile(file, 'utf8')))
  } catch {
    return null
  }
}
