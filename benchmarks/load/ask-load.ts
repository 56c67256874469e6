import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { gzipSync } from 'node:zlib'
import autocannon from 'autocannon'
import { loadEntries } from '../../src/content/load-entries.js'

const CONNECTIONS = [1, 8, 32]
const USAGE = 'npm run bench -- load [--seconds 10]'

/** A server of its own on a free port, with the installed content and the real model. */
interface Server {
  child: ChildProcess
  address: string
  coldStartMs: number
}

/**
 * Measures `POST /ask` on the installed content at 1, 8 and 32 connections, the start, the memory, and the weight of what
 * the widget loads. The load comes from this machine, so client and server share its cores. Prints Markdown.
 */
export async function runLoadBench(argv: string[]): Promise<number> {
  const { values } = parseArgs({ args: argv, options: { seconds: { type: 'string', default: '10' } } })
  const seconds = Number(values.seconds)
  if (!(seconds > 0)) {
    process.stderr.write(`${USAGE}\n`)
    return 2
  }
  const dataDir = await mkdtemp(join(tmpdir(), 'guichet-load-'))
  try {
    const cold = await startServer(dataDir)
    await stopServer(cold)
    const warm = await startServer(dataDir)
    const bodies = await questionBodies()
    process.stdout.write(
      `| connections | questions/s | p50 ms | p95 ms | p99 ms | not 200 |\n| --- | --- | --- | --- | --- | --- |\n`,
    )
    for (const connections of CONNECTIONS) process.stdout.write(await measure(warm, { connections, seconds, bodies }))
    process.stdout.write(await facts(warm, cold))
    await stopServer(warm)
    return 0
  } finally {
    await rm(dataDir, { recursive: true, force: true })
  }
}

async function startServer(dataDir: string): Promise<Server> {
  const started = performance.now()
  const child = spawn('node', ['scripts/guichet.mjs', 'start'], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {
      ...process.env,
      PORT: '0',
      GUICHET_DATA_DIR: dataDir,
      LOG_LEVEL: 'error',
      GUICHET_RATE_ADDRESS_PER_10S: '1000000',
    },
  })
  let output = ''
  child.stdout?.on('data', (chunk: Buffer) => {
    output += chunk.toString()
  })
  for (;;) {
    const address = /http:\/\/[\d.]+:\d+/.exec(output)?.[0]
    if (address && /Le modèle/.test(output)) return { child, address, coldStartMs: performance.now() - started }
    if (child.exitCode !== null) throw new Error('the server stopped')
    await pause(20)
  }
}

async function stopServer({ child }: Server): Promise<void> {
  const exited = new Promise((resolve) => child.once('exit', resolve))
  child.kill('SIGTERM')
  await exited
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

async function measure(
  { address }: Server,
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
  await new Promise<void>((resolve, reject) => {
    const options = { url: address, connections, duration: seconds, requests }
    const instance = autocannon(options, (error) => (error ? reject(error) : resolve()))
    instance.on('response', (_client, status, _bytes, timeMs) => {
      timesMs.push(timeMs)
      if (status !== 200) refused += 1
    })
  })
  timesMs.sort((a, b) => a - b)
  const at = (share: number) => (timesMs[Math.floor(timesMs.length * share)] ?? 0).toFixed(1)
  return `| ${connections} | ${Math.round(timesMs.length / seconds)} | ${at(0.5)} | ${at(0.95)} | ${at(0.99)} | ${refused} |\n`
}

async function facts({ child, coldStartMs: warmMs }: Server, { coldStartMs }: Server): Promise<string> {
  const status = await readFile(`/proc/${child.pid}/status`, 'utf8')
  const residentMb = Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024
  const widget = await readFile('public/assets/widget.js')
  const model = await folderSize('models/guichet-fr')
  return [
    '',
    `- Start until the model answers: ${(coldStartMs / 1000).toFixed(1)} s with an empty embedding cache, ${(warmMs / 1000).toFixed(1)} s after.`,
    `- Resident memory after the load: ${residentMb.toFixed(0)} MB.`,
    `- widget.js: ${(widget.length / 1000).toFixed(1)} kB, ${(gzipSync(widget, { level: 9 }).length / 1000).toFixed(1)} kB gzip.`,
    `- Model folder: ${(model / 1e6).toFixed(1)} MB.`,
    '',
  ].join('\n')
}

async function folderSize(folder: string): Promise<number> {
  let bytes = 0
  for (const file of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (file.isFile()) bytes += (await readFile(join(file.parentPath, file.name))).length
  }
  return bytes
}
