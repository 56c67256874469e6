import { rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import { openLowdbMedium, openLowdbStore } from '../../../src/platform/store/lowdb-store.js'
import { migrateStore, type StoreName } from '../../../src/platform/store/migrate-store.js'
import { type CopyProgress, countDocuments } from '../../../src/platform/store/move-documents.js'
import { openPostgresMedium, openPostgresStore } from '../../../src/platform/store/postgres/postgres-store.js'
import type { Store } from '../../../src/store.js'
import { content, publication, save, scope } from '../../contract/sample-entry-content.js'
import { at, claim, conversation, handoff, message, turn, user } from '../../contract/sample-inputs.js'
import { createDatabase, type TestDatabase } from '../../postgres/test-database.js'
import { makeTemporaryFolder, removeFolder } from './temporary-folder.js'

let database: TestDatabase
let folder: string
let dataDir: string

beforeAll(async () => {
  database = await createDatabase()
})
beforeEach(async () => {
  folder = await makeTemporaryFolder()
  dataDir = path.join(folder, 'data')
})
afterEach(async () => {
  await removeFolder(folder)
  await database.run('truncate document, change, presence_beat cascade').catch(() => {})
})
afterAll(() => database?.drop())

const migrate = (from: StoreName, to: StoreName, onProgress: (progress: CopyProgress) => void = () => {}) =>
  migrateStore({ from, to, dataDir, databaseUrl: database.url, onProgress })

const inStore = async <R>(open: Promise<Store>, act: (store: Store) => Promise<R>): Promise<R> => {
  const store = await open
  try {
    return await act(store)
  } finally {
    await store.close()
  }
}
const onDisk = () => openLowdbStore({ dataDir })
const inDatabase = () => openPostgresStore({ url: database.url })

/** A little of everything that a town keeps. */
async function live(store: Store): Promise<void> {
  const notice = message('system', 'un agent arrive')
  for (const id of ['c1', 'c2', 'c3']) {
    await store.createConversation(conversation(id), [message('assistant', 'bonjour')])
    for (let n = 0; n < 4; n += 1) await store.appendTurn(turn(id, `k${n}`))
  }
  const asked = await store.requestHandoff(handoff('c1', { reference: 'BR-1' }), notice)
  await store.applyToHandoff('handoff' in asked ? asked.handoff.id : '', claim('anne'), notice)
  await store.addNote('c1', {
    clientId: 'n1',
    handoffId: 'h1',
    authorId: 'anne',
    authorName: 'Anne',
    at: at(4),
    text: 'une note',
  })
  await store.eraseConversation('c3')
  for (const id of ['anne', 'basile']) await store.saveUser(user(id))
  await store.savePresence({ userId: 'anne', communeId: 'bourg', state: 'available', seenAt: at(0) })
  await store.count('bourg', '2025-03-03', { answered: 3 })
  await store.count('bourg', '2025-04-01', { answered: 1 })
  for (const id of ['acte', 'carte']) await store.saveDraft(scope(id), save({ content: content({ title: id }) }))
  await store.recordPublication(publication([{ entryId: 'acte', source: { type: 'draft', version: 1 } }]))
  await store.saveAlert({ communeId: 'bourg', at: at(0), userId: 'anne', userName: 'Anne', alert: null })
}

/** What can be read of it. */
async function readAll(store: Store) {
  return {
    transcripts: await Promise.all(['c1', 'c2', 'c3'].map((id) => store.getTranscript(id))),
    handoffs: await store.listHandoffs('bourg', ['pending', 'assigned', 'resolved']),
    notes: await store.listNotes('c1'),
    users: await store.listUsers(),
    presences: await store.listPresences('bourg'),
    counters: await store.readCounters('bourg', '2025-01-01', '2025-12-31'),
    entries: await store.listEntryRecords('bourg'),
    published: await store.readPublished('bourg'),
    audit: await store.listAudit('bourg', { limit: 50 }),
    alerts: await store.listAlertEdits('bourg'),
  }
}

describe('a migration', () => {
  it('moves everything to the database, and back, and both can go on', async () => {
    await inStore(onDisk(), live)
    const before = await inStore(onDisk(), readAll)
    const there = await migrate('lowdb', 'postgres')
    expect(there).toMatchObject({ outcome: 'moved' })
    expect(await inStore(inDatabase(), readAll)).toEqual(before)
    await inStore(inDatabase(), (store) => store.appendTurn(turn('c1', 'later')))
    const later = await inStore(inDatabase(), readAll)
    await rm(dataDir, { recursive: true })
    const back = await migrate('postgres', 'lowdb')
    expect(back).toMatchObject({ outcome: 'moved' })
    expect(await inStore(onDisk(), readAll)).toEqual(later)
    const checksums = [there, back].map(
      (result) => 'counts' in result && result.counts.find(({ kind }) => kind === 'users'),
    )
    expect(checksums[0]).toEqual(checksums[1])
    await inStore(onDisk(), (store) => store.appendTurn(turn('c1', 'last')))
  })

  it('that was stopped serves nothing from its target, and goes on where it was', async () => {
    await inStore(onDisk(), live)
    const stop = ({ kind, done }: CopyProgress) => {
      if (kind === 'conversations' && done === 1) throw new Error('stopped')
    }
    await expect(migrate('lowdb', 'postgres', stop)).rejects.toThrow('stopped')
    await expect(inDatabase()).rejects.toMatchObject({ code: 'migration_unfinished' })
    // The town has lived on meanwhile.
    await inStore(onDisk(), async (store) => {
      await store.eraseConversation('c2')
      await store.appendTurn(turn('c1', 'meanwhile'))
    })
    const { rows: written } = await database.run(`select version from document where kind = 'users'`)
    expect(await migrate('lowdb', 'postgres')).toMatchObject({ outcome: 'moved' })
    const { rows: kept } = await database.run(`select version from document where kind = 'users'`)
    // What was there already was not written again.
    expect(kept).toEqual(written)
    expect(await inStore(inDatabase(), readAll)).toEqual(await inStore(onDisk(), readAll))
  })

  it('writes nothing over what is there already', async () => {
    await inStore(onDisk(), live)
    await inStore(inDatabase(), (store) => store.saveUser(user('chloé')))
    expect(await migrate('lowdb', 'postgres')).toEqual({ outcome: 'not_empty' })
    expect(await inStore(inDatabase(), (store) => store.listUsers())).toMatchObject([{ id: 'chloé' }])
  })

  it('is refused while a server uses either store', async () => {
    await inStore(onDisk(), async () => {
      await expect(migrate('lowdb', 'postgres')).rejects.toMatchObject({ code: 'storage_locked' })
    })
    await inStore(inDatabase(), async () => {
      await expect(migrate('lowdb', 'postgres')).rejects.toMatchObject({ code: 'storage_locked' })
      await expect(migrate('postgres', 'lowdb')).rejects.toMatchObject({ code: 'storage_locked' })
    })
    const { medium } = await openPostgresMedium({ url: database.url, alone: true })
    await expect(inDatabase()).rejects.toMatchObject({ code: 'storage_locked' })
    await medium.close()
  })

  it('would see one letter that differs', async () => {
    await inStore(onDisk(), live)
    await migrate('lowdb', 'postgres')
    await database.run(`
      update item set body = replace(body::text, 'première réponse', 'première réponze')::json
      where kind = 'conversations' and key = 'c2' and position = 2`)
    const disk = await openLowdbMedium({ dataDir })
    const { medium } = await openPostgresMedium({ url: database.url })
    const [before, after] = [await countDocuments(disk), await countDocuments(medium)]
    await Promise.all([disk.close(), medium.close()])
    const differing = before.filter(({ checksum }, index) => checksum !== after[index]?.checksum)
    expect(differing.map(({ kind, count }) => [kind, count])).toEqual([['conversations', 2]])
  })

  it('names the document that cannot be read, and leaves none out', async () => {
    await inStore(onDisk(), live)
    for (const suffix of ['', '.bak'])
      await writeFile(path.join(dataDir, 'conversations', 'c1', `c1.json${suffix}`), '{')
    await expect(migrate('lowdb', 'postgres')).rejects.toMatchObject({
      code: 'storage_unavailable',
      cause: { message: expect.stringContaining('conversations c1') },
    })
  })
})
