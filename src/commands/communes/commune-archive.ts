import { existsSync } from 'node:fs'
import { readFile, stat } from 'node:fs/promises'
import path from 'node:path'
import type { Config } from '../../config.js'
import { communesFolder } from '../../features/entries/catalogue/load-own-entries.js'
import { choicesFileOf } from '../../features/national-feed/commune-choices.js'
import { feedFolder } from '../../features/national-feed/feed-index.js'
import { placesFile } from '../../features/places/load-places.js'
import { communeFiles } from '../../features/settings/load-town.js'
import { type DocumentSource, partOf, scopeOf } from '../../store/communes/commune-part.js'
import type { DocumentKind } from '../../store/document-kinds.js'
import type { KeptDocument } from '../../store/move-documents.js'
import { withSnapshot } from '../../store/snapshots/with-snapshot.js'
import { BACKUP_FILE_SUFFIX, keyWordOf, writeBackup } from '../backups/back-up.js'
import { type BackupManifest, COMMUNE_ARCHIVE_VERSION, type TownLine } from '../backups/backup-format.js'
import { townLines } from '../backups/town-files.js'
import { finish, say } from './commune-wish.js'

/** Where what a commune chose of the national feed is in an archive: in the data folder, not in the town's. */
const NATIONAL = 'national'

/** Whether a file of a town folder, by its path there, is a commune's own. */
export function isFileOf(communeId: string, town: string): boolean {
  const own = [`communes/${communeId}.json`, `communes/${communeId}.jsonl`, `places/${communeId}.json`]
  const folders = [`communes/${communeId}/`, `replies/${communeId}/`]
  return [...own, `${NATIONAL}/${communeId}.json`].includes(town) || folders.some((folder) => town.startsWith(folder))
}

/** Where a file of an archive lies on this server. */
export function placeOfFile({ townDir, dataDir }: Pick<Config, 'townDir' | 'dataDir'>, town: string): string {
  if (!town.startsWith(`${NATIONAL}/`)) return path.join(townDir, town)
  return choicesFileOf(feedFolder(dataDir), path.basename(town, '.json'))
}

/** The files of a commune on this server; its own file has the name of its id. */
export async function* filesOfCommune(config: Config, communeId: string): AsyncGenerator<TownLine> {
  const file = (await communeFiles(config.townDir)).find(({ id }) => id === communeId)?.file
  if (file !== undefined) yield { town: `communes/${communeId}.json`, text: await readFile(file, 'utf8') }
  for await (const line of townLines(config.townDir))
    if (isFileOf(communeId, line.town) && line.town !== `communes/${communeId}.json`) yield line
  const national = placeOfFile(config, `${NATIONAL}/${communeId}.json`)
  if (existsSync(national)) yield { town: `${NATIONAL}/${communeId}.json`, text: await readFile(national, 'utf8') }
}

/** Paths of all that a commune has in the town folder and beside it, to be taken away with it. */
export async function placesOfCommune(config: Config, communeId: string): Promise<string[]> {
  const file = (await communeFiles(config.townDir)).find(({ id }) => id === communeId)?.file
  const folder = path.join(communesFolder(config.townDir), communeId)
  const all = [
    folder,
    `${folder}.jsonl`,
    placesFile(config.townDir, communeId),
    path.join(config.townDir, 'replies', communeId),
    placeOfFile(config, `${NATIONAL}/${communeId}.json`),
    // Last: until it is gone the commune is there, and a removal that was stopped is seen.
    ...(file === undefined ? [] : [file]),
  ]
  return all.filter((one) => existsSync(one))
}

/** What of some documents is a commune's, as an archive has it. */
export function ofCommune(source: DocumentSource, communeId: string): DocumentSource {
  return {
    documents: async function* (kinds: readonly DocumentKind[]): AsyncGenerator<KeptDocument> {
      const scope = await scopeOf(source, communeId)
      for await (const one of source.documents(kinds)) {
        const document = partOf(one, scope)
        if (document !== null) yield { ...one, document }
      }
    },
  }
}

/** Folder of archives, unless another is named. */
export const ARCHIVES = './backups'

/** `guichet commune export ID --to FILE`, which `guichet backup --commune ID` is too. @returns the exit status */
export async function exportTo(config: Config, id: string, to: string): Promise<number> {
  const file = to.endsWith(BACKUP_FILE_SUFFIX)
    ? to
    : path.join(to, `commune-${id}-${new Date().toISOString().slice(0, 19).replaceAll(':', '')}Z${BACKUP_FILE_SUFFIX}`)
  const { counts } = await exportCommune(config, id, file)
  for (const { kind, count, checksum } of counts)
    if (count > 0) say(`${kind.padEnd(22)} ${String(count).padStart(8)}  ${checksum}`)
  const size = ((await stat(file)).size / 1e6).toFixed(1).replace('.', ',')
  return finish(
    `Tout ce qui est à « ${id} » est dans ${file} (${size} Mo), relu et compté. La clé de ce qui est scellé (seal.key) n’y est pas : gardez-la à part.`,
  )
}

/** Writes all of a commune to one file, as it is at one instant, whether its server runs or not. @throws as `backUp` */
export function exportCommune(config: Config, communeId: string, file: string): Promise<BackupManifest> {
  const at = new Date().toISOString()
  return withSnapshot(config, async (snapshot) => {
    const word = snapshot.keyWord ?? (await keyWordOf(config))
    const header = {
      format: 'guichet-backup' as const,
      version: COMMUNE_ARCHIVE_VERSION,
      madeAt: at,
      store: config.database ? ('postgres' as const) : ('lowdb' as const),
      commune: communeId,
      ...(word === null ? {} : { keyWord: word }),
      ...(snapshot.birth === null ? {} : { birth: snapshot.birth }),
    }
    const documents = { ...snapshot, ...ofCommune(snapshot, communeId) }
    return writeBackup(documents, { file, header, town: filesOfCommune(config, communeId), onProgress: () => {} })
  })
}
