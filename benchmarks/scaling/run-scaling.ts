import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { loadavg } from 'node:os'
import { dirname } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import pg from 'pg'
import { quantile } from '../communes/talk-in-communes.js'
import { type Installation, openInstallation } from '../instances/installation.js'
import { LOAD, talkWhile } from '../instances/talk-while.js'
import { table } from '../peers/peers-table.js'
import { HOURS, type Measured, sizeOf, USUAL } from './model.js'
import { type ReplayedHour, replayDay } from './replay-day.js'

const USAGE = `npm run bench -- scaling [--warm 20] [--seconds 20] [--at-once 24] [--peak-of 5000] [--hour 5] [--only-table] [--out data/bench/scaling.json]
  --only-table  sizes installations from what was measured before`
const SERVERS = [1, 2, 4]
const SIZES = [1, 10, 500, 5_000, 35_000]
/** Servers on which the busiest day is replayed. */
const REPLAYED_ON = 2
/** Read from the results of other benches (`-- store`, `-- energy`): kB of memory and ms of opening of a conversation that is kept, share of a core when idle. */
const ELSEWHERE = { conversationKb: 0.2, openingMs: 0.5, idleShare: 0.0053 }
const COMMUNES = 'data/bench/communes.json'

interface Run {
  servers: number
  perSecond: number
  p50: number
  p95: number
  p99: number
  serverMs: number
  databaseMs: number
  clientMs: number
  databaseKb: number
  residentMb: number
  load: number
}

/**
 * `npm run bench -- scaling`: 1, 2 and 4 servers on one PostgreSQL under the same load, the busiest day of the year replayed, and what that makes of 1 to 35,000
 * communes. Clients, balancer, servers and database share this machine: what grows with servers here is not speed but what each message costs. Prints Markdown.
 */
export async function runScalingBench(argv: string[]): Promise<number> {
  const { values } = parseArgs({
    args: argv,
    options: {
      ...{ warm: { type: 'string', default: '20' }, seconds: { type: 'string', default: '20' } },
      ...{ 'at-once': { type: 'string', default: '24' } },
      ...{ 'peak-of': { type: 'string', default: '5000' }, hour: { type: 'string', default: '5' } },
      ...{
        'only-table': { type: 'boolean', default: false },
        out: { type: 'string', default: 'data/bench/scaling.json' },
      },
    },
  })
  const [warm, seconds, atOnce, peakOf, hour] = [
    ...[values.warm, values.seconds],
    ...[values['at-once'], values['peak-of'], values.hour],
  ].map(Number)
  if (!(warm && seconds && atOnce && peakOf && hour)) {
    process.stderr.write(`${USAGE}\n`)
    return 2
  }
  if (!values['only-table']) {
    const runs: Run[] = []
    let day: ReplayedHour[] = []
    for (const servers of SERVERS) {
      const installation = await openInstallation({ agents: 0, model: true, servers })
      try {
        runs.push(await measure(installation, { servers, warm, seconds, atOnce }))
        process.stderr.write(`${JSON.stringify(runs.at(-1))}\n`)
        if (servers === REPLAYED_ON)
          day = await replayDay(installation.balancer.address, { rates: ratesOf(peakOf), secondsAnHour: hour })
      } finally {
        await installation.close()
      }
    }
    await mkdir(dirname(values.out), { recursive: true })
    await writeFile(
      values.out,
      JSON.stringify({ measuredAt: new Date().toISOString(), atOnce, peakOf, runs, day: day.map(toRow) }, null, 1),
    )
  }
  const report = JSON.parse(await readFile(values.out, 'utf8')) as Report
  process.stdout.write(`${runsTable(report)}\n\n${dayTable(report)}\n\n${sizesTable(await measuredOf(report.runs))}\n`)
  return 0
}

interface Report {
  atOnce: number
  peakOf: number
  runs: Run[]
  day: ReturnType<typeof toRow>[]
}

async function measure(
  installation: Installation,
  { servers, warm, seconds, atOnce }: { servers: number; warm: number; seconds: number; atOnce: number },
): Promise<Run> {
  const talked = { address: installation.balancer.address, openStore: installation.openStore }
  // Each server compiles its code by itself: until it has, a message takes several times what it takes later.
  await talkWhile(talked, { ...LOAD, citizens: atOnce }, () => pause(warm * servers * 1_000))
  const [serverMs, databaseMs, bytes] = [
    await installation.cpuMs(),
    await installation.postgres.cpuMs(),
    await sizeOfDatabase(installation),
  ]
  const own = process.cpuUsage()
  let used = { serverMs: 0, databaseMs: 0, clientMs: 0 }
  // What is compared afterwards is not the load's.
  const disturb = async () => {
    await pause(seconds * 1_000)
    const { user, system } = process.cpuUsage(own)
    used = {
      serverMs: (await installation.cpuMs()) - serverMs,
      databaseMs: (await installation.postgres.cpuMs()) - databaseMs,
      clientMs: (user + system) / 1_000,
    }
  }
  const { run, tookMs } = await talkWhile(talked, { ...LOAD, citizens: atOnce }, disturb)
  const { turnsMs } = run
  const each = (ms: number) => ms / turnsMs.length
  return {
    ...{ servers, perSecond: turnsMs.length / (tookMs / 1_000) },
    ...{ p50: quantile(turnsMs, 0.5), p95: quantile(turnsMs, 0.95), p99: quantile(turnsMs, 0.99) },
    ...{ serverMs: each(used.serverMs), databaseMs: each(used.databaseMs), clientMs: each(used.clientMs) },
    databaseKb: ((await sizeOfDatabase(installation)) - bytes) / 1_000 / turnsMs.length,
    residentMb: Math.max(...(await installation.residentMb())),
    load: loadavg()[0] ?? 0,
  }
}

async function sizeOfDatabase({ postgres }: Installation): Promise<number> {
  const client = new pg.Client({ connectionString: postgres.urlOf('postgres') })
  await client.connect()
  const { rows } = await client.query('select pg_database_size(current_database())::float8 as bytes')
  await client.end()
  return rows[0].bytes
}

/** Messages a second in each hour of the busiest day of so many communes. */
function ratesOf(communes: number): number[] {
  const perDay = (communes * USUAL.inhabitants * USUAL.messagesPerInhabitant * USUAL.peakDay) / 365.25
  return HOURS.map((share) => (perDay * share) / 3_600)
}

function toRow({ perSecond, timesMs, refused }: ReplayedHour) {
  return { perSecond, messages: timesMs.length, p50: quantile(timesMs, 0.5), p95: quantile(timesMs, 0.95), refused }
}

/** A message costs what it does on the servers that it is shared by least: one. Communes' own entries: as `-- communes` measured, where it did. */
async function measuredOf(runs: readonly Run[]): Promise<Measured> {
  const [one] = runs as [Run]
  const communes = JSON.parse(await readFile(COMMUNES, 'utf8').catch(() => '{}'))
  const grown = communes['resident then, MB'] - communes['resident after the start, MB']
  const loaded = Math.min(USUAL.loadedCommunes, communes.communes)
  return {
    ...ELSEWHERE,
    messageMs: one.serverMs + one.databaseMs,
    serverMb: one.residentMb,
    communeMb: Number.isFinite(grown) ? Math.max(0, grown) / loaded : 0,
    databaseKb: one.databaseKb,
  }
}

const one = (value: number) => value.toFixed(1)

function runsTable({ atOnce, runs }: Report): string {
  const head = [
    'servers',
    'messages a second',
    'p50 / p95 / p99 ms',
    'processor ms a message: servers / database / clients',
    'database kB a message',
    'MB of a server',
    'load',
  ]
  const rows = runs.map((run) => [
    ...[String(run.servers), one(run.perSecond), [run.p50, run.p95, run.p99].map((ms) => ms.toFixed(0)).join(' / ')],
    ...[
      [run.serverMs, run.databaseMs, run.clientMs].map(one).join(' / '),
      one(run.databaseKb),
      run.residentMb.toFixed(0),
      one(run.load),
    ],
  ])
  return `${atOnce} people at once, who do not think\n\n${table(head, rows)}`
}

function dayTable({ peakOf, day }: Report): string {
  const rows = day.map((hour, n) => [
    String(n),
    hour.perSecond.toFixed(2),
    String(hour.messages),
    hour.p50.toFixed(0),
    hour.p95.toFixed(0),
    String(hour.refused),
  ])
  return `The busiest day of ${peakOf} communes on ${REPLAYED_ON} servers, an hour in seconds\n\n${table(['hour', 'messages a second', 'messages', 'p50 ms', 'p95 ms', 'not 200'], rows)}`
}

function sizesTable(measured: Measured): string {
  const head = [
    'communes',
    'messages a year',
    'at the busiest, a second',
    'groups × servers',
    'MB a server',
    'conversations kept',
    'database GB',
    '€ a year (a commune)',
    'kWh a year (Wh a message)',
  ]
  const rows = SIZES.map((communes) => {
    const sized = sizeOf(communes, measured)
    const whole = (value: number) => Math.round(value).toLocaleString('en')
    return [
      ...[
        whole(communes),
        whole(sized.messagesAYear),
        sized.peakPerSecond.toFixed(3),
        `${sized.groups} × ${sized.servers / sized.groups}`,
      ],
      ...[whole(sized.serverMb), whole(sized.conversations), sized.databaseGb.toFixed(3)],
      ...[
        `${whole(sized.eurosAYear)} (${sized.eurosACommune.toFixed(2)})`,
        `${whole(sized.kwhAYear)} (${sized.whAMessage.toPrecision(2)})`,
      ],
    ]
  })
  return table(head, rows)
}
