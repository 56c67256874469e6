import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { DEMONSTRATION_ACCOUNTS, DEMONSTRATION_PASSWORD } from '../../src/commands/demonstration.js'
import type { Commune } from '../../src/platform/model/commune.js'
import { expectProblem, type StaffMember } from '../platform/http/clients.js'
import { startTestServer, type TestServer } from '../platform/http/harness.js'
import { commune } from '../platform/model/sample-commune.js'

const TRACE = /villebourg/i
const TOWNS: Commune[] = [commune(), commune({ id: 'hameau', nom: 'Hameau', site: 'https://www.hameau.example' })]
/** What anybody may read, of the town and of no town in particular. */
const READ = [
  ...['/', '/index', '/index.html', '/demarches', '/la-mairie', '/chat', '/embed', '/console', '/admin', '/compte'],
  ...['/sans-script', '/confidentialite', '/accessibilite', '/metrics', '/readyz', '/widget.js'],
  ...['', '/services', '/places', '/titles', '/callback-slots'].map((part) => `/api/v1/communes/bourg${part}`),
  '/api/v1/openapi.json',
]
/** The demonstration's pages under addresses that mean the same to whoever looks for a file. */
const OTHER_ADDRESSES = ['/%6Ca-mairie', '/%2E/demarches.html', '//la-mairie.html', '/x/..%2Findex.html', '/site.css']

const UNKNOWN = [404, 'unknown_commune', 'communeId'] as const

let server: TestServer
let admin: StaffMember

beforeAll(async () => {
  server = await startTestServer({ installation: TOWNS, config: { publicDir: resolve('public') } })
  admin = await server.signInAs({
    email: 'ada@bourg.example',
    roles: ['admin', 'super-admin'],
    communeId: 'bourg',
    demonstration: false,
  })
})
afterAll(() => server.stop())

/** Everything that is asked of a server about a commune that it does not have. */
async function expectNoTrace(): Promise<void> {
  for (const path of [...READ, ...OTHER_ADDRESSES]) {
    const { text } = await server.fetch(path)
    expect({ path, trace: TRACE.exec(text)?.[0] }).toEqual({ path, trace: undefined })
  }
  for (const part of ['', '/services', '/places', '/titles', '/callback-slots'])
    expectProblem(await server.call('GET', `/communes/villebourg${part}`), ...UNKNOWN)
  for (const page of ['/chat', '/embed', '/sans-script', '/confidentialite', '/accessibilite'])
    expect([page, (await server.fetch(`${page}?commune=villebourg`)).status]).toEqual([page, 404])
  const asked = { communeId: 'villebourg', question: 'quand ouvre la mairie' }
  expectProblem(await server.call('POST', '/ask', { body: asked }), ...UNKNOWN)
  expectProblem(await server.call('POST', '/conversations', { body: { communeId: 'villebourg' } }), ...UNKNOWN)
  for (const { email } of DEMONSTRATION_ACCOUNTS) {
    const body = { email, password: DEMONSTRATION_PASSWORD }
    expectProblem(await server.call('POST', '/session', { body }), 401, 'sign_in_failed')
  }
}

async function publish(): Promise<void> {
  expect((await admin.call('POST', '/admin/publish')).status).toBe(202)
  for (;;) {
    const { body } = await admin.call('GET', '/admin/publication')
    if (body.running === null) return
    await new Promise((done) => setTimeout(done, 10))
  }
}

describe('an installation', () => {
  it('has the communes of its own folder', async () => {
    expect(existsSync('knowledge/communes/villebourg.json')).toBe(true)
    for (const { id, nom } of TOWNS)
      expect((await server.call('GET', `/communes/${id}`)).body).toMatchObject({ id, name: nom })
    const answered = await server.call('POST', '/ask', {
      body: { communeId: 'hameau', question: 'quand ouvre la mairie' },
    })
    expect(answered.status).toBe(200)
  })

  it('serves no trace of the demonstration’s commune, which lies in the clone', expectNoTrace)

  it('nor once it has read its folders again', async () => {
    await publish()
    await expectNoTrace()
  })

  it('does not start without a commune of its own, and is told what makes one', async () => {
    await expect(startTestServer({ installation: [] })).rejects.toThrow('npx guichet commune add')
  })

  it('leads from the demonstration’s pages to the chat', async () => {
    for (const path of ['/', '/index.html', '/demarches', '/la-mairie', '/kit', '/%6Ca-mairie']) {
      const answer = await server.fetch(path, { redirect: 'manual' })
      expect([path, answer.status, answer.headers.get('location')]).toEqual([path, 302, '/chat'])
    }
  })

  it('reads nothing of the demonstration to pages of any origin', async () => {
    const { headers } = await server.call('GET', '/communes/bourg', {
      headers: { origin: 'https://www.villebourg.example' },
    })
    expect(headers.get('access-control-allow-origin')).toBeNull()
  })
})
