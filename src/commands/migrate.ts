import { parseArgs } from 'node:util'
import { loadMessages } from '../assistant/words/messages.js'
import { readConfig } from '../config.js'
import { AppError } from '../platform/model/app-error.js'
import { emptyPostgres } from '../platform/store/postgres/empty-postgres.js'
import { createSealer } from '../platform/store/sealer.js'
import { type MigrationResult, migrateStore, STORE_NAMES, type StoreName } from '../store/migrate-store.js'
import type { CopyProgress } from '../store/move-documents.js'
import { complain, type Tell } from './print.js'

/**
 * `guichet migrate --from lowdb --to postgres`, or back: moves everything that the server keeps between its data folder (`GUICHET_DATA_DIR`) and its
 * database (`DATABASE_URL`), and compares both. `--empty <name>` takes the tables of the database of that name away. What it says is for the town hall, in French.
 * @returns the exit status: 0, 1 when nothing may be served from the target yet, or 2 for wrong usage
 */
export async function runMigrate(argv: string[]): Promise<number> {
  const config = readConfig(process.env)
  const say = await loadMessages(config.knowledgeDir)
  const tell: Tell = (key, parameters) => say('fr', key, parameters)
  const wish = readWish(argv)
  if (!wish || !config.database) return complain(tell('migrate.usage'), 2)
  const { database } = config
  if ('empty' in wish) {
    // Nothing comes back: its name has to be typed.
    if (wish.empty !== new URL(database.url).pathname.slice(1)) return complain(tell('migrate.other_name'), 2)
    return orComplain(async () => {
      await emptyPostgres(database.url)
      process.stdout.write(`${tell('migrate.emptied', { name: wish.empty })}\n`)
      return 0
    }, tell)
  }
  const migration = {
    ...wish,
    dataDir: config.dataDir,
    databaseUrl: database.url,
    sealer: createSealer(config.dataDir, { key: config.sealKey }),
    onProgress: ({ kind, done, total }: CopyProgress) => {
      if (done === total || done % 500 === 0)
        process.stdout.write(`${tell('migrate.progress', { kind, done: String(done), total: String(total) })}\n`)
    },
  }
  return orComplain(async () => report(await migrateStore(migration), wish, tell), tell)
}

async function orComplain(act: () => Promise<number>, tell: Tell): Promise<number> {
  try {
    return await act()
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    const why = error.cause instanceof Error ? error.cause.message : error.code
    return complain(error.code === 'storage_locked' ? tell('migrate.locked') : tell('migrate.failed', { why }), 1)
  }
}

/** `null` when they make no sense together. */
function readWish(argv: string[]): { from: StoreName; to: StoreName } | { empty: string } | null {
  try {
    const options = { from: { type: 'string' }, to: { type: 'string' }, empty: { type: 'string' } } as const
    const { values } = parseArgs({ args: argv, options })
    if (values.empty !== undefined) return values.from || values.to ? null : { empty: values.empty }
    const [from, to] = [values.from, values.to].map((name) => STORE_NAMES.find((one) => one === name))
    return from && to && from !== to ? { from, to } : null
  } catch {
    return null
  }
}

function report(result: MigrationResult, { from, to }: { from: StoreName; to: StoreName }, tell: Tell): number {
  if (result.outcome === 'not_empty') return complain(tell('migrate.not_empty', { to }), 1)
  if (result.outcome === 'other_birth') return complain(tell('migrate.other_birth', { to }), 1)
  if (result.outcome === 'differs') {
    const kinds = result.kinds.map(({ from: { kind } }) => kind).join(', ')
    return complain(tell('migrate.differs', { kinds }), 1)
  }
  for (const { kind, count, checksum } of result.counts)
    process.stdout.write(`${kind.padEnd(14)} ${String(count).padStart(8)}  ${checksum}\n`)
  process.stdout.write(`${tell(to === 'postgres' ? 'migrate.done_to_postgres' : 'migrate.done_to_lowdb', { from })}\n`)
  return 0
}
