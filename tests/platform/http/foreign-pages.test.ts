import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { readConfig } from '../../../src/config.js'
import { ROUTES } from '../../../src/features.js'
import { isEmbedded } from '../../../src/platform/http/route.js'
import { expectProblem } from './clients.js'
import { startTestServer, type TestServer } from './harness.js'
import { PlainVisitor } from './plain-visitor.js'
import { rawRequest } from './raw-request.js'

const TOWN = 'https://www.zedville.example'
const ELSEWHERE = 'https://ailleurs.example'
/** What browsers say of a page elsewhere: with the site or, older or without TLS, without; of one that hides where it is; of another name of the same site. */
const FOREIGN: Record<string, string>[] = [
  { origin: ELSEWHERE, 'sec-fetch-site': 'cross-site' },
  { origin: ELSEWHERE },
  { origin: 'null', 'sec-fetch-site': 'cross-site' },
  { origin: 'https://jeux.zedville.example', 'sec-fetch-site': 'same-site' },
  { 'sec-fetch-site': 'cross-site' },
  { origin: 'pas une adresse' },
]

let server: TestServer

beforeAll(async () => {
  server = await startTestServer({
    communes: [{ id: 'zedville', nom: 'Zedville', origins: [TOWN] }],
    config: { publicUrl: 'https://chat.zedville.example/' },
  })
})
afterAll(() => server.stop())

const conversations = () => server.store.listConversationsUpdatedBefore('2099-01-01')

describe('a foreign page', () => {
  const writes = ROUTES.filter((route) => route.method !== 'get' && isEmbedded(route))

  it('does nothing of what citizens do, whatever its browser says of it', async () => {
    expect(writes.length).toBeGreaterThan(10)
    const citizen = await server.startConversation()
    const before = [await conversations(), await server.store.getTranscript(citizen.id)]
    // What is refused is told by the document of the interface.
    expect(writes.filter(({ errors }) => !errors?.includes(403)).map(({ path }) => path)).toEqual([])
    for (const { method, path, atRoot } of writes) {
      const address = `${atRoot ? '' : '/api/v1'}${path.replace('{id}', citizen.id).replace('{mid}', 'x')}`
      for (const headers of [...FOREIGN, { origin: 'null' }]) {
        const answer = await server.fetch(address, {
          method: method.toUpperCase(),
          headers: { ...(headers.origin ? citizen.headers : {}), ...headers },
        })
        expectProblem(answer, 403, 'origin_refused')
        expect(answer.headers.get('access-control-allow-origin')).toBeNull()
      }
    }
    expect([await conversations(), await server.store.getTranscript(citizen.id)]).toEqual(before)
  })

  it('sends no form of the pages without script', async () => {
    for (const headers of FOREIGN) {
      const visitor = new PlainVisitor(server)
      await visitor.ask('acte de naissance')
      const before = [await conversations(), await server.store.getTranscript(visitor.keys.id)]
      for (const action of ['/sans-script', ...visitor.forms.map((form) => form.action)]) {
        const answer = await new PlainVisitor(server, headers).post({
          action,
          fields: { text: 'acte de naissance' },
          label: '',
        })
        expect([answer.status, answer.text.slice(0, 15)]).toEqual([403, '<!doctype html>'])
      }
      expect([await conversations(), await server.store.getTranscript(visitor.keys.id)]).toEqual(before)
    }
  })
})

describe('those who are let in', () => {
  it.each<[string, Record<string, string>]>([
    ['the widget on a site of the commune', { origin: TOWN, 'sec-fetch-site': 'cross-site' }],
    ['the widget on a site of the commune, beside the server', { origin: TOWN, 'sec-fetch-site': 'same-site' }],
    ['the frame and the page, at whatever name', { origin: 'https://other.example', 'sec-fetch-site': 'same-origin' }],
    ['the frame in a browser that does not tell the site', { origin: 'https://chat.zedville.example' }],
    [
      'the same behind a proxy that speaks https and keeps the name',
      { origin: 'https://mairie.example', host: 'mairie.example' },
    ],
    ['the widget, asked for first, in a browser whose extension hides the origin', { 'sec-fetch-site': 'cross-site' }],
    ['what a person does herself', { 'sec-fetch-site': 'none' }],
    ['a program, or a very old browser', {}],
  ])('%s', async (_, headers) => {
    const post = (path: string, body: unknown, more: Record<string, string> = {}) =>
      rawRequest(server.url, {
        method: 'POST',
        path: `/api/v1${path}`,
        headers: { 'content-type': 'application/json', ...headers, ...more },
        body: JSON.stringify(body),
      })
    const started = await post('/conversations', { communeId: 'zedville' })
    expect(started.status).toBe(201)
    const authorization = `Bearer ${started.body.token}`
    const message = { clientId: 'client-let-in', text: 'acte de naissance' }
    expect((await post(`/conversations/${started.body.id}/messages`, message, { authorization })).status).toBe(200)
    expect((await post('/ask', { question: 'acte de naissance', communeId: 'zedville' })).status).toBe(200)
  })

  it.each<[string, Record<string, string>]>([
    ['tell no origin, as their pages ask', { origin: 'null' }],
    ['tell that they stay on the site', { origin: 'null', 'sec-fetch-site': 'same-origin' }],
    ['tell nothing', {}],
  ])('forms without script in browsers that %s', async (_, headers) => {
    const visitor = new PlainVisitor(server, headers)
    await visitor.ask('acte de naissance')
    expect(visitor.keys.id).not.toBe('')
  })
})

describe('the allowance of a household', () => {
  it('is spent by no foreign page and by no body that is not JSON, in any kind of request', async () => {
    const own = await startTestServer({
      config: { rateLimits: { ...readConfig({}).rateLimits, startsPer10min: 1, addressPer10s: 3 } },
    })
    const statuses = []
    for (const headers of FOREIGN)
      for (let n = 0; n < 4; n += 1) {
        statuses.push((await own.call('POST', '/conversations', { headers })).status)
        const form = { ...headers, 'content-type': 'application/x-www-form-urlencoded' }
        statuses.push((await own.fetch('/sans-script', { method: 'POST', headers: form, body: 'text=a' })).status)
      }
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=a'])
      for (let n = 0; n < 2; n += 1)
        statuses.push(
          (await own.call('POST', '/conversations', { headers: { 'content-type': type }, body: 'a' })).status,
        )
    expect([...new Set(statuses)].sort()).toEqual([403, 415, 429])
    // What a page elsewhere only reads counts for it too.
    for (let n = 0; n < 4; n += 1)
      await own.fetch('/api/v1/openapi.json', { headers: { 'sec-fetch-site': 'cross-site' } })
    expect((await own.call('POST', '/conversations')).status).toBe(201)
    await own.stop()
  })
})
