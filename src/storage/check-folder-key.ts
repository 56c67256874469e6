import path from 'node:path'
import { AppError } from '../domain/app-error.js'
import type { Medium } from './document-store.js'
import { readSealCheck, writeSealCheck } from './seal-check-file.js'
import { opensWord, sealWord } from './seal-word.js'
import { openedBy, type SealedOwner } from './sealed-values.js'
import { SEAL_KEY_FILE, type ServerSealer } from './sealer.js'
import type { StorageLogger } from './storage-logger.js'

/** The data folder of a server that begins. */
export interface FolderKeyCheck {
  dataDir: string
  medium: Medium
  sealer: ServerSealer
  logger: StorageLogger
}

/**
 * Makes sure that the key at hand is the one by which a data folder was sealed, and notes it there. A folder in which nothing is noted, as those of earlier
 * versions, takes the key that opens something of what it holds; one in which nothing would be lost takes any, and a key is drawn when there is none.
 * @throws AppError `seal_key_differs`, naming what would be lost: nothing is drawn or noted then; `seal_key_unusable`; the file system's errors
 */
export async function checkFolderKey({ dataDir, medium, sealer, logger }: FolderKeyCheck): Promise<void> {
  const noted = await readSealCheck(dataDir, { logger })
  if (noted !== null && (await opensWord(sealer, noted))) return
  const { opened, lost } = await openedBy(medium, sealer)
  const isOwn = noted === null && opened > 0
  if (lost.length > 0 && !isOwn) throw differs(dataDir, await sealer.hasKey(), lost)
  if (noted !== null)
    logger.warn(
      { dataDir },
      'the key of sealed data is another one than before; nothing that is kept was sealed by that',
    )
  await writeSealCheck(dataDir, await sealWord(sealer))
}

function differs(dataDir: string, hasKey: boolean, lost: readonly SealedOwner[]): AppError {
  const file = path.join(path.resolve(dataDir), SEAL_KEY_FILE)
  const what = hasKey
    ? `the key at hand (${file}, or GUICHET_SEAL_KEY) is not the one by which this data folder was sealed`
    : `${file} is missing, by which this data folder was sealed`
  const count = (kind: SealedOwner['kind']) => lost.filter((one) => one.kind === kind).length
  const counts = `second factors: ${count('second_factor')}, secrets of webhooks: ${count('webhook')}, conversations with masked data: ${count('masked')}`
  return new AppError('seal_key_differs', 503, {
    cause: new Error(
      `${what}. What does not open: ${counts}. Put back the copy of the key that you keep. When it is lost, \`guichet seal-key\` names what is lost with it, and \`guichet seal-key --accept-loss\` goes on with another (docs/backup.md)`,
    ),
  })
}
