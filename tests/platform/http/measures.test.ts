import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { startTestServer, type TestServer } from './harness.js'

let server: TestServer

beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.stop())

/** What `/metrics` says, by name and labels. */
async function measures(): Promise<Map<string, number>> {
  const { text } = await server.fetch('/metrics')
  return new Map(
    [...text.matchAll(/^(guichet_\S+(?: [^\d\s]\S*)*?) (\S+)$/gm)].map(([, name = '', value]) => [name, Number(value)]),
  )
}

describe('/metrics', () => {
  it('counts answers, refusals, questions and streams, and names nobody', async () => {
    const citizen = await server.startConversation()
    await citizen.say('acte de naissance')
    await server.call('POST', '/session', { body: { email: 'personne@villebourg.example', password: 'x' } })
    const stream = await citizen.stream()
    await stream.next('availability')
    const during = await measures()
    expect(during.get('guichet_http_requests_total{part="citizens",status="201"}')).toBe(1)
    expect(during.get('guichet_http_requests_total{part="accounts",status="401"}')).toBe(1)
    expect(during.get('guichet_refusals_total{code="sign_in_failed"}')).toBe(1)
    expect(during.get('guichet_http_request_seconds_count{part="citizens"}')).toBe(2)
    expect([...during.keys()].filter((name) => name.startsWith('guichet_questions_total'))).toHaveLength(1)
    expect(during.get('guichet_open_streams')).toBe(1)
    expect(during.get('guichet_model_ready')).toBe(0)
    stream.close()
    await stream.ended
    const { text } = await server.fetch('/metrics')
    for (const word of ['personne@', citizen.id, 'acte', 'villebourg', '127.0.0.1']) expect(text).not.toContain(word)
  })

  it('says how long somebody has waited, and how many agents are there', async () => {
    const agent = await server.signIn()
    await agent.beAvailable()
    const citizen = await server.startConversation()
    await citizen.callAgent()
    server.clock.advance({ seconds: 40 })
    const now = await measures()
    expect([now.get('guichet_waiting_handoffs'), now.get('guichet_available_agents')]).toEqual([1, 1])
    expect(now.get('guichet_longest_wait_seconds')).toBe(40)
  })

  it('has each metric of the page and of the dashboard', async () => {
    const names = new Set([...(await measures()).keys()].map((name) => name.replace(/\{.*/, '')))
    const said = [await readFile('docs/monitoring.md', 'utf8'), await readFile('docs/grafana.json', 'utf8')].join()
    const wanted = [...said.matchAll(/guichet_[a-z0-9_]*[a-z0-9]/g)].map(([name]) => name)
    // A family is named by its beginning, or by the name to which its parts add an end.
    const isThere = (name: string) => [...names].some((one) => one.startsWith(name))
    expect(wanted.length).toBeGreaterThan(20)
    expect(wanted.filter((name) => !isThere(name))).toEqual([])
  })
})
