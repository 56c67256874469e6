import { fork } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { constants, setPriority, tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { type MeteredServer, startMeteredServer } from '../energy/metered-server.js'
import { randomMoments } from '../load/random-moments.js'
import { mustCall } from '../talks/json-client.js'
import { FLOODS, type Flood, type FloodReport } from './flood-process.js'

const USAGE = `npm run bench -- flood [--rounds 4] [--seconds 10] [--only ${FLOODS.join('|')}]`
const CHILD = fileURLToPath(new URL('./flood-process.js', import.meta.url))
/** Others who use the chat meanwhile, each from an address of her own and once a second. */
const OTHERS = 8
const QUESTIONS = ['acte de naissance', 'carte d’identité perdue', 'horaires de la mairie', 'inscription à la cantine']

interface Calm {
  alone: number[]
  flooded: number[]
  refused: number
}

/**
 * What a flood from one visitor does to others, on the real server with its model and its usual limits. Rounds without and with the flood follow each other,
 * so that what the machine does besides weighs on both alike; the flood comes from a process of its own, on the same cores at the lowest priority. Prints Markdown.
 */
export async function runFlood(argv: string[]): Promise<number> {
  const option = (value: string) => ({ type: 'string', default: value }) as const
  const options = { rounds: option('4'), seconds: option('10'), only: option('') }
  const { values } = parseArgs({ args: argv, options })
  const [rounds, seconds] = [Number(values.rounds), Number(values.seconds)]
  const floods = FLOODS.filter((flood) => values.only === '' || values.only === flood)
  if (!(rounds > 0) || !(seconds > 0) || floods.length === 0) {
    process.stderr.write(`${USAGE}\n`)
    return 2
  }
  const folder = await mkdtemp(join(tmpdir(), 'guichet-flood-'))
  const server = await startMeteredServer(folder, { ...USUAL_LIMITS, GUICHET_TRUSTED_PROXIES: '1' })
  process.stdout.write(
    '| flood from one visitor | its requests/s | of which taken | others alone, p50 / p99 ms | others meanwhile, p50 / p99 ms | p99 ratio | others refused |\n| --- | --- | --- | --- | --- | --- | --- |\n',
  )
  try {
    await calmPace(server, seconds)
    for (const flood of floods) process.stdout.write(await measure(server, flood, { rounds, seconds }))
    return 0
  } finally {
    await server.stop()
    await rm(folder, { recursive: true, force: true })
  }
}

/** What `config.ts` gives when nothing is set. */
const USUAL_LIMITS = { GUICHET_RATE_ADDRESS_PER_10S: '600', GUICHET_RATE_COMMUNE_PER_10S: '1000' }

async function measure(
  server: MeteredServer,
  flood: Flood,
  { rounds, seconds }: { rounds: number; seconds: number },
): Promise<string> {
  const calm: Calm = { alone: [], flooded: [], refused: 0 }
  const reports: FloodReport[] = []
  for (let round = 0; round < rounds; round += 1) {
    const alone = await calmPace(server, seconds)
    calm.alone.push(...alone.timesMs)
    const stop = startFlood(server.address, flood)
    const flooded = await calmPace(server, seconds)
    reports.push(await stop())
    calm.flooded.push(...flooded.timesMs)
    calm.refused += alone.refused + flooded.refused
  }
  const sent = reports.reduce((sum, { requests }) => sum + requests, 0)
  const taken = reports.reduce((sum, { statuses }) => sum + (statuses[200] ?? 0) + (statuses[201] ?? 0), 0)
  const ratio = quantile(calm.flooded, 0.99) / quantile(calm.alone, 0.99)
  return `| ${flood} | ${(sent / rounds / seconds).toFixed(0)} | ${((taken / sent) * 100).toFixed(0)} % | ${both(calm.alone)} | ${both(calm.flooded)} | ${ratio.toFixed(1)} | ${calm.refused} |\n`
}

function startFlood(address: string, flood: Flood): () => Promise<FloodReport> {
  const child = fork(CHILD)
  // In a town it would be another machine's processor: here it has what the server and the others leave.
  if (child.pid) setPriority(child.pid, constants.priority.PRIORITY_LOW)
  const report = new Promise<FloodReport>((resolve, reject) => {
    child.once('message', (message) => resolve(message as FloodReport))
    child.once('exit', (code) => code !== 0 && reject(new Error('the flood stopped')))
  })
  child.send({ address, flood })
  return () => {
    child.send('stop')
    return report
  }
}

/** Questions in conversations of their own, at a calm pace, each from when it was due. */
async function calmPace({ address }: MeteredServer, seconds: number): Promise<{ timesMs: number[]; refused: number }> {
  const api = `${address}/api/v1`
  const timesMs: number[] = []
  let refused = 0
  const others = await Promise.all(Array.from({ length: OTHERS }, (_, i) => visit(api, `198.51.100.${i + 1}`)))
  const asked: Promise<void>[] = []
  for await (const from of randomMoments({ perSecond: OTHERS, seconds, seed: 7 })) {
    const { id, headers } = others[asked.length % OTHERS] as Awaited<ReturnType<typeof visit>>
    const body = { clientId: randomUUID(), text: QUESTIONS[asked.length % QUESTIONS.length] }
    asked.push(
      mustCall('POST', `${api}/conversations/${id}/messages`, { headers, body }).then(
        () => void timesMs.push(performance.now() - from),
        () => {
          refused += 1
        },
      ),
    )
  }
  await Promise.all(asked)
  return { timesMs, refused }
}

async function visit(api: string, from: string) {
  const { body } = await mustCall('POST', `${api}/conversations`, { headers: { 'x-forwarded-for': from }, body: {} })
  return {
    id: String(body.id),
    headers: { 'x-forwarded-for': from, authorization: `Bearer ${body.token}` },
  }
}

function quantile(timesMs: readonly number[], share: number): number {
  const sorted = [...timesMs].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0
}

function both(timesMs: readonly number[]): string {
  return `${quantile(timesMs, 0.5).toFixed(0)} / ${quantile(timesMs, 0.99).toFixed(0)}`
}
