import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { EMPTY_MEMORY } from '../../src/platform/model/conversation.js'
import { openLowdbStore } from '../../src/platform/store/lowdb-store.js'
import { openPostgresStore } from '../../src/platform/store/postgres/postgres-store.js'
import type { Store } from '../../src/store.js'
import { townTurn } from './town-turn.js'

const USAGE = 'DATABASE_URL=postgres://… npm run bench -- store [--conversations 2000] [--turns 6] [--at-once 32]'

const SETTLE_MS = 500

interface Size {
  conversations: number
  turns: number
  atOnce: number
}

/**
 * Fills each store with conversations of so many turns, so many at once, as fast as it makes them durable; then opens it again. The database of
 * `DATABASE_URL` must be empty; without one, the data folder is measured alone. Prints Markdown.
 */
export async function runStoreBench(argv: string[]): Promise<number> {
  const size = readSize(argv)
  if (!size) {
    process.stderr.write(`${USAGE}\n`)
    return 2
  }
  const folder = await mkdtemp(join(tmpdir(), 'guichet-store-'))
  const url = process.env.DATABASE_URL ?? ''
  const stores: Record<string, () => Promise<Store>> = {
    lowdb: () => openLowdbStore({ dataDir: join(folder, 'data') }),
  }
  if (url !== '') stores.PostgreSQL = () => openPostgresStore({ url })
  process.stdout.write(
    `${size.conversations} conversations of ${size.turns} turns, ${size.atOnce} at once.\n\n| store | turns/s | p50 ms | p99 ms | CPU ms a turn, here | opening ms | memory kB a conversation |\n| --- | --- | --- | --- | --- | --- | --- |\n`,
  )
  try {
    for (const [name, open] of Object.entries(stores))
      process.stdout.write(`| ${name} | ${await measure(open, size)} |\n`)
    return 0
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

function readSize(argv: string[]): Size | null {
  const options = {
    conversations: { type: 'string', default: '2000' },
    turns: { type: 'string', default: '6' },
    'at-once': { type: 'string', default: '32' },
  } as const
  const { values } = parseArgs({ args: argv, options })
  const size = {
    conversations: Number(values.conversations),
    turns: Number(values.turns),
    atOnce: Number(values['at-once']),
  }
  return Object.values(size).every((one) => Number.isInteger(one) && one > 0) ? size : null
}

async function measure(open: () => Promise<Store>, size: Size): Promise<string> {
  const filled = await measureFilling(open, size)
  // What the first one held is let go once its connections are closed.
  await setTimeout(SETTLE_MS)
  const before = heapUsed()
  const started = performance.now()
  const store = await open()
  const openingMs = performance.now() - started
  const heldKb = (heapUsed() - before) / 1024 / size.conversations
  await store.close()
  return [...filled, openingMs.toFixed(0), heldKb.toFixed(1)].join(' | ')
}

async function measureFilling(open: () => Promise<Store>, size: Size): Promise<unknown[]> {
  const store = await open()
  if ((await store.listConversationsUpdatedBefore('9999-01-01T00:00:00.000Z')).length > 0)
    throw new Error('the store is not empty')
  const cpu = process.cpuUsage()
  const started = performance.now()
  const durations = (await fill(store, size)).sort((a, b) => a - b)
  const tookMs = performance.now() - started
  const { user, system } = process.cpuUsage(cpu)
  await store.close()
  const at = (share: number) => durations[Math.floor(durations.length * share)]?.toFixed(1)
  const perSecond = Math.round((durations.length / tookMs) * 1000)
  const cpuMs = ((user + system) / 1000 / durations.length).toFixed(2)
  return [perSecond, at(0.5), at(0.99), cpuMs]
}

/** @returns how long each turn took, ms */
async function fill(store: Store, { conversations, turns, atOnce }: Size): Promise<number[]> {
  const durations: number[] = []
  const ids = Array.from({ length: conversations }, (_, n) => `bench-${n}`).values()
  const talk = async () => {
    for (const id of ids) {
      const at = new Date().toISOString()
      const begun = { id, communeId: 'bourg', tokenHash: id, createdAt: at, updatedAt: at, language: 'fr' as const }
      await store.createConversation({ ...begun, page: '/', status: 'open', memory: EMPTY_MEMORY }, [])
      for (let n = 0; n < turns; n += 1) {
        const started = performance.now()
        await store.appendTurn(townTurn(id, n, at))
        durations.push(performance.now() - started)
      }
    }
  }
  await Promise.all(Array.from({ length: atOnce }, talk))
  return durations
}

function heapUsed(): number {
  setFlagsFromString('--expose-gc')
  ;(runInNewContext('gc') as () => void)()
  return process.memoryUsage().heapUsed
}
