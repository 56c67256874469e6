import { mkdtemp, rm } from 'node:fs/promises'
import { Agent } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import fc from 'fast-check'
import { startBenchServer, stopBenchServer } from '../load/bench-server.js'
import { BAD_FRAMES, sendFrame } from './bad-frames.js'
import { malformedRequest } from './malformed-request.js'
import { type OpenApi, readOperations } from './operations.js'
import { type Ending, endedWell, sendMalformed, type Target } from './send-malformed.js'

const OPEN = '2026-11-24T10:00'
const PASSWORD = 'demonstration'
/** Requests that are made at once: they take memory until they are sent. */
const BATCH = 2_000

/**
 * `npm run bench -- malformed [--requests 100000] [--seed 1]`: sends requests made wrong from the OpenAPI document to the real server, on a disk, and counts
 * how they end. @returns 1 when one ended otherwise than the document says
 */
export async function runMalformed(argv: string[]): Promise<number> {
  const text = { type: 'string' } as const
  const { values } = parseArgs({ args: argv, options: { requests: text, seed: text, 'at-once': text } })
  const [requests, seed, atOnce] = [
    Number(values.requests ?? 100_000),
    Number(values.seed ?? 1),
    Number(values['at-once'] ?? 24),
  ]
  const folder = await mkdtemp(join(tmpdir(), 'guichet-malformed-'))
  const server = await startBenchServer({
    GUICHET_DATA_DIR: join(folder, 'data'),
    GUICHET_DEMONSTRATION_CLOCK: OPEN,
    GUICHET_RATE_CONVERSATION_PER_10S: '1000000',
    GUICHET_RATE_SIGN_IN_PER_MINUTE: '1000000',
  })
  try {
    const target = await prepareTarget(server.address, atOnce)
    const document = (await (await fetch(`${server.address}/api/v1/openapi.json`)).json()) as OpenApi
    const arbitrary = malformedRequest(readOperations(document))
    const counts = new Map<Ending, number>()
    const rules = new Map<string, number>()
    const faults: string[] = []
    const started = performance.now()
    for (let sent = 0; sent < requests; sent += BATCH) {
      const line = fc.sample(arbitrary, { numRuns: Math.min(BATCH, requests - sent), seed: seed + sent })
      const work = async () => {
        for (let one = line.pop(); one; one = line.pop()) {
          const ending = await sendMalformed(target, one)
          counts.set(ending, (counts.get(ending) ?? 0) + 1)
          rules.set(one.rule, (rules.get(one.rule) ?? 0) + 1)
          const isWell = endedWell(one, ending)
          if (!isWell && faults.length < 100)
            faults.push(
              `${ending}: ${one.rule}, ${one.caller}: ${one.method} ${one.address.slice(0, 120)} ${String(one.body).slice(0, 200)}`,
            )
        }
      }
      await Promise.all(Array.from({ length: atOnce }, work))
    }
    const seconds = (performance.now() - started) / 1000
    for (const [name, frame] of Object.entries(BAD_FRAMES)) {
      const statuses = await sendFrame(server.address, frame)
      if (statuses.length > 1 || statuses.some((status) => status >= 500)) faults.push(`frame ${name}: ${statuses}`)
    }
    const health = await fetch(`${server.address}/readyz`)
    target.agent.destroy()
    report({ requests, seconds, counts, rules, faults, ready: health.status })
    return faults.length === 0 && health.status === 200 ? 0 : 1
  } finally {
    await stopBenchServer(server)
    await rm(folder, { recursive: true, force: true })
  }
}

/** A conversation with an agent in it, and somebody signed in of each kind that the demonstration has. */
async function prepareTarget(url: string, atOnce: number): Promise<Target> {
  const post = async (path: string, body: unknown, headers: Record<string, string> = {}) => {
    const response = await fetch(`${url}/api/v1${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    })
    if (!response.ok) throw new Error(`${path}: ${response.status}`)
    const answer = response.status === 204 ? null : ((await response.json()) as Record<string, string>)
    return { answer, cookies: response.headers.getSetCookie() }
  }
  const signIn = async (email: string) => {
    const { answer, cookies } = await post('/session', { email, password: PASSWORD })
    return { cookie: cookies[0]?.split(';')[0] ?? '', 'x-csrf-token': answer?.csrfToken ?? '' }
  }
  const { answer: started } = await post('/conversations', {})
  const citizen = { authorization: `Bearer ${started?.token}` }
  const agent = await signIn('accueil@villebourg.example')
  await post('/agent/availability', { state: 'available' }, agent)
  await post(`/conversations/${started?.id}/handoff`, { kind: 'live' }, citizen)
  const queue = await (await fetch(`${url}/api/v1/agent/queue`, { headers: agent })).text()
  const handoffId = /"id":"([0-9a-f-]{36})"/.exec(queue)?.[1] ?? 'x'
  const admin = await signIn('admin@villebourg.example')
  // The demonstration has no super-administrator: the rest is the administrator's.
  const shown = { none: {}, citizen, agent, admin, 'super-admin': admin }
  return {
    url,
    agent: new Agent({ keepAlive: true, maxSockets: atOnce }),
    headersOf: (caller) => shown[caller],
    idsOf: (path) => ({
      id: /conversations/.test(path) ? (started?.id ?? 'x') : /communes/.test(path) ? 'villebourg' : handoffId,
      entryId: 'carte-identite',
    }),
  }
}

interface Outcome {
  requests: number
  seconds: number
  counts: ReadonlyMap<Ending, number>
  rules: ReadonlyMap<string, number>
  faults: readonly string[]
  ready: number
}

function report({ requests, seconds, counts, rules, faults, ready }: Outcome): void {
  const list = (map: ReadonlyMap<unknown, number>) =>
    [...map]
      .sort(([, a], [, b]) => b - a)
      .map(([name, count]) => `${name}: ${count}`)
      .join(', ')
  const worst = [...counts].filter(([ending]) => typeof ending !== 'number' || ending >= 500)
  process.stdout.write(
    [
      `${requests} malformed requests in ${seconds.toFixed(0)} s (${(requests / seconds).toFixed(0)} a second), ${Object.keys(BAD_FRAMES).length} broken frames`,
      `endings: ${list(counts)}`,
      `rules: ${list(rules)}`,
      `5xx, hangs or cuts: ${worst.reduce((sum, [, count]) => sum + count, 0)}; readiness afterwards: ${ready}`,
      ...faults,
      '',
    ].join('\n'),
  )
}
