import { Agent, request } from 'node:http'
import { randomMoments } from './random-moments.js'

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
  const run: RateRun = { timesMs: [], refused: 0 }
  const asked: Promise<void>[] = []
  for await (const from of randomMoments({ perSecond, seconds, seed: 42 })) {
    asked.push(
      ask(address, bodies[asked.length % bodies.length] ?? '', agent).then((status) => {
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
