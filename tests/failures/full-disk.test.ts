import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals'
import { openLowdbStore } from '../../src/store/lowdb-store.js'
import type { Store } from '../../src/store/store.js'
import { expectProblem } from '../platform/http/clients.js'
import { startTestServer, type TestServer } from '../platform/http/harness.js'
import { makeFaultyFileSystem } from '../platform/store/faulty-file-system.js'
import { listFiles, makeTemporaryFolder, removeFolder } from '../platform/store/temporary-folder.js'

const disk = makeFaultyFileSystem()
let dataDir: string
let store: Store
let server: TestServer

beforeAll(async () => {
  dataDir = await makeTemporaryFolder()
  store = await openLowdbStore({ dataDir, fileSystem: disk.fileSystem })
  server = await startTestServer({ wrapStore: () => store })
})
afterEach(() => disk.repair())
afterAll(async () => {
  await server?.stop()
  await removeFolder(dataDir)
})

describe.each([
  ['full while a file is opened', 'open', 'ENOSPC'],
  ['full in the midst of a file', 'write', 'ENOSPC'],
  ['full when it should keep', 'sync', 'ENOSPC'],
  ['full when a name changes', 'rename', 'ENOSPC'],
  ['read-only', 'open', 'EROFS'],
  ['broken', 'sync', 'EIO'],
] as const)('a disk that is %s', (_, call, code) => {
  it('refuses in words what it cannot keep, answers what needs no keeping, and goes on without a restart', async () => {
    const citizen = await server.startConversation()
    await citizen.say('acte de naissance')
    const send = () =>
      citizen.call('POST', '/messages', { clientId: `${call}-${code}-0001`, text: 'et le passeport ?' })
    disk.break(call, code)
    const refused = await send()
    expectProblem(refused, 503, 'storage_unavailable')
    expect(refused.body.retryAfterS).toBe(5)
    expect(refused.headers.get('retry-after')).toBe('5')
    expect(refused.body.detail).toMatch(/Votre texte n’est pas perdu.*appelez la mairie\s: 02\s\d\d/u)
    expect((await server.fetch('/readyz')).body).toMatchObject({ status: 'not_ready', storage: 'unavailable' })
    expect((await server.fetch('/metrics')).text).toMatch(/^guichet_storage_writable 0$/m)
    expect((await server.call('POST', '/ask', { body: { question: 'passeport' } })).status).toBe(200)
    disk.repair()
    expect((await send()).status).toBe(200)
    expect((await server.fetch('/readyz')).body).toMatchObject({ storage: 'writable' })

    // Another process, or a restart, finds what was acknowledged, once, and nothing that was begun.
    const texts = (await store.listMessages(citizen.id, 0)).map(({ seq, clientId }) => [seq, clientId])
    expect(texts.filter(([, clientId]) => clientId === `${call}-${code}-0001`)).toHaveLength(1)
    expect(texts.map(([seq]) => seq)).toEqual(texts.map((_, index) => index + 1))
    expect((await listFiles(join(dataDir, 'conversations'))).filter((name) => name.endsWith('.tmp'))).toEqual([])
  })
})

it('what was acknowledged on it is there when it is opened again', async () => {
  const citizen = await server.startConversation()
  await citizen.say('acte de naissance')
  const before = await store.listMessages(citizen.id, 0)
  await server.stop()
  const again = await openLowdbStore({ dataDir })
  expect(await again.listMessages(citizen.id, 0)).toEqual(before)
  await again.close()
})
