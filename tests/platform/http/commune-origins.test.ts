import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { expectProblem } from './clients.js'
import { startTestServer, type TestServer } from './harness.js'

const OURS = 'https://www.villebourg.example'
const THEIRS = 'https://www.zedville.example'

let server: TestServer

beforeAll(async () => {
  server = await startTestServer({
    communes: [
      { id: 'villebourg', origins: [OURS] },
      { id: 'zedville', nom: 'Zedville', origins: [THEIRS] },
    ],
  })
})
afterAll(() => server.stop())

describe('a page of one commune’s site', () => {
  it('asks nothing of another commune, and reads why', async () => {
    const headers = { origin: THEIRS }
    const ours = { communeId: 'villebourg' }
    const answers = [
      await server.call('POST', '/conversations', { headers, body: ours }),
      await server.call('POST', '/ask', { headers, body: { question: 'acte de naissance', ...ours } }),
      await server.call('GET', '/communes/villebourg', { headers }),
      await server.call('GET', '/communes/villebourg/titles', { headers }),
      await server.call('GET', '/communes/villebourg/callback-slots', { headers }),
    ]
    for (const answer of answers) {
      expectProblem(answer, 403, 'origin_refused')
      expect(answer.headers.get('access-control-allow-origin')).toBe(THEIRS)
    }
  })

  it('does nothing in a conversation of another commune, even with its key', async () => {
    const citizen = await server.startConversation({ communeId: 'villebourg' })
    const headers = { origin: THEIRS }
    const message = { clientId: 'from-elsewhere', text: 'acte de naissance' }
    for (const answer of [
      await citizen.call('POST', '/messages', message, headers),
      await citizen.call('GET', '/messages', undefined, headers),
      await citizen.call('GET', '/events', undefined, headers),
      await citizen.call('POST', '/handoff', { kind: 'live' }, headers),
      await citizen.call('DELETE', '', undefined, headers),
    ])
      expectProblem(answer, 403, 'origin_refused')
    expect((await citizen.read()).messages).toHaveLength(1)
  })

  it('asks all that it wants of its own, as do the pages of the server and callers that are no page', async () => {
    const proxied = { origin: 'https://proxy.example', 'sec-fetch-site': 'same-origin' }
    for (const headers of [{ origin: OURS }, { origin: server.url }, proxied, {}] as Record<string, string>[]) {
      const started = await server.call('POST', '/conversations', { headers, body: { communeId: 'villebourg' } })
      expect(started.status).toBe(201)
      expect((await server.call('GET', '/communes/villebourg', { headers })).status).toBe(200)
    }
  })
})
