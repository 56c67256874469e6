import { setTimeout as pause } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { type Installation, openInstallation } from './installation.js'
import { LOAD, tableOf, talkWhile } from './talk-while.js'
import type { TownRun, TownSize } from './town.js'

const USAGE =
  'npm run bench -- instances [--seconds 30] [--at-once 48] [--minutes 5] [--citizens 200] [--agents 10] [--cuts 100] [--model]'
const KILL_EVERY_MS = 10_000
/** One cut in so many is the end of the whole database, as a machine that loses its current. */
const CRASH_EVERY = 10
const CUT_EVERY_MS = 500
/** Citizens who write while the database is cut. */
const WRITERS = 40

const TALKING: Omit<TownSize, 'citizens' | 'agents'> = { thinkMs: 2_500, callEvery: 12, streams: true, turns: 1e6 }

/**
 * Two servers on one PostgreSQL, behind a balancer that knows nobody: what they make durable; what is left of a town's talks when one of them is killed
 * every ten seconds; and when the database is cut off under writes. Clients, balancer, servers and database share this machine. Takes some eight minutes with
 * its default values. Prints Markdown. @returns 1 when anything was lost, doubled, out of order, told wrongly or taken twice
 */
export async function runInstancesBench(argv: string[]): Promise<number> {
  const number = (value: string) => ({ type: 'string', default: value }) as const
  const options = {
    seconds: number('30'),
    'at-once': number('48'),
    minutes: number('5'),
    citizens: number('200'),
    agents: number('10'),
    cuts: number('100'),
    model: { type: 'boolean', default: false },
  } as const
  const { values } = parseArgs({ args: argv, options })
  const [seconds, atOnce, minutes, citizens, agents, cuts] = [
    values.seconds,
    values['at-once'],
    values.minutes,
    values.citizens,
    values.agents,
    values.cuts,
  ].map(Number) as [number, number, number, number, number, number]
  if (![seconds, atOnce, minutes, citizens, agents, cuts].every((value) => value >= 0)) {
    process.stderr.write(`${USAGE}\n`)
    return 2
  }
  const installation = await openInstallation({ agents, model: values.model })
  const talked = { address: installation.balancer.address, openStore: installation.openStore }
  try {
    const runs: TownRun[] = []
    const measure = async (name: string, size: TownSize, disturb: () => Promise<void>) => {
      process.stderr.write(`${name}…\n`)
      const before = await installation.cpuMs()
      const own = process.cpuUsage()
      const { run, tookMs } = await talkWhile(talked, size, disturb)
      runs.push(run)
      process.stdout.write(tableOf(name, run, tookMs))
      if (size.streams) return
      const { user, system } = process.cpuUsage(own)
      const [servers, clients] = [(await installation.cpuMs()) - before, (user + system) / 1000].map((ms) =>
        (ms / run.turnsMs.length).toFixed(1),
      )
      process.stdout.write(`| processor ms a turn: both servers / clients and balancer | ${servers} / ${clients} |\n`)
    }
    if (seconds > 0) {
      await talkWhile(talked, { ...LOAD, citizens: atOnce }, () => pause(3_000))
      await measure(`load, ${atOnce} at once`, { ...LOAD, citizens: atOnce }, () => pause(seconds * 1000))
    }
    if (minutes > 0)
      await measure(
        `a server killed every 10 s, ${citizens} citizens, ${agents} agents`,
        { ...TALKING, citizens, agents },
        () => killByTurns(installation, minutes * 60_000),
      )
    if (cuts > 0)
      await measure(
        `${cuts} cuts of the database, ${WRITERS} citizens`,
        { ...LOAD, citizens: WRITERS, thinkMs: 100, streams: true, turns: 1e6 },
        () => cutByTurns(installation, cuts),
      )
    return runs.every(({ faults }) => Object.values(faults).every((count) => count === 0)) ? 0 : 1
  } finally {
    await installation.close()
  }
}

async function killByTurns(installation: Installation, forMs: number): Promise<void> {
  const until = performance.now() + forMs
  for (let n = 0; performance.now() < until; n += 1) {
    const next = performance.now() + KILL_EVERY_MS
    await pause(KILL_EVERY_MS / 4)
    await installation.replace(n % 2 === 0 ? 0 : 1)
    await pause(Math.max(0, next - performance.now()))
  }
}

async function cutByTurns(installation: Installation, cuts: number): Promise<void> {
  for (let n = 1; n <= cuts; n += 1) {
    await pause(CUT_EVERY_MS * (0.5 + Math.random()))
    if (n % CRASH_EVERY === 0) await installation.postgres.crash()
    else await installation.cutConnections()
  }
  await pause(CUT_EVERY_MS)
}
