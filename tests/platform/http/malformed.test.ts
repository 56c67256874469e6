import { Agent } from 'node:http'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { BAD_FRAMES, sendFrame } from '../../../benchmarks/malformed/bad-frames.js'
import { type MalformedRequest, malformedRequest } from '../../../benchmarks/malformed/malformed-request.js'
import { readOperations } from '../../../benchmarks/malformed/operations.js'
import { type Ending, endedWell, sendMalformed, type Target } from '../../../benchmarks/malformed/send-malformed.js'
import { fc } from '../../properties.js'
import { startTestServer, type TestServer } from './harness.js'

/** Requests of a run; `npm run bench -- malformed` sends many more. */
const REQUESTS = 2_400
const AT_ONCE = 16

let server: TestServer
let target: Target

beforeAll(async () => {
  server = await startTestServer({ captureLogs: true, entries: ['abri-jardin', 'carte-identite'] })
  const citizen = await server.startConversation()
  const agent = await server.signIn()
  await agent.beAvailable()
  await citizen.callAgent()
  const handoffId = (await server.store.findOpenHandoff(citizen.id))?.id ?? ''
  await agent.act(handoffId, 'claim')
  const admin = await server.signIn('admin@villebourg.example')
  const chief = await server.signInAs({ email: 'chef@villebourg.example', roles: ['super-admin'] })
  const shown = { none: {}, citizen: citizen.headers, agent: agent.headers, admin: admin.headers }
  target = {
    url: server.url,
    agent: new Agent({ keepAlive: true, maxSockets: AT_ONCE }),
    headersOf: (caller) => (caller === 'super-admin' ? chief.headers : shown[caller]),
    idsOf: (path) => ({
      id: /conversations/.test(path) ? citizen.id : /communes/.test(path) ? 'villebourg' : handoffId,
      entryId: 'carte-identite',
    }),
  }
})
afterAll(async () => {
  target.agent.destroy()
  await server.stop()
})

/** Requests that did not end as the document says, in words. */
async function faultsOf(requests: MalformedRequest[]): Promise<string[]> {
  const faults: string[] = []
  const line = [...requests]
  const work = async () => {
    for (let one = line.pop(); one; one = line.pop()) {
      const ending = await sendMalformed(target, one)
      if (!endedWell(one, ending)) faults.push(inWords(one, ending))
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, work))
  return faults
}

function inWords({ rule, caller, method, address, headers, body }: MalformedRequest, ending: Ending): string {
  return `${ending}: ${rule}, ${caller}: ${method} ${address.slice(0, 200)} ${JSON.stringify(headers).slice(0, 200)} ${String(body).slice(0, 300)}`
}

describe('whatever is sent', () => {
  it('is taken or refused as the document says, and the server goes on', async () => {
    const operations = readOperations((await server.call('GET', '/openapi.json')).body)
    const requests = fc.sample(malformedRequest(operations), { numRuns: REQUESTS, seed: 20_261_126 })
    expect(new Set(requests.map(({ rule }) => rule)).size).toBeGreaterThan(15)
    const faults = await faultsOf(requests)
    const failures = server.logs().match(/"code":"internal".{0,400}|"a turn failed".*/g) ?? []
    expect({ faults, failures }).toEqual({ faults: [], failures: [] })
    const { status, body } = await server.fetch('/readyz')
    expect([status, body.storage]).toEqual([200, 'writable'])
  }, 180_000)

  it.each(Object.entries(BAD_FRAMES))('byte by byte, %s is refused once, or hung up on', async (_, frame) => {
    const statuses = await sendFrame(server.url, frame)
    expect(statuses.length).toBeLessThanOrEqual(1)
    for (const status of statuses) expect([200, 400, 401, 404, 405, 413, 415, 431]).toContain(status)
    expect((await server.fetch('/healthz')).status).toBe(200)
  })
})
