import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { gzipSync } from 'node:zlib'
import autocannon from 'autocannon'
import { loadEntries } from '../../src/features/entries/catalogue/load-entries.js'
import { type BenchServer, startBenchServer, stopBenchServer } from './bench-server.js'
import { askAtRate } from './fixed-rate.js'
import { prepareLargeBase } from './prepare-base.js'
import { cpuMsOf, residentMbOf } from './process-facts.js'

const CONNECTIONS = [1, 8, 32]
const QUESTIONS_A_SECOND = 50
/** The load's own set-up, of thousands of requests a connection, delays the first answer of each by half a second: what is counted comes after. */
const WARM_UP_SECONDS = 2
const USAGE = 'npm run bench -- load [--seconds 10] [--entries 4000]'

/**
 * Measures `POST /ask` at 50 questions a second that come at random, then at 1, 8 and 32 connections, then at 50 a second again, now that its use has had the
 * code compiled: on the installed content, or on a generated base of so many entries. Then the start, the memory, and the weight of what the widget loads. The
 * load comes from this machine, so client and server share its cores. Prints Markdown.
 */
export async function runLoadBench(argv: string[]): Promise<number> {
  const options = { seconds: { type: 'string', default: '10' }, entries: { type: 'string', default: '0' } } as const
  const { values } = parseArgs({ args: argv, options })
  const [seconds, entries] = [Number(values.seconds), Number(values.entries)]
  if (!(seconds > 0) || !(entries >= 0)) {
    process.stderr.write(`${USAGE}\n`)
    return 2
  }
  const folder = await mkdtemp(join(tmpdir(), 'guichet-load-'))
  try {
    const env = entries > 0 ? await prepareLargeBase(folder, entries) : { GUICHET_DATA_DIR: folder }
    const cold = await startBenchServer(env)
    await stopBenchServer(cold)
    const warm = await startBenchServer(env)
    const bodies = await questionBodies()
    const loadMs = await untilAtRest(warm, bodies)
    process.stdout.write(await measureRate(warm, { when: 'just started', seconds, bodies }))
    process.stdout.write(
      `\n| connections | questions/s | p50 ms | p95 ms | p99 ms | CPU ms a question | not 200 |\n| --- | --- | --- | --- | --- | --- | --- |\n`,
    )
    for (const connections of CONNECTIONS) process.stdout.write(await measure(warm, { connections, seconds, bodies }))
    process.stdout.write(`\n${await measureRate(warm, { when: 'after the above', seconds, bodies })}\n`)
    process.stdout.write(await facts(warm, cold, loadMs))
    await stopBenchServer(warm)
    return 0
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** Asks the first question, and waits until the base is searched by meaning and the server has nothing more to do. @returns the time until then, without the last */
async function untilAtRest({ child, address }: BenchServer, bodies: readonly string[]): Promise<number> {
  const started = performance.now()
  await askAtRate(address, { perSecond: 10, seconds: 0.1, bodies })
  for (;;) {
    const ready = (await (await fetch(`${address}/readyz`)).json()) as {
      content: { searchedBy: string; unreadable: boolean }[]
    }
    if (ready.content[0]?.unreadable) throw new Error('the base cannot be read: the log says why')
    if (ready.content[0]?.searchedBy === 'meaning') break
    await pause(20)
  }
  const loadMs = performance.now() - started
  // The check of the promise follows; its result is kept, so that a later start is spared it.
  for (let busyMs = Number.POSITIVE_INFINITY; busyMs > 50; ) {
    const before = await cpuMsOf(child)
    await pause(1000)
    busyMs = (await cpuMsOf(child)) - before
  }
  return loadMs
}

/** Every example question of the installed content, shuffled with a fixed seed. */
async function questionBodies(): Promise<string[]> {
  const entries = await loadEntries({ knowledgeDir: 'knowledge', intentsDir: 'intents' })
  const questions = entries.flatMap((entry) => entry.questions)
  let seed = 42
  const random = () => {
    seed = (seed * 1_664_525 + 1_013_904_223) % 2 ** 32
    return seed / 2 ** 32
  }
  return questions
    .map((question) => ({ question, order: random() }))
    .sort((a, b) => a.order - b.order)
    .map(({ question }) => JSON.stringify({ question }))
}

async function measureRate(
  { child, address }: BenchServer,
  { when, seconds, bodies }: { when: string; seconds: number; bodies: string[] },
): Promise<string> {
  const perSecond = QUESTIONS_A_SECOND
  await askAtRate(address, { perSecond, seconds: 2, bodies })
  const before = await cpuMsOf(child)
  const { timesMs, refused } = await askAtRate(address, { perSecond, seconds, bodies })
  const cpuMs = ((await cpuMsOf(child)) - before) / timesMs.length
  return [
    '| at random, questions/s | when | p50 ms | p95 ms | p99 ms | CPU ms a question | not 200 |',
    '| --- | --- | --- | --- | --- | --- | --- |',
    `| ${perSecond} | ${when} | ${quantiles(timesMs)} | ${cpuMs.toFixed(1)} | ${refused} |`,
    '',
  ].join('\n')
}

async function measure(
  { child, address }: BenchServer,
  { connections, seconds, bodies }: { connections: number; seconds: number; bodies: string[] },
): Promise<string> {
  const timesMs: number[] = []
  let refused = 0
  const requests = bodies.slice(0, 2_000).map((body) => ({
    method: 'POST' as const,
    path: '/api/v1/ask',
    headers: { 'content-type': 'application/json' },
    body,
  }))
  let before = 0
  let isCounted = false
  await new Promise<void>((resolve, reject) => {
    const options = { url: address, connections, duration: WARM_UP_SECONDS + seconds, requests }
    const instance = autocannon(options, (error) => (error ? reject(error) : resolve()))
    const count = async () => {
      before = await cpuMsOf(child)
      isCounted = true
    }
    setTimeout(() => count().catch(reject), WARM_UP_SECONDS * 1000)
    instance.on('response', (_client, status, _bytes, timeMs) => {
      if (!isCounted) return
      timesMs.push(timeMs)
      if (status !== 200) refused += 1
    })
  })
  const cpuMs = ((await cpuMsOf(child)) - before) / timesMs.length
  timesMs.sort((a, b) => a - b)
  const rate = Math.round(timesMs.length / seconds)
  return `| ${connections} | ${rate} | ${quantiles(timesMs)} | ${cpuMs.toFixed(1)} | ${refused} |\n`
}

/** p50, p95 and p99 of sorted times, as cells. */
function quantiles(timesMs: readonly number[]): string {
  return [0.5, 0.95, 0.99].map((share) => (timesMs[Math.floor(timesMs.length * share)] ?? 0).toFixed(1)).join(' | ')
}

async function facts(warm: BenchServer, cold: BenchServer, loadMs: number): Promise<string> {
  const widget = await readFile('public/assets/widget.js')
  const model = await folderSize('models/guichet-fr')
  return [
    '',
    `- Start until the model answers: ${seconds(cold.startMs)} the first time, ${seconds(warm.startMs)} the second; first question until meaning is searched: ${seconds(loadMs)}.`,
    `- Resident memory after the load: ${(await residentMbOf(warm.child)).toFixed(0)} MB.`,
    `- widget.js: ${(widget.length / 1000).toFixed(1)} kB, ${(gzipSync(widget, { level: 9 }).length / 1000).toFixed(1)} kB gzip.`,
    `- Model folder: ${(model / 1e6).toFixed(1)} MB.`,
    '',
  ].join('\n')
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`
}

async function folderSize(folder: string): Promise<number> {
  let bytes = 0
  for (const file of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (file.isFile()) bytes += (await readFile(join(file.parentPath, file.name))).length
  }
  return bytes
}
