import path from 'node:path'
import { parseArgs } from 'node:util'
import { loadMessages } from '../assistant/words/messages.js'
import { type Config, ConfigError, readConfig } from '../config.js'
import { applyRetention } from '../features/retention/apply-retention.js'
import { mergeErasures } from '../features/retention/erasure.js'
import { openLiveCommunes } from '../features/settings/live-communes.js'
import { loadTown } from '../features/settings/load-town.js'
import type { Say } from '../platform/model/say.js'
import { createSealer } from '../platform/store/sealer.js'
import type { Store } from '../store/store.js'
import { momentOf, reasonOf, tellProgress } from './backup-words.js'
import { type BackupManifest, noteRestoration } from './backups/backup-format.js'
import { communesRestored, type RestoredCommunes, staysAway } from './backups/communes-restored.js'
import { ERASURES_FILE, type KnownErasures, readErasures } from './backups/erasures-file.js'
import { readBackup, townLinesOf } from './backups/read-backup.js'
import { type RestorationResult, restoreBackup } from './backups/restore-backup.js'
import { putBackTown, type TownPutBack } from './backups/town-files.js'
import { complain, type Tell } from './print.js'
import { offlineHandoffContext } from './retention.js'

const DAY_MS = 24 * 3_600_000

interface Wish {
  file: string
  erasures: string | null
  withoutErasures: boolean
  /** Ids of communes that are not in the backup, and whose data may be no more. */
  without: string[]
}

interface Context {
  config: Config
  say: Say
  tell: Tell
}

/**
 * `guichet restore FILE`: puts a backup into the empty store of the configuration, but for what was erased since, and applies the retention before
 * anything can be served. What it says is for the town hall, in French.
 * @returns the exit status: 0, 1 when nothing can be served yet, or 2 for wrong usage
 */
export async function runRestore(argv: string[]): Promise<number> {
  const config = readConfig(process.env)
  const say = await loadMessages(config.knowledgeDir)
  const tell: Tell = (key, parameters) => say('fr', key, parameters)
  const wish = readWish(argv)
  if (!wish) return complain(tell('restore.usage'), 2)
  const { file } = wish
  const to = config.database ? tell('restore.to_database') : tell('restore.to_folder', { folder: config.dataDir })
  try {
    const read = await readBackup(file)
    if ('fault' in read) return complain(tell(`restore.${read.fault}`, { file }), 1)
    const { manifest } = read
    if (manifest.commune !== undefined)
      return complain(tell('restore.one_commune', { file, commune: manifest.commune }), 1)
    process.stdout.write(`${tell('restore.sound', { date: momentOf(manifest.madeAt) })}\n`)
    const known = await gatherErasures(wish)
    const refusal = refusalOf({ wish, known, manifest }, { config, say, tell })
    if (refusal !== null) return complain(refusal, 1)
    // What is due is known by the commune's file: without one, nothing is begun.
    if (config.demonstration || !manifest.hasTown) {
      const fault = await townFault(config)
      if (fault !== null) return complain(tell('restore.no_town', { why: fault }), 1)
    }
    const communes = await sayCommunes({ wish, known: known ?? [], manifest }, { config, say, tell })
    if (communes === null) return 1
    const outcome = await restore({ file, manifest, known, communes }, { config, say, tell })
    const status = report(outcome, { to, known, tell })
    if (status === 0) await noteRestoration(file, new Date().toISOString())
    return status
  } catch (error) {
    const { code, why } = reasonOf(error)
    if (code === 'storage_locked') return complain(tell('restore.locked', { to }), 1)
    if (code === 'seal_key_unusable') return complain(tell('restore.key_unusable', { why }), 1)
    return complain(tell(code === 'ENOSPC' ? 'restore.full' : 'restore.failed', { why }), 1)
  }
}

/** Why no commune is known here, and what to do; `null`: one is. */
async function townFault(config: Config): Promise<string | null> {
  try {
    await loadTown(config)
    return null
  } catch (error) {
    if (error instanceof ConfigError) return error.faults.join('\n')
    throw error
  }
}

/** Says what becomes of each commune, before anything is written. @returns `null` when one would be lost that nobody gave up */
async function sayCommunes(
  { wish, known, manifest }: Found & { known: KnownErasures[] },
  { config, tell }: Context,
): Promise<RestoredCommunes | null> {
  if (config.demonstration || !manifest.hasTown) return { back: [], gone: [], lost: [], renamed: [] }
  const since = { erasures: mergeErasures(...known.map((one) => one.erasures)), madeAt: manifest.madeAt }
  const former = wish.erasures
  const communes = await communesRestored(wish.file, since, { townDir: config.townDir, former })
  const { back, gone, lost } = communes
  const lines = [
    tell('restore.communes_back', { communes: back.join(', ') }),
    ...gone.map(({ id, at }) => tell('restore.commune_gone', { commune: id, date: momentOf(at), file: wish.file })),
    ...lost.filter((id) => wish.without.includes(id)).map((id) => tell('restore.commune_without', { commune: id })),
  ]
  process.stdout.write(`${lines.join('\n')}\n`)
  const kept = lost.filter((id) => !wish.without.includes(id))
  if (kept.length === 0) return communes
  const all = lost.join(',')
  complain(tell('restore.communes_lost', { communes: kept.join(', '), commune: kept[0] ?? '', all }), 1)
  return null
}

/** The index next to the backup, and the one that was named. `null`: the one that was named is none. */
async function gatherErasures({ file, erasures }: Wish): Promise<KnownErasures[] | null> {
  const named = erasures === null ? null : await readErasures(erasures)
  if (erasures !== null && named === null) return null
  const beside = await readErasures(path.join(path.dirname(path.resolve(file)), ERASURES_FILE))
  return [named, beside].filter((one) => one !== null)
}

interface Found {
  wish: Wish
  known: KnownErasures[] | null
  manifest: BackupManifest
}

/** Why nothing is restored from this; `null`: nothing is in the way. */
function refusalOf({ wish, known, manifest }: Found, { config, tell }: Context): string | null {
  // A demonstration has no town, whose files would be left out; and nothing would start on the data with these settings.
  const kind = manifest.hasTown ? 'installation' : manifest.birth?.kind
  if (config.demonstration && kind === 'installation') return tell('restore.by_demonstration')
  if (!config.demonstration && kind === 'demonstration') return tell('restore.by_installation')
  if (known === null) return tell('restore.not_erasures', { place: wish.erasures ?? '' })
  if (wish.withoutErasures) return null
  if (known.length === 0) return tell('restore.no_erasures', { date: momentOf(manifest.madeAt) })
  const isOld = Date.now() - Date.parse(manifest.madeAt) > config.backupDays * DAY_MS
  return isOld ? tell('restore.too_old', { days: String(config.backupDays) }) : null
}

interface Outcome {
  result: RestorationResult
  purged: number
  town: TownPutBack
}

interface Restored extends Pick<Found, 'manifest' | 'known'> {
  file: string
  communes: RestoredCommunes
}

async function restore(
  { file, manifest, known, communes }: Restored,
  { config, say, tell }: Context,
): Promise<Outcome> {
  const erasures = mergeErasures(...(known ?? []).map((one) => one.erasures))
  let purged = 0
  let town: TownPutBack = { put: [], left: [] }
  const result = await restoreBackup({
    file,
    manifest,
    into: config,
    sealer: createSealer(config.dataDir, { key: config.sealKey }),
    erasures,
    gone: communes.gone.map(({ id }) => id),
    onProgress: tellProgress(tell),
    beforeServing: async (store) => {
      if (!config.demonstration)
        town = await putBackTown(townLinesOf(file), config.townDir, (town) => staysAway(communes, town))
      purged = await purge(store, { config, say, tell })
    },
  })
  return { result, purged, town }
}

/** Erases what is due by now. @returns how much */
async function purge(store: Store, { config, say }: Context): Promise<number> {
  const liveCommunes = await openLiveCommunes({ files: await loadTown(config), store })
  const erased = await applyRetention(
    offlineHandoffContext({ store, say, communes: liveCommunes.byId, mails: config.mail !== null }),
  )
  return Object.values(erased).reduce((sum, count) => sum + count, 0)
}

function report(
  { result, purged, town }: Outcome,
  { to, known, tell }: { to: string; known: KnownErasures[] | null; tell: Tell },
): number {
  if (result.outcome === 'not_empty') return complain(tell('restore.not_empty', { to }), 1)
  if (result.outcome === 'other_birth') return complain(tell(`restore.into_${result.there}`, { to }), 1)
  if (result.outcome === 'other_key') return complain(tell('restore.other_key'), 1)
  if (result.outcome === 'differs') return complain(tell('restore.differs', { kinds: result.kinds.join(', ') }), 1)
  const until = (known ?? []).map(({ madeAt }) => madeAt).sort()
  const lines = [
    ...result.counts.map(({ kind, count, checksum }) => `${kind.padEnd(14)} ${String(count).padStart(8)}  ${checksum}`),
    tell('restore.left', { count: String(result.left) }),
    tell('restore.retention', { count: String(purged) }),
    ...(town.put.length > 0 ? [tell('restore.town_put', { count: String(town.put.length) })] : []),
    ...(town.left.length > 0 ? [tell('restore.town_left', { files: town.left.join(', ') })] : []),
    ...until.slice(-1).map((date) => tell('restore.erasures_until', { date: momentOf(date) })),
    tell('restore.done', { to }),
    tell(`restore.key_${result.key}`),
  ]
  process.stdout.write(`${lines.join('\n')}\n`)
  return 0
}

/** `null` when they make no sense together. */
function readWish(argv: string[]): Wish | null {
  try {
    const { values, positionals } = parseArgs({
      args: argv,
      allowPositionals: true,
      options: {
        erasures: { type: 'string' },
        'without-erasures': { type: 'boolean', default: false },
        without: { type: 'string', default: '' },
      },
    })
    const [file, ...more] = positionals
    if (file === undefined || more.length > 0) return null
    const without = values.without.split(',').filter((id) => id !== '')
    return { file, erasures: values.erasures ?? null, withoutErasures: values['without-erasures'], without }
  } catch {
    return null
  }
}
