import path from 'node:path'
import { z } from 'zod'
import { DurableJsonFile } from './durable-json-file.js'
import { type FileSystem, nodeFileSystem } from './file-system.js'
import type { Sealer } from './sealer.js'

const PLACE = 'seal-check'
const WORD = 'guichet'

/** Something that only the key of these servers opens: left where it is later asked whether a key is theirs. Tells nothing of the key. */
export function sealWord(sealer: Sealer): Promise<string> {
  return sealer.seal(WORD, PLACE)
}

/** Whether a key is the one by which {@link sealWord} was called. */
export async function opensWord(sealer: Sealer, sealed: string): Promise<boolean> {
  return (await sealer.open(sealed, PLACE)) === WORD
}

/** What the storage says to its operator; a pino logger is one. Never a citizen's text. */
export interface StorageLogger {
  warn(fields: Record<string, unknown>, message: string): void
  error(fields: Record<string, unknown>, message: string): void
}

/** Says nothing. */
export const silentLogger: StorageLogger = { warn: () => {}, error: () => {} }

/** Name, in the data folder, of what tells which key its documents were sealed by. */
export const SEAL_CHECK_FILE = 'seal-check.json'

const checkShape = z.object({ version: z.literal(1), sealed: z.string() })

/** How the file of a data folder is reached. */
export interface SealCheckOptions {
  /** Default: the machine's. */
  fileSystem?: FileSystem
  /** Default: silent. */
  logger?: StorageLogger
}

/**
 * What `sealWord` gave with the key of a data folder; `null` where nothing is noted yet, or where what was noted can no longer be read: what is sealed there
 * still tells whose it is.
 * @throws the file system's errors
 */
export async function readSealCheck(dataDir: string, options: SealCheckOptions = {}): Promise<string | null> {
  const found = checkShape.safeParse(await fileOf(dataDir, options).read())
  return found.success ? found.data.sealed : null
}

/** Notes, durably, what `sealWord` gave; `null` forgets it. @throws the file system's errors */
export async function writeSealCheck(dataDir: string, sealed: string | null): Promise<void> {
  const file = fileOf(dataDir)
  if (sealed === null) return file.erase()
  await file.read()
  await file.write({ version: 1, sealed })
}

function fileOf(dataDir: string, { fileSystem = nodeFileSystem, logger = silentLogger }: SealCheckOptions = {}) {
  return new DurableJsonFile<z.infer<typeof checkShape>>(path.join(path.resolve(dataDir), SEAL_CHECK_FILE), {
    fileSystem,
    onBegunAnew: (file) => logger.error({ file }, 'what told the key of this folder cannot be read: it is begun anew'),
  })
}
