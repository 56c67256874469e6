import path from 'node:path'
import { AppError } from '../model/app-error.js'
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
    ? `celle qui est là (${file}, ou GUICHET_SEAL_KEY) n’est pas celle de ce dossier de données`
    : `${file}, qui est celle de ce dossier de données, manque`
  const count = (kind: SealedOwner['kind']) => lost.filter((one) => one.kind === kind).length
  const counts = `doubles authentifications, ${count('second_factor')} ; secrets de webhooks, ${count('webhook')} ; conversations avec des données masquées, ${count('masked')}`
  return new AppError('seal_key_differs', 503, {
    cause: new Error(
      `${what}. Ce qui ne s’ouvre pas : ${counts}. Remettez la copie de la clé que vous gardez. Si elle est perdue, « guichet seal-key » dit ce qui l’est avec elle, et « guichet seal-key --accept-loss » continue avec une autre (docs/backup.md)`,
    ),
  })
}
