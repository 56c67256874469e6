import { setTimeout as pause } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import pg from 'pg'
import { type Installation, openInstallation } from './installation.js'
import { openRoom, type Room, speakOnce } from './room.js'

const USAGE = 'npm run bench -- recovery [--times 20] [--citizens 20] [--goal-ms 2000]'
/** How long the database is away, ms: what waits longer between two tries as time passes has had time to. */
const AWAY_MS = { least: 1_000, most: 8_000 }
const KNOCK_MS = 5
/** The first is what a busy machine takes for the same turns while nothing is wrong. */
const WAYS = ['there all the time', 'stopped in order', 'killed'] as const

/** ms from the moment at which the database takes connections. */
interface Recovery {
  firstTurnMs: number
  lastTurnMs: number
  streamsMs: number
}

/**
 * How long two servers on one database take to serve again once it is back: stopped in order and killed (`kill -9`), away for one to eight seconds, by turns.
 * Beside them the same while it is there, so that a busy machine is told from a slow recovery. From the moment at which it takes a connection until the first turn is acknowledged, until that of every citizen is, and until every stream, which is open at the other server,
 * has told it. Citizens try again every 50 ms. Prints Markdown. @returns 1 when anything took longer than the goal
 */
export async function runRecoveryBench(argv: string[]): Promise<number> {
  const option = (value: string) => ({ type: 'string', default: value }) as const
  const { values } = parseArgs({
    args: argv,
    options: { times: option('20'), citizens: option('20'), 'goal-ms': option('2000') },
  })
  const [times, citizens, goalMs] = [values.times, values.citizens, values['goal-ms']].map(Number) as [
    number,
    number,
    number,
  ]
  if (![times, citizens, goalMs].every((value) => value > 0)) {
    process.stderr.write(`${USAGE}\n`)
    return 2
  }
  const installation = await openInstallation({ agents: 0, model: false })
  try {
    const room = await openRoom(installation.addresses(), citizens)
    process.stdout.write(HEAD)
    let isInTime = true
    for (const way of WAYS) {
      const recoveries: Recovery[] = []
      for (let n = 0; n < times; n += 1) recoveries.push(await recover(installation, room, way))
      process.stdout.write(rowOf(way, recoveries))
      if (way === 'there all the time') continue
      isInTime &&= recoveries.every(({ lastTurnMs, streamsMs }) => Math.max(lastTurnMs, streamsMs) <= goalMs)
    }
    room.close()
    return isInTime ? 0 : 1
  } finally {
    await installation.close()
  }
}

async function recover({ postgres }: Installation, room: Room, way: (typeof WAYS)[number]): Promise<Recovery> {
  if (way === 'there all the time') {
    const backAt = performance.now()
    return sinceThen(await speakOnce(room), backAt)
  }
  if (way === 'killed') await postgres.kill()
  else await postgres.stop()
  const awayMs = AWAY_MS.least + Math.random() * (AWAY_MS.most - AWAY_MS.least)
  await pause(awayMs / 2)
  const spoken = speakOnce(room)
  await pause(awayMs / 2)
  const started = postgres.startAgain()
  const backAt = await takesConnections(postgres.urlOf('postgres'))
  const moments = await spoken
  await started
  return sinceThen(moments, backAt)
}

function sinceThen({ acknowledgedAt, toldAt }: Awaited<ReturnType<typeof speakOnce>>, backAt: number): Recovery {
  const since = (moments: readonly number[]) => moments.map((moment) => moment - backAt)
  return {
    firstTurnMs: Math.min(...since(acknowledgedAt)),
    lastTurnMs: Math.max(...since(acknowledgedAt)),
    streamsMs: Math.max(...since(toldAt)),
  }
}

/** @returns when a connection was taken and a question answered */
async function takesConnections(connectionString: string): Promise<number> {
  for (;;) {
    const client = new pg.Client({ connectionString })
    client.on('error', () => {})
    try {
      await client.connect()
      await client.query('select 1')
      return performance.now()
    } catch {
      await pause(KNOCK_MS)
    } finally {
      client.end().catch(() => {})
    }
  }
}

const HEAD = `
| database | times | first turn acknowledged, p50 / p99 / most ms | every citizen's turn, p50 / p99 / most ms | told by every stream, p50 / p99 / most ms |
| --- | --- | --- | --- | --- |
`

function rowOf(way: string, all: readonly Recovery[]): string {
  const of = (key: keyof Recovery) => {
    const sorted = all.map((one) => one[key]).sort((a, b) => a - b)
    const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]
    return [0.5, 0.99, 1].map((share) => at(share)?.toFixed(0) ?? '—').join(' / ')
  }
  return `| ${way} | ${all.length} | ${of('firstTurnMs')} | ${of('lastTurnMs')} | ${of('streamsMs')} |\n`
}
