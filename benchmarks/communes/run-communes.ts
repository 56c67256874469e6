import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { loadavg, tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { type BenchServer, startBenchServer, stopBenchServer } from '../load/bench-server.js'
import { cpuMsOf, peakResidentMbOf, residentMbOf } from '../load/process-facts.js'
import { table } from '../peers/peers-table.js'
import { type ManyCommunes, writeCommunes } from './many-communes.js'
import { firstAnswer, quantile, talkInCommunes } from './talk-in-communes.js'

const USAGE =
  'npm run bench -- communes [--communes 500] [--own 5] [--talkers 20] [--seconds 90] [--out data/bench/communes.json]'
/** Communes that nobody has asked, kept for a first answer by themselves. */
const COLD = 20

/**
 * `npm run bench -- communes`: many communes on one server, each with the installed entries and some of its own: its start, its memory, the first answer of a
 * commune that nobody has asked, then people who talk at once all over. Prints Markdown, with the load of the machine beside each time.
 */
export async function runCommunesBench(argv: string[]): Promise<number> {
  const { values } = parseArgs({
    args: argv,
    options: {
      ...{ communes: { type: 'string', default: '500' }, own: { type: 'string', default: '5' } },
      ...{ talkers: { type: 'string', default: '20' }, seconds: { type: 'string', default: '90' } },
      out: { type: 'string', default: 'data/bench/communes.json' },
    },
  })
  const [communes, own, talkers, seconds] = [values.communes, values.own, values.talkers, values.seconds].map(Number)
  if (!(communes && communes > COLD && own !== undefined && talkers && seconds)) {
    process.stderr.write(`${USAGE}\n`)
    return 2
  }
  const folder = await mkdtemp(join(tmpdir(), 'guichet-communes-'))
  try {
    const made = await writeCommunes(folder, { communes, own })
    const server = await startBenchServer(made.env)
    const measured = await measure(server, made, { talkers, seconds })
    await stopBenchServer(server)
    await mkdir(dirname(values.out), { recursive: true })
    await writeFile(values.out, `${JSON.stringify({ communes, own, talkers, ...measured }, null, 1)}\n`)
    const rows = Object.entries(measured).map(([what, value]) => [what, Number(value.toFixed(1)).toLocaleString('en')])
    process.stdout.write(`\n${communes} communes, ${own} entries of its own each, ${talkers} talking\n\n`)
    process.stdout.write(`${table(['measure', 'value'], rows)}\n`)
    return 0
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function measure(
  { child, address, startMs }: BenchServer,
  { ids }: ManyCommunes,
  { talkers, seconds }: { talkers: number; seconds: number },
): Promise<Record<string, number>> {
  const started = await residentMbOf(child)
  const firsts: number[] = []
  for (const id of ids.slice(0, COLD)) firsts.push(await firstAnswer(address, id))
  firsts.sort((a, b) => a - b)
  const allStarted = performance.now()
  const allCpu = await cpuMsOf(child)
  for (const id of ids) await firstAnswer(address, id)
  await untilAtRest(child)
  const warmed = { s: (performance.now() - allStarted) / 1000, cpuS: ((await cpuMsOf(child)) - allCpu) / 1000 }
  const resident = await residentMbOf(child)
  const before = await cpuMsOf(child)
  const communeOf = (n: number) => ids[(n * 7_919) % ids.length] as string
  const run = await talkInCommunes(address, { talkers, seconds, communeOf })
  const cpuMs = ((await cpuMsOf(child)) - before) / run.timesMs.length
  return {
    'start until the model answers, s': startMs / 1000,
    'resident after the start, MB': started,
    'first answer of a commune never asked, p50 ms': quantile(firsts, 0.5),
    'first answer of a commune never asked, slowest ms': firsts.at(-1) ?? 0,
    'every commune asked once and at rest, s': warmed.s,
    'processor for that, s': warmed.cpuS,
    'resident then, MB': resident,
    'messages a second, while they talk': run.timesMs.length / run.seconds,
    'message p50, ms': quantile(run.timesMs, 0.5),
    'message p95, ms': quantile(run.timesMs, 0.95),
    'message p99, ms': quantile(run.timesMs, 0.99),
    'not answered with 200': run.refused,
    'processor a message, ms': cpuMs,
    'resident at the end, MB': await residentMbOf(child),
    'most resident, MB': await peakResidentMbOf(child),
    'load average of the machine': loadavg()[0] ?? 0,
  }
}

/** Until the server has nothing more to embed or to check. */
async function untilAtRest(child: BenchServer['child']): Promise<void> {
  for (let busyMs = Number.POSITIVE_INFINITY; busyMs > 100; ) {
    const before = await cpuMsOf(child)
    await pause(1_000)
    busyMs = (await cpuMsOf(child)) - before
  }
}
