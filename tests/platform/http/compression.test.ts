import { afterAll, beforeAll, expect, it } from '@jest/globals'
import { startTestServer, type TestServer } from './harness.js'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.stop())

const encodingOf = async (path: string, accepted: string) =>
  (await server.fetch(path, { headers: { 'accept-encoding': accepted } })).headers.get('content-encoding')

it('sends what is the same for everyone smaller too', async () => {
  for (const path of ['/api/v1/openapi.json', '/api/v1/communes/villebourg/titles'])
    expect([await encodingOf(path, 'gzip'), await encodingOf(path, 'identity')]).toEqual(['gzip', null])
})

it('never where a secret may be beside a text of the visitor’s', async () => {
  for (const path of ['/sans-script', '/api/v1/communes/villebourg']) expect(await encodingOf(path, 'gzip')).toBeNull()
})
