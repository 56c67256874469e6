import { existsSync } from 'node:fs'
import { stat } from 'node:fs/promises'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { loadMessages } from '../assistant/words/messages.js'
import { type Config, readConfig, TOWN_FOLDER } from '../config.js'
import type { MessageKey } from '../platform/model/say.js'
import type { StoreChoice } from '../store/open-store.js'
import { momentOf, reasonOf, tellProgress } from './backup-words.js'
import { BACKUP_FILE_SUFFIX, backUp, backupName, keepLatest, keyWordOf } from './backups/back-up.js'
import { ERASURES_FILE, erasuresOfStore, writeErasures } from './backups/erasures-file.js'
import { complain, type Tell } from './print.js'
import { standingsOf } from './require-birth.js'

const DEFAULT_FOLDER = './backups'
const DAY_MS = 24 * 3_600_000

interface Wish {
  folder: string
  /** `null`: a name by the date, in the folder. */
  file: string | null
  keep: number | null
  erasuresOnly: boolean
  /** The id of the only commune that is backed up; `null`: all of them. */
  commune: string | null
}

/**
 * `guichet backup`: writes everything that the server keeps to a file, whether it runs or not, and what was erased next to it. What it says is for the town
 * hall, in French.
 * @returns the exit status: 0, 1 when nothing was backed up, or 2 for wrong usage
 */
export async function runBackup(argv: string[]): Promise<number> {
  const config = readConfig(process.env)
  const say = await loadMessages(config.knowledgeDir)
  const tell: Tell = (key, parameters) => say('fr', key, parameters)
  const wish = readWish(argv)
  if (!wish) return complain(tell('backup.usage'), 2)
  if (wish.commune !== null) return backUpCommune(config, wish.commune, wish.file ?? wish.folder)
  if (!config.database && !existsSync(config.dataDir))
    return complain(tell('backup.no_data', { folder: config.dataDir }), 1)
  const now = new Date()
  const at = now.toISOString()
  const erasuresFrom = new Date(now.getTime() - config.backupDays * DAY_MS).toISOString()
  const file = wish.file ?? path.join(wish.folder, backupName(at))
  const index = path.join(wish.folder, ERASURES_FILE)
  try {
    if (wish.erasuresOnly) await writeErasures(index, await erasuresNow(config, at), erasuresFrom)
    else {
      const keyWord = await keyWordOf(config).catch((error: unknown) => {
        // What is not sealed is worth a backup all the same.
        complain(tell('backup.key_unusable', reasonOf(error)), 1)
        return null
      })
      const townDir = await townOf(config, tell)
      const job = { store: config, file, townDir, at, erasuresFrom, keyWord, onProgress: tellProgress(tell) }
      const { counts } = await backUp(job)
      for (const { kind, count, checksum } of counts)
        process.stdout.write(`${kind.padEnd(14)} ${String(count).padStart(8)}  ${checksum}\n`)
      const size = ((await stat(file)).size / 1e6).toFixed(1).replace('.', ',')
      process.stdout.write(`${tell('backup.done', { file, size, date: momentOf(at) })}\n${tell('backup.no_key')}\n`)
    }
    process.stdout.write(`${tell('backup.erasures_done', { file: index })}\n`)
    const deleted = wish.keep === null ? [] : await keepLatest(wish.folder, wish.keep)
    if (deleted.length > 0) process.stdout.write(`${tell('backup.deleted', { names: deleted.join(', ') })}\n`)
    return 0
  } catch (error) {
    const { code, why } = reasonOf(error)
    return complain(tell(REASONS[code] ?? 'backup.failed', { file, why }), 1)
  }
}

/** All of one commune, as `guichet commune export` writes it. */
async function backUpCommune(config: Config, id: string, to: string): Promise<number> {
  const { runCommuneVerb } = await import('./communes/run-commune-verb.js')
  return (await runCommuneVerb('export', [id, '--to', to], config)) ?? 2
}

/** What is said of each reason that has words of its own. */
const REASONS: Record<string, MessageKey> = {
  ENOSPC: 'backup.full',
  snapshot_busy: 'backup.busy',
  snapshot_lost: 'backup.lost',
  storage_locked: 'backup.locked',
  migration_unfinished: 'backup.unfinished',
}

/** What is a town's own belongs to an installation, by what the data are and not by the settings: those of cron are often fewer than the server's. */
async function townOf(config: Config, tell: Tell): Promise<string | null> {
  if (!config.demonstration) return config.townDir
  const { store } = await standingsOf(config)
  if (store !== 'installation' && store !== 'soiled') return null
  const folder = path.join(config.dataDir, TOWN_FOLDER)
  complain(tell('backup.town_guessed', { folder }), 1)
  return folder
}

async function erasuresNow(choice: StoreChoice, madeAt: string) {
  return { madeAt, erasures: await erasuresOfStore(choice) }
}

/** `null` when they make no sense together. */
function readWish(argv: string[]): Wish | null {
  try {
    const { values } = parseArgs({
      args: argv,
      options: {
        to: { type: 'string', default: DEFAULT_FOLDER },
        keep: { type: 'string' },
        'erasures-only': { type: 'boolean', default: false },
        commune: { type: 'string' },
      },
    })
    const { to, keep, 'erasures-only': erasuresOnly, commune = null } = values
    const isFile = to.endsWith(BACKUP_FILE_SUFFIX)
    const isRight = keep === undefined || (/^[1-9]\d{0,3}$/.test(keep) && !isFile && !erasuresOnly)
    if (!isRight || to === '' || (commune !== null && (keep !== undefined || erasuresOnly))) return null
    return {
      folder: isFile ? path.dirname(to) : to,
      file: isFile ? to : null,
      keep: keep === undefined ? null : Number(keep),
      erasuresOnly,
      commune,
    }
  } catch {
    return null
  }
}
