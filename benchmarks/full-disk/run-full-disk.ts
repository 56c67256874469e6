import { spawn } from 'node:child_process'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { PromisedTalk } from '../crash/promised-talk.js'
import { type MeteredServer, startMeteredServer } from '../energy/metered-server.js'
import { callJson } from '../talks/json-client.js'
import { type DiskFault, fullDisk, readOnlyDisk } from './small-disk.js'

const USAGE = 'npm run bench -- full-disk [--rounds 5] [--talks 10] [--seconds 3] [--size 16m]'
const AGAIN_MS = 20
const SETTLE_MS = 100

interface Plan {
  rounds: number
  talks: number
  seconds: number
}

interface Totals {
  before: number
  during: number
  after: number
  refused: Map<string, number>
  lost: number
  doubled: number
  torn: number
  /** What was served wrongly while nothing could be written. */
  wrong: string[]
  recoveriesMs: number[]
}

/**
 * A real server over a data folder on a file system of a few megabytes, in memory: turns are posted while it is filled to the last byte, or made read-only, and
 * well again, and no server is started again. Needs `unshare` and the right to mount; without them it says that nothing was run. Prints Markdown.
 * @returns 1 when a promise was broken, 2 when nothing was run
 */
export async function runFullDisk(argv: string[]): Promise<number> {
  const option = (value: string) => ({ type: 'string', default: value }) as const
  const { values } = parseArgs({
    args: argv,
    options: {
      rounds: option('5'),
      talks: option('10'),
      seconds: option('3'),
      size: option('16m'),
      on: { type: 'string' },
    },
  })
  const plan = { rounds: Number(values.rounds), talks: Number(values.talks), seconds: Number(values.seconds) }
  if (!Object.values(plan).every((value) => value > 0) || !/^\d+m$/.test(values.size)) {
    process.stderr.write(`${USAGE}\n`)
    return 2
  }
  return values.on === undefined ? onDiskOfItsOwn(argv, values.size) : measure(values.on, plan)
}

/** Runs the same in a process that sees a small disk, which ends with it. */
async function onDiskOfItsOwn(argv: string[], size: string): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), 'guichet-full-disk-'))
  const again = ['full-disk', ...argv, '--on', folder]
  const script = `import('./dist/benchmarks/run-bench.js').then(({ runBench }) => runBench(${JSON.stringify(again)})).then((status) => process.exit(status))`
  const words = `mount -t tmpfs -o size=${size} none "$1" || exit 77; exec "$2" -e "$3"`
  const child = spawn('unshare', ['-rm', 'sh', '-c', words, 'sh', folder, process.execPath, script], {
    stdio: 'inherit',
  })
  const status = await new Promise<number | null>((resolve) => child.on('exit', resolve).on('error', () => resolve(77)))
  await rm(folder, { recursive: true, force: true })
  if (status !== null && status < 77 && status !== 2) return status
  process.stderr.write('Not run: this machine lets nobody mount a file system of her own.\n')
  return 2
}

async function measure(folder: string, plan: Plan): Promise<number> {
  const noModel = join(folder, 'no-model')
  await mkdir(noModel)
  const server = await startMeteredServer(join(folder, 'data'), {
    GUICHET_MODEL_DIR: noModel,
    LOG_LEVEL: 'silent',
    GUICHET_RATE_CONVERSATION_PER_10S: '1000000',
    GUICHET_RATE_STARTS_PER_10MIN: '1000000',
  })
  process.stdout.write(HEAD)
  let isKept = true
  for (const [name, fault] of Object.entries({ full: fullDisk(folder), 'read-only': readOnlyDisk(folder) })) {
    const totals = newTotals()
    for (let n = 0; n < plan.rounds; n += 1) await endure(server, { fault, plan, totals })
    process.stdout.write(rowOf(name, plan, totals))
    const { lost, doubled, torn, wrong } = totals
    isKept &&= lost + doubled + torn + wrong.length === 0
  }
  await server.stop()
  return isKept ? 0 : 1
}

function newTotals(): Totals {
  return {
    before: 0,
    during: 0,
    after: 0,
    refused: new Map(),
    lost: 0,
    doubled: 0,
    torn: 0,
    wrong: [],
    recoveriesMs: [],
  }
}

async function endure(
  { address }: MeteredServer,
  { fault, plan, totals }: { fault: DiskFault; plan: Plan; totals: Totals },
): Promise<void> {
  const talks = await Promise.all(Array.from({ length: plan.talks }, () => PromisedTalk.start(address)))
  const until = async (moment: number) => {
    let acknowledged = 0
    const talkOn = async (talk: PromisedTalk) => {
      while (performance.now() < moment) {
        if (await talk.say(address, 'acte de naissance')) acknowledged += 1
        else await pause(SETTLE_MS)
      }
    }
    await Promise.all(talks.map(talkOn))
    return acknowledged
  }
  // Turns go on while it happens: those in flight may be acknowledged or refused.
  const going = until(performance.now() + plan.seconds * 1000)
  await pause((plan.seconds * 1000) / 2)
  await fault.begin()
  totals.before += await going
  for (const talk of talks) countRefusals(talk, totals)
  totals.during += await until(performance.now() + plan.seconds * 1000)
  for (const talk of talks) countRefusals(talk, totals)
  await checkServed(address, totals)
  await checkKept(address, talks, totals)

  await fault.end()
  const wellAt = performance.now()
  const [first] = talks
  while (!(await first?.say(address, 'acte de naissance'))) await pause(AGAIN_MS)
  totals.recoveriesMs.push(performance.now() - wellAt)
  // As browsers do: the same words under the same ids.
  for (const talk of talks) totals.after += await talk.sayAgain(address)
  for (const talk of talks) talk.refusals.length = 0
  await checkKept(address, talks, totals)
}

function countRefusals(talk: PromisedTalk, { refused }: Totals): void {
  for (const refusal of talk.refusals.splice(0)) refused.set(refusal, (refused.get(refusal) ?? 0) + 1)
}

/** What needs no disk is served, and the server says that it cannot write. */
async function checkServed(address: string, { wrong }: Totals): Promise<void> {
  const wanted = [
    ['GET', '/healthz', 200],
    ['GET', '/readyz', 503],
    ['POST', '/api/v1/ask', 200],
  ] as const
  for (const [method, place, status] of wanted) {
    const body = method === 'POST' ? { body: { question: 'acte de naissance' } } : {}
    const reply = await callJson(method, address + place, body)
    if (reply.status !== status) wrong.push(`${place} ${reply.status}`)
  }
}

async function checkKept(address: string, talks: readonly PromisedTalk[], totals: Totals): Promise<void> {
  for (const talk of talks) {
    const { lost, doubled, torn } = await talk.check(address)
    totals.lost += lost
    totals.doubled += doubled
    totals.torn += torn
  }
}

const HEAD = `
| disk | rounds | turns acknowledged until then / while it takes nothing | refused, by answer | sent again once it is well | lost / doubled / torn | served wrongly meanwhile | well again until the first turn, p50 / most ms |
| --- | --- | --- | --- | --- | --- | --- | --- |
`

function rowOf(name: string, { rounds }: Plan, totals: Totals): string {
  const { before, during, refused, after, lost, doubled, torn, wrong } = totals
  const times = totals.recoveriesMs.sort((a, b) => a - b)
  const cells = [
    name,
    rounds,
    `${before} / ${during}`,
    [...refused].map(([answer, count]) => `${answer} (${count})`).join(', '),
    after,
    `${lost} / ${doubled} / ${torn}`,
    wrong.join(', ') || '–',
    `${times[Math.floor(times.length / 2)]?.toFixed(0)} / ${times.at(-1)?.toFixed(0)}`,
  ]
  return `| ${cells.join(' | ')} |\n`
}
