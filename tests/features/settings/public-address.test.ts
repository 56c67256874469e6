import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { eventually } from '../../browser/eventually.js'
import { expectProblem, type StaffMember } from '../../platform/http/clients.js'
import { startTestServer, type TestServer } from '../../platform/http/harness.js'
import { rawRequest } from '../../platform/http/raw-request.js'
import { createDatabase, type TestDatabase } from '../../postgres/test-database.js'

const SERVER = 'https://guichet.agglo.example'
const ADDRESS = 'https://chat.zedville.example'

let database: TestDatabase
let one: TestServer
let other: TestServer
let operator: StaffMember

const start = () =>
  startTestServer({
    config: { publicUrl: SERVER, database: { url: database.url, connections: 4 }, sealKey: 'A'.repeat(43) },
    communes: [
      { id: 'aubrive', nom: 'Aubrive', publicUrl: 'https://chat.aubrive.example' },
      { id: 'zedville', nom: 'Zedville' },
    ],
    entries: ['abri-jardin'],
  })

beforeAll(async () => {
  database = await createDatabase()
  ;[one, other] = [await start(), await start()]
  operator = await one.signInAs({ email: 'syndicat@agglo.example', roles: ['super-admin'], communeId: 'zedville' })
}, 90_000)
afterAll(async () => {
  await Promise.all([one?.stop(), other?.stop()])
  await database?.drop()
})

const save = async (body: Record<string, unknown>, by = operator) => {
  const { version: baseVersion } = (await operator.call('GET', '/admin/settings')).body
  return by.call('PUT', '/admin/settings', { baseVersion, ...body })
}
/** What the first page by this name is of, on a process. */
const shownAt = async (server: TestServer, host: string) => {
  const { text } = await rawRequest(server.url, { path: '/chat', headers: { host } })
  return /data-commune="([^"]+)"/.exec(text)?.[1]
}
const canonical = async (server: TestServer) =>
  /rel="canonical" href="(https:..[^/]+)/.exec((await server.fetch('/fiches/zedville')).text)?.[1]

describe('the public address of a commune', () => {
  it('is changed by who administers the server alone, and read by its administrators', async () => {
    const admin = await one.signInAs({ email: 'zed@zedville.example', roles: ['admin'], communeId: 'zedville' })
    expectProblem(await save({ set: { publicUrl: ADDRESS } }, admin), 403, 'server_admin_needed')
    expectProblem(await save({ toFile: ['publicUrl'] }, admin), 403, 'server_admin_needed')
    // What is tried tells whose a name is.
    const taken = { set: { publicUrl: 'https://chat.aubrive.example' } }
    expectProblem(await admin.call('POST', '/admin/settings/preview', taken), 403, 'server_admin_needed')
    expect((await operator.call('POST', '/admin/settings/preview', taken)).status).toBe(422)
    expect((await save({ set: { publicUrl: ADDRESS } })).status).toBe(200)
    const { body } = await admin.call('GET', '/admin/settings')
    expect([body.values.publicUrl, body.mayChangeAddress]).toEqual([ADDRESS, false])
    expect((await operator.call('GET', '/admin/settings')).body.mayChangeAddress).toBe(true)
    const undo = { baseVersion: body.version, version: body.version }
    expectProblem(await admin.call('POST', '/admin/settings/undo', undo), 403, 'server_admin_needed')
    expect((await operator.call('POST', '/admin/settings/undo', undo)).status).toBe(200)
  })

  it('is served at once by every process, as are its change and its end, without a restart', async () => {
    const isServed = (address: string | undefined, host: string, shown: string) =>
      Promise.all(
        [one, other].map((server) =>
          eventually(async () => [await canonical(server), await shownAt(server, host)], [address, shown]),
        ),
      )
    await isServed(SERVER, 'chat.zedville.example', 'aubrive')
    await save({ set: { publicUrl: ADDRESS } })
    await isServed(ADDRESS, 'chat.zedville.example', 'zedville')
    await save({ set: { publicUrl: 'https://assistant.zedville.example/' } })
    await isServed('https://assistant.zedville.example', 'assistant.zedville.example', 'zedville')
    await isServed('https://assistant.zedville.example', 'chat.zedville.example', 'aubrive')
    await save({ set: { publicUrl: null } })
    await isServed(SERVER, 'assistant.zedville.example', 'aubrive')
  })

  it.each([
    ['https://chat.aubrive.example:444', 'cette adresse est déjà celle de « Aubrive ».'],
    [SERVER, 'cette adresse est celle du serveur.'],
    [`${ADDRESS}/fiches`, 'une adresse publique s’écrit comme https://chat.ville.fr'],
    ['http://chat.zedville.example', 'une adresse publique s’écrit comme https://chat.ville.fr'],
  ])('is not %s, and it is said why', async (publicUrl, why) => {
    const answer = await save({ set: { publicUrl } })
    expectProblem(answer, 422, 'setting_invalid', 'publicUrl')
    expect(answer.body.detail.replace(/\s/g, ' ')).toContain(why)
    expect((await operator.call('GET', '/admin/settings')).body.values.publicUrl).toBeUndefined()
  })
})
