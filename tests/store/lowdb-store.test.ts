import { randomUUID } from 'node:crypto'
import { readFile, rm, stat, unlink, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import type { Change } from '../../src/platform/model/change.js'
import { type LowdbStoreOptions, openLowdbStore } from '../../src/store/lowdb-store.js'
import type { Store } from '../../src/store/store.js'
import { at, claim, conversation, handoff, message, turn, UNTOLD, user } from '../contract/sample-inputs.js'
import { webhook } from '../features/webhooks/samples.js'
import { makeFaultyFileSystem } from '../platform/store/faulty-file-system.js'
import { listFiles, makeTemporaryFolder, removeFolder } from '../platform/store/temporary-folder.js'

let folder: string
let opened: Store[]
let logged: { level: string; fields: Record<string, unknown> }[]

beforeEach(async () => {
  folder = await makeTemporaryFolder()
  opened = []
  logged = []
})
afterEach(async () => {
  for (const store of opened) await store.close()
  await removeFolder(folder)
})

async function open(options: Partial<LowdbStoreOptions> = {}): Promise<Store> {
  const log = (level: string) => (fields: Record<string, unknown>) => logged.push({ level, fields })
  const logger = { warn: log('warn'), error: log('error') }
  const store = await openLowdbStore({ dataDir: folder, logger, ...options })
  opened.push(store)
  return store
}

async function begin(store: Store): Promise<string> {
  const id = randomUUID()
  await store.createConversation(conversation(id), [])
  return id
}

function pathOf(id: string): string {
  return path.join(folder, 'conversations', id.slice(0, 2), `${id}.json`)
}

describe('opening again', () => {
  it('finds everything but the beats of consoles, and rebuilds the index', async () => {
    const store = await open()
    const id = await begin(store)
    await store.appendTurn(turn(id, 'c1'))
    const requested = await store.requestHandoff(handoff(id), message('system', 'avis'))
    const handoffId = 'handoff' in requested ? requested.handoff.id : ''
    await store.saveUser(user('anne'))
    await store.saveSession({ idHash: 's', userId: 'anne', csrfToken: 'x', createdAt: at(0), expiresAt: at(60) })
    await store.savePresence({ userId: 'anne', communeId: 'bourg', state: 'available', seenAt: at(0) })
    await store.beatPresence('anne', { seenAt: at(5), dueAt: at(6) })
    await store.count('Saint-Étienne/Sud', '2025-02-01', { turns: 1 })
    const before = await store.getTranscript(id)
    await store.close()
    const again = await open()
    expect(await again.getTranscript(id)).toEqual(before)
    expect(await again.getHandoff(handoffId)).toMatchObject({ status: 'pending' })
    expect(await again.listOverdueHandoffs(at(60))).toHaveLength(1)
    expect(await again.listConversationsUpdatedBefore(at(60))).toEqual([id])
    expect(await again.applyToHandoff(handoffId, claim('anne'), UNTOLD)).toMatchObject({ outcome: 'applied' })
    expect(await again.appendTurn(turn(id, 'c1'))).toMatchObject({
      outcome: 'repeated',
      replies: [{ seq: 2 }, { seq: 3 }],
    })
    expect(await again.getUser('anne')).toEqual(user('anne'))
    expect(await again.getSession('s')).toMatchObject({ userId: 'anne' })
    expect(await again.listPresences('bourg')).toEqual([
      { userId: 'anne', communeId: 'bourg', state: 'available', seenAt: at(0) },
    ])
    expect(await again.readCounters('Saint-Étienne/Sud', '2025-01-01', '2025-12-31')).toEqual({
      '2025-02-01': { turns: 1 },
    })
  })

  it('goes on telling other software of what happens', async () => {
    const store = await open()
    await store.addWebhook(webhook({ events: ['handoff.requested'] }))
    await store.close()
    const again = await open()
    await again.requestHandoff(handoff(await begin(again)), message('system', 'avis'))
    await again.queueEvents(at(5))
    expect(await again.listDeliveries('bourg')).toMatchObject([{ event: { type: 'handoff.requested' } }])
  })

  it('recovers a torn conversation from its backup, logs it, and deletes what was never finished', async () => {
    const store = await open()
    const id = await begin(store)
    await store.appendMessage(id, message('citizen', 'un'))
    await store.appendMessage(id, message('citizen', 'deux'))
    await store.close()
    await writeFile(pathOf(id), '{"version":1,"conv')
    await writeFile(`${pathOf(id)}.${randomUUID()}.tmp`, 'secret')
    await writeFile(path.join(folder, `users.json.${randomUUID()}.tmp`), 'secret')
    const again = await open()
    expect(await again.listMessages(id, 0)).toHaveLength(1)
    expect(logged).toContainEqual({ level: 'warn', fields: { file: pathOf(id) } })
    expect((await listFiles(folder)).filter((name) => name.endsWith('.tmp'))).toEqual([])
  })

  it('recovers a conversation of which only the backup is left', async () => {
    const store = await open()
    const id = await begin(store)
    await store.appendMessage(id, message('citizen', 'un'))
    await store.close()
    await unlink(pathOf(id))
    expect(await (await open()).getConversation(id)).toMatchObject({ id })
  })

  it('serves the others when one conversation cannot be read, and leaves its file as it is', async () => {
    const store = await open()
    const [torn, sound] = [await begin(store), await begin(store)]
    await store.close()
    await writeFile(pathOf(torn), '{"version":1,"conv')
    const again = await open()
    expect(logged).toMatchObject([{ level: 'error', fields: { conversationId: torn } }])
    await expect(again.getTranscript(torn)).rejects.toMatchObject({ code: 'storage_unavailable', status: 503 })
    expect(await again.appendTurn(turn(sound, 'c1'))).toMatchObject({ outcome: 'appended' })
    expect(await readFile(pathOf(torn), 'utf8')).toBe('{"version":1,"conv')
  })

  it('refuses a second store on the same folder, until the first is closed', async () => {
    const first = await open()
    await expect(open()).rejects.toMatchObject({
      code: 'storage_locked',
      cause: { message: expect.stringContaining('PostgreSQL') },
    })
    await first.close()
    await open()
  })

  it('has what was said after its folder was taken away from under it, with what was said before in the same conversation', async () => {
    const store = await open()
    const id = await begin(store)
    await store.appendMessage(id, message('citizen', 'avant'))
    await rm(folder, { recursive: true })
    await store.appendMessage(id, message('citizen', 'après'))
    const other = await begin(store)
    const before = await store.listMessages(id, 0)
    expect(before.slice(-2).map(({ payload }) => payload)).toMatchObject([{ text: 'avant' }, { text: 'après' }])
    await store.close()
    const again = await open()
    expect(await again.listMessages(id, 0)).toEqual(before)
    expect(await again.getConversation(other)).toMatchObject({ id: other })
  })

  it('gives the lock back when opening fails', async () => {
    const faulty = makeFaultyFileSystem()
    faulty.break('readdir', 'EACCES')
    await expect(open({ fileSystem: faulty.fileSystem })).rejects.toMatchObject({ code: 'storage_unavailable' })
    await open()
  })
})

describe('files', () => {
  it('leaves nothing on the disk of an erased conversation', async () => {
    const store = await open()
    const [gone, kept] = [await begin(store), await begin(store)]
    await store.appendTurn(turn(gone, 'c1'))
    await store.appendTurn(turn(gone, 'c2'))
    await store.eraseConversation(gone)
    const left = await listFiles(folder)
    expect(left.filter((name) => name.includes(gone))).toEqual([])
    expect(left).toContain(path.relative(folder, pathOf(kept)))
  })

  it('lets nobody else read them', async () => {
    const store = await open({ dataDir: path.join(folder, 'data') })
    await store.saveUser(user('anne'))
    expect((await stat(path.join(folder, 'data', 'users.json'))).mode & 0o777).toBe(0o600)
    expect((await stat(path.join(folder, 'data'))).mode & 0o777).toBe(0o700)
  })

  it('works with a memory of one conversation', async () => {
    const store = await open({ cachedConversations: 1 })
    const ids = await Promise.all(Array.from({ length: 10 }, () => begin(store)))
    const sends = ids.flatMap((id) => ['c1', 'c2', 'c3'].map((clientId) => store.appendTurn(turn(id, clientId))))
    await Promise.all(sends)
    for (const id of ids)
      expect((await store.listMessages(id, 0)).map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9])
  })

  it('drops expired sessions at the next sign-in', async () => {
    const store = await open()
    const session = { userId: 'anne', csrfToken: 'x', createdAt: at(0), expiresAt: at(60) }
    await store.saveSession({ ...session, idHash: 'old' })
    await store.saveSession({ ...session, idHash: 'new', createdAt: at(60), expiresAt: at(120) })
    expect(await store.getSession('old')).toBeUndefined()
    expect(await readFile(path.join(folder, 'sessions.json'), 'utf8')).not.toContain('"old"')
  })
})

describe('a disk that fails', () => {
  it.each([
    ['open', 'EACCES'],
    ['open', 'ENOSPC'],
    ['sync', 'EIO'],
    ['rename', 'EIO'],
  ] as const)(
    'refuses the write (%s: %s), undoes it, announces nothing, and works again afterwards',
    async (call, code) => {
      const faulty = makeFaultyFileSystem()
      const store = await open({ fileSystem: faulty.fileSystem })
      const id = await begin(store)
      await store.appendTurn(turn(id, 'c1'))
      const before = await store.getTranscript(id)
      const heard: Change[] = []
      store.subscribe((change) => heard.push(change))
      faulty.break(call, code)
      const refusal = { code: 'storage_unavailable', status: 503 }
      const notice = message('system', 'avis')
      await expect(store.appendTurn(turn(id, 'c2'))).rejects.toMatchObject(refusal)
      await expect(store.requestHandoff(handoff(id), notice)).rejects.toMatchObject(refusal)
      await expect(store.closeConversation(id, at(9), notice)).rejects.toMatchObject(refusal)
      await expect(store.saveUser(user('anne'))).rejects.toMatchObject(refusal)
      await expect(store.count('bourg', '2025-02-01', { turns: 1 })).rejects.toMatchObject(refusal)
      expect([await store.getTranscript(id), await store.findOpenHandoff(id), await store.listUsers()]).toEqual([
        before,
        undefined,
        [],
      ])
      expect(heard).toEqual([])
      faulty.repair()
      expect(await store.appendTurn(turn(id, 'c2'))).toMatchObject({ outcome: 'appended', message: { seq: 4 } })
      await store.close()
      expect(await (await open()).listMessages(id, 0)).toHaveLength(6)
    },
  )

  it('is told by check', async () => {
    const faulty = makeFaultyFileSystem()
    const store = await open({ fileSystem: faulty.fileSystem })
    await store.check()
    faulty.break('sync', 'ENOSPC')
    await expect(store.check()).rejects.toMatchObject({ code: 'storage_unavailable' })
    faulty.repair()
    await store.check()
    expect((await listFiles(folder)).filter((name) => name.endsWith('.tmp'))).toEqual([])
  })

  it('keeps a conversation that could not be erased, and erases it when asked again', async () => {
    const faulty = makeFaultyFileSystem()
    const store = await open({ fileSystem: faulty.fileSystem })
    const id = await begin(store)
    faulty.break('unlink', 'EACCES')
    await expect(store.eraseConversation(id)).rejects.toMatchObject({ code: 'storage_unavailable' })
    expect(await store.getConversation(id)).toMatchObject({ id })
    faulty.repair()
    expect(await store.eraseConversation(id)).toBe('erased')
    expect(await store.getConversation(id)).toBeUndefined()
  })
})
