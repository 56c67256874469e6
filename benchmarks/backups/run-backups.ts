import { chmod, mkdir, mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import pg from 'pg'
import { openStore, type StoreChoice } from '../../src/store/open-store.js'
import { startPostgres } from '../store/postgres-server.js'
import { madeUpBackup } from './made-up-backup.js'
import { type CommandCost, measuredCommand } from './measured-command.js'
import { numbersKept, startWriter, WRITER_CONVERSATIONS } from './paced-writer.js'

const USAGE = 'npm run bench -- backups [--conversations 100000] [--per-second 50] [--alone-s 20]'

interface Plan {
  conversations: number
  perSecond: number
  aloneS: number
}

/** The stores of one kind: each name is another one. */
type Places = (name: string) => Promise<StoreChoice>

/**
 * Backs up and restores each store with `guichet` in a process of its own, while somebody goes on writing to it: seconds, processor, memory and size; how
 * much longer the writer waits; and whether what is restored is what was there at one instant. Prints Markdown. @returns 1 when it is not
 */
export async function runBackupsBench(argv: string[]): Promise<number> {
  const plan = readPlan(argv)
  if (!plan) {
    process.stderr.write(`${USAGE}\n`)
    return 2
  }
  const folder = await mkdtemp(join(tmpdir(), 'guichet-backups-'))
  await chmod(folder, 0o755)
  const databaseFolder = join(folder, 'postgres')
  await mkdir(databaseFolder, { mode: 0o755 })
  const postgres = await startPostgres(databaseFolder, { shared_buffers: '128MB', max_connections: '50' })
  try {
    const madeUp = await madeUpBackup(folder, plan.conversations)
    process.stdout.write(`${plan.conversations} conversations of 6 turns.\n\n${HEAD}`)
    const stores: Record<string, Places> = {
      lowdb: async (name) => ({ dataDir: join(folder, `lowdb-${name}`), database: null }),
      PostgreSQL: async (name) => {
        await createDatabase(postgres.urlOf('postgres'), name)
        const database = { url: postgres.urlOf(name), connections: 10 }
        return { dataDir: join(folder, `beside-${name}`), database }
      },
    }
    let isSound = true
    for (const [name, places] of Object.entries(stores)) {
      const { cells, isOneInstant } = await measure(places, { plan, madeUp, backups: join(folder, name) })
      process.stdout.write(`| ${[name, ...cells].join(' | ')} |\n`)
      isSound &&= isOneInstant
    }
    return isSound ? 0 : 1
  } finally {
    await postgres.stop()
    await rm(folder, { recursive: true, force: true })
  }
}

const HEAD = `| store | backup: s / CPU s / MB of memory | file MB | a write alone, p50 / p99 ms | while it is backed up | p99, ratio | restoration: s / CPU s / MB of memory | of one instant |
| --- | --- | --- | --- | --- | --- | --- | --- |
`

function readPlan(argv: string[]): Plan | null {
  const option = (value: string) => ({ type: 'string', default: value }) as const
  const { values } = parseArgs({
    args: argv,
    options: { conversations: option('100000'), 'per-second': option('50'), 'alone-s': option('20') },
  })
  const plan = {
    conversations: Number(values.conversations),
    perSecond: Number(values['per-second']),
    aloneS: Number(values['alone-s']),
  }
  return Object.values(plan).every((value) => value > 0) ? plan : null
}

async function measure(
  places: Places,
  { plan, madeUp, backups }: { plan: Plan; madeUp: string; backups: string },
): Promise<{ cells: string[]; isOneInstant: boolean }> {
  const first = await places('first')
  await measuredCommand(['restore', madeUp, '--without-erasures'], envOf(first))
  const store = await openStore(first)
  const writer = await startWriter(store, plan.perSecond)
  await pause(2_000)
  writer.takeDurations()
  await pause(plan.aloneS * 1000)
  const alone = writer.takeDurations()
  const before = writer.written()
  const file = join(backups, 'b.ndjson.gz')
  const backup = await measuredCommand(['backup', '--to', file], envOf(first))
  const after = writer.written()
  const meanwhile = writer.takeDurations()
  await writer.stop()
  await store.close()
  const second = await places('second')
  const restoration = await measuredCommand(['restore', file], envOf(second))
  const restored = await openStore(second)
  const numbers = await numbersKept(restored)
  const all = (await restored.listConversationsUpdatedBefore('9999-01-01T00:00:00.000Z')).length
  await restored.close()
  // What was being written at its begin or end may be in or out.
  const isOneInstant =
    numbers !== null && numbers >= before && numbers <= after + 1 && all === plan.conversations + WRITER_CONVERSATIONS
  const cells = [
    costOf(backup),
    ((await stat(file)).size / 1e6).toFixed(1),
    timesOf(alone),
    timesOf(meanwhile),
    (at(meanwhile, 0.99) / at(alone, 0.99)).toFixed(1),
    costOf(restoration),
    isOneInstant ? 'yes' : `no: ${numbers} of ${before}–${after}, ${all} conversations`,
  ]
  return { cells, isOneInstant }
}

function envOf({ dataDir, database }: StoreChoice): Record<string, string> {
  return { GUICHET_DATA_DIR: dataDir, DATABASE_URL: database?.url ?? '' }
}

async function createDatabase(connectionString: string, name: string): Promise<void> {
  const client = new pg.Client({ connectionString })
  await client.connect()
  await client.query(`create database ${name}`)
  await client.end()
}

const costOf = ({ seconds, cpuSeconds, peakMb }: CommandCost) =>
  `${seconds.toFixed(1)} / ${cpuSeconds.toFixed(1)} / ${peakMb.toFixed(0)}`
const at = (sorted: readonly number[], share: number) =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
const timesOf = (sorted: readonly number[]) =>
  `${at(sorted, 0.5).toFixed(1)} / ${at(sorted, 0.99).toFixed(1)} (${sorted.length})`
