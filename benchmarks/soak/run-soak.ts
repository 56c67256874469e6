import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { DEMONSTRATION_PASSWORD } from '../../src/commands/demonstration.js'
import { OPEN } from '../front/town.js'
import { startBenchServer, stopBenchServer } from '../load/bench-server.js'
import { randomMoments } from '../load/random-moments.js'
import { openEventStream } from '../talks/event-stream.js'
import { callJson, mustCall } from '../talks/json-client.js'
import { slopeOf } from './slope.js'

const USAGE = 'npm run bench -- soak [--minutes 30] [--per-second 2]'
const QUESTIONS = ['acte de naissance', 'carte d’identité perdue', 'horaires de la mairie', 'inscription à la cantine']
/** One visit in so many goes on with an agent. */
const TALKS = 4
const SAMPLE_S = 5
/** The start warms caches: it is not measured. */
const WARM_SHARE = 0.25

/** What is watched, by the names of `/metrics`, in the unit of the table. */
const WATCHED = [
  { name: 'guichet_process_resident_memory_bytes', label: 'resident memory, MB', per: 1e6 },
  { name: 'guichet_nodejs_heap_size_used_bytes', label: 'heap used, MB', per: 1e6 },
  { name: 'guichet_nodejs_external_memory_bytes', label: 'memory outside the heap, MB', per: 1e6 },
  { name: 'guichet_process_open_fds', label: 'open files and sockets', per: 1 },
  { name: 'guichet_nodejs_active_resources_total', label: 'handles, timers and requests', per: 1 },
  { name: 'guichet_open_streams', label: 'streams', per: 1 },
] as const

interface Sample {
  minute: number
  values: number[]
}

/**
 * Whether a server that serves for long grows: visits that begin, read a stream, ask, sometimes talk with an agent, and erase everything at their end, so that
 * what is left to grow is what is not let go. Prints Markdown: the slope of each thing that is watched, and whether it differs from none.
 */
export async function runSoak(argv: string[]): Promise<number> {
  const { values } = parseArgs({
    args: argv,
    options: { minutes: { type: 'string', default: '30' }, 'per-second': { type: 'string', default: '2' } },
  })
  const [minutes, perSecond] = [Number(values.minutes), Number(values['per-second'])]
  if (!(minutes > 0) || !(perSecond > 0)) {
    process.stderr.write(`${USAGE}\n`)
    return 2
  }
  const folder = await mkdtemp(join(tmpdir(), 'guichet-soak-'))
  const server = await startBenchServer({ GUICHET_DATA_DIR: join(folder, 'data'), GUICHET_DEMONSTRATION_CLOCK: OPEN })
  const api = `${server.address}/api/v1`
  const samples: Sample[] = []
  const begun = performance.now()
  const watch = setInterval(() => void sample(server.address, begun).then((one) => samples.push(one)), SAMPLE_S * 1000)
  const counts = { visits: 0, talks: 0, failed: 0 }
  try {
    const agent = await signIn(api)
    const visits: Promise<void>[] = []
    for await (const _ of randomMoments({ perSecond, seconds: minutes * 60, seed: 11 })) {
      const talks = visits.length % TALKS === 0
      visits.push(
        visit(api, talks ? agent : null).then(
          () => {
            counts.visits += 1
            if (talks) counts.talks += 1
          },
          (error) => {
            counts.failed += 1
            if (counts.failed < 4) process.stderr.write(`${error}\n`)
          },
        ),
      )
    }
    await Promise.all(visits)
    process.stdout.write(tableOf(samples, minutes, counts))
    return counts.failed === 0 ? 0 : 1
  } finally {
    clearInterval(watch)
    await stopBenchServer(server)
    await rm(folder, { recursive: true, force: true })
  }
}

type Headers = Record<string, string>

async function signIn(api: string): Promise<Headers> {
  const { body, cookie } = await mustCall('POST', `${api}/session`, {
    body: { email: 'accueil@villebourg.example', password: DEMONSTRATION_PASSWORD },
  })
  const headers = { cookie, 'x-csrf-token': String(body.csrfToken) }
  await mustCall('POST', `${api}/agent/availability`, { headers, body: { state: 'available' } })
  await openEventStream(`${api}/agent/events`, headers, () => {})
  // What a console that is open asks for: it is there.
  setInterval(() => void callJson('GET', `${api}/agent/queue`, { headers }).catch(() => {}), 10_000).unref()
  return headers
}

async function visit(api: string, agent: Headers | null): Promise<void> {
  const { body } = await mustCall('POST', `${api}/conversations`, { body: { communeId: 'villebourg', language: 'fr' } })
  const at = `${api}/conversations/${body.id}`
  const headers = { authorization: `Bearer ${body.token}` }
  const stream = await openEventStream(`${at}/events`, headers, () => {})
  const say = (text: string) => mustCall('POST', `${at}/messages`, { headers, body: { clientId: randomUUID(), text } })
  for (const question of QUESTIONS.slice(0, 3)) await say(question)
  if (agent) {
    await mustCall('POST', `${at}/handoff`, { headers, body: { kind: 'live' } })
    await talk(api, { agent, conversationId: String(body.id) })
    await say('merci beaucoup')
  }
  stream.close()
  await mustCall('DELETE', at, { headers })
}

async function talk(api: string, { agent, conversationId }: { agent: Headers; conversationId: string }): Promise<void> {
  const { body: queue } = await mustCall('GET', `${api}/agent/queue`, { headers: agent })
  const rows = queue.pending as { id: string; conversationId: string }[]
  const id = rows.find((row) => row.conversationId === conversationId)?.id
  if (!id) throw new Error('a request is not in the queue')
  const act = (what: string, body: unknown) =>
    mustCall('POST', `${api}/agent/handoffs/${id}/${what}`, { headers: agent, body })
  await act('claim', {})
  await act('messages', { clientId: randomUUID(), text: 'Bonjour, je vous écoute.' })
}

async function sample(address: string, begun: number): Promise<Sample> {
  const text = await fetch(`${address}/metrics`).then((response) => response.text())
  const values = WATCHED.map(({ name, per }) => {
    const rows = [...text.matchAll(new RegExp(`^${name}(?:\\{[^}]*\\})? (\\S+)$`, 'gm'))]
    return rows.reduce((sum, [, value]) => sum + Number(value), 0) / per
  })
  return { minute: (performance.now() - begun) / 60_000, values }
}

function tableOf(
  samples: Sample[],
  minutes: number,
  counts: { visits: number; talks: number; failed: number },
): string {
  const measured = samples.filter(({ minute }) => minute > minutes * WARM_SHARE)
  const rows = WATCHED.map(({ label }, index) => {
    const points = measured.map(({ minute, values }) => ({ x: minute, y: values[index] ?? 0 }))
    const { perX, margin } = slopeOf(points)
    const [first, last] = [points.at(0)?.y ?? 0, points.at(-1)?.y ?? 0]
    const verdict = perX - margin > 0 ? 'grows' : 'flat'
    return `| ${label} | ${first.toFixed(1)} → ${last.toFixed(1)} | ${perX.toFixed(3)} ± ${margin.toFixed(3)} | ${verdict} |`
  })
  const head = `${minutes} minutes, ${counts.visits} visits, ${counts.talks} with an agent, ${counts.failed} failed`
  return `${head}\n\n| | after warming → at the end | a minute | |\n| --- | --- | --- | --- |\n${rows.join('\n')}\n`
}
