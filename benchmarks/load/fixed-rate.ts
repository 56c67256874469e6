import { Agent, request } from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'
import { seededRandom } from '../../src/domain/seeded-random.js'

/** Times of the questions of one run, sorted, and how many were not answered with 200. */
export interface RateRun {
  timesMs: number[]
  refused: number
}

/**
 * Asks at a mean rate whatever the server does, as people come: at random moments, each question waiting for none before it. A time runs from the moment
 * at which the question was due, so that a late client does not flatter the server.
 */
export async function askAtRate(
  address: string,
  { perSecond, seconds, bodies }: { perSecond: number; seconds: number; bodies: readonly string[] },
): Promise<RateRun> {
  const agent = new Agent({ keepAlive: true, maxSockets: 64 })
  const random = seededRandom(42)
  const run: RateRun = { timesMs: [], refused: 0 }
  const asked: Promise<void>[] = []
  const started = performance.now()
  for (let due = 0, i = 0; due < seconds * 1000; i += 1) {
    due += (-Math.log(1 - random()) * 1000) / perSecond
    const waitMs = started + due - performance.now()
    if (waitMs > 0) await pause(waitMs)
    // Timers keep whole milliseconds: one that is early by less counts from its end.
    const from = Math.max(started + due, performance.now() - 1)
    asked.push(
      ask(address, bodies[i % bodies.length] ?? '', agent).then((status) => {
        run.timesMs.push(performance.now() - from)
        if (status !== 200) run.refused += 1
      }),
    )
  }
  await Promise.all(asked)
  agent.destroy()
  run.timesMs.sort((a, b) => a - b)
  return run
}

function ask(address: string, body: string, agent: Agent): Promise<number> {
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }
    const asking = request(`${address}/api/v1/ask`, { method: 'POST', headers, agent }, (response) => {
      response.resume()
      response.on('end', () => resolve(response.statusCode ?? 0))
    })
    asking.on('error', reject)
    asking.end(body)
  })
}
