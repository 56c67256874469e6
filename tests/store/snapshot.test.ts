import { mkdir, readdir, rm, stat, utimes, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import type { ConversationDocument } from '../../src/features/conversations/conversation-document.js'
import { type FileSystem, nodeFileSystem } from '../../src/platform/store/file-system.js'
import type { DocumentKind } from '../../src/store/document-kinds.js'
import { openLowdbStore } from '../../src/store/lowdb-store.js'
import type { KeptDocument } from '../../src/store/move-documents.js'
import { openStore, type StoreChoice } from '../../src/store/open-store.js'
import type { StoreSnapshot } from '../../src/store/snapshots/lowdb-snapshot.js'
import { withSnapshot } from '../../src/store/snapshots/with-snapshot.js'
import type { Store } from '../../src/store/store.js'
import { conversation, message } from '../contract/sample-inputs.js'
import { makeFaultyFileSystem } from '../platform/store/faulty-file-system.js'
import { makeTemporaryFolder, removeFolder } from '../platform/store/temporary-folder.js'
import { createDatabase } from '../postgres/test-database.js'

let folder: string
let dataDir: string

beforeEach(async () => {
  folder = await makeTemporaryFolder()
  dataDir = path.join(folder, 'data')
})
afterEach(() => removeFolder(folder))

async function all(snapshot: StoreSnapshot, kinds: readonly DocumentKind[]): Promise<KeptDocument[]> {
  const found: KeptDocument[] = []
  for await (const one of snapshot.documents(kinds)) found.push(one)
  return found
}

/** Writes one conversation after another, each once the one before it is durable: number n is written to `c<n mod 20>`. */
function startWriting(store: Store): () => Promise<number> {
  let isOver = false
  const writing = (async () => {
    let n = 0
    for (; !isOver; n += 1) {
      const id = `c${n % 20}`
      await store.appendMessage(id, message('citizen', String(n)))
      // Some come, and some go: an id that is gone is begun anew.
      if (n % 50 === 49) {
        await store.createConversation(conversation(`new${n}`), [message('citizen', String(n))])
        await store.eraseConversation(`new${n - 100}`)
      }
    }
    return n
  })()
  return async () => {
    isOver = true
    return writing
  }
}

/** Every number that is written in a snapshot. */
const numbersIn = (documents: readonly KeptDocument[]) =>
  new Set(
    documents
      .filter(({ key }) => /^c\d+$/.test(key))
      .flatMap(({ document }) => (document as ConversationDocument).messages)
      .map(({ payload }) => Number('text' in payload ? payload.text : Number.NaN)),
  )

async function expectOneInstant(choice: StoreChoice): Promise<void> {
  const store = await openStore(choice)
  try {
    for (let n = 0; n < 20; n += 1) await store.createConversation(conversation(`c${n}`), [])
    const stop = startWriting(store)
    for (let round = 0; round < 4; round += 1) {
      const { documents, again } = await withSnapshot(choice, async (snapshot) => ({
        documents: await all(snapshot, ['conversations']),
        again: await all(snapshot, ['conversations', 'erasures']),
      }))
      const numbers = numbersIn(documents)
      // What was written after something that is missing is missing too: the snapshot is of one instant.
      expect([...numbers].sort((a, b) => a - b)).toEqual(Array.from({ length: numbers.size }, (_, n) => n))
      expect(
        again
          .filter(({ kind }) => kind === 'conversations')
          .map(({ key }) => key)
          .sort(),
      ).toEqual(documents.map(({ key }) => key).sort())
      expect(numbersIn(again)).toEqual(numbers)
    }
    const written = await stop()
    const last = await withSnapshot(choice, (snapshot) => all(snapshot, ['conversations']))
    expect(numbersIn(last).size).toBe(written)
  } finally {
    await store.close()
  }
}

describe('a snapshot, while the store is written to,', () => {
  it('of a data folder is of one instant', async () => {
    await expectOneInstant({ dataDir, database: null })
    expect((await readdir(dataDir)).filter((name) => name.startsWith('snapshot'))).toEqual([])
  }, 60_000)

  it('of a database is of one instant', async () => {
    const database = await createDatabase()
    try {
      await expectOneInstant({ dataDir, database: { url: database.url, connections: 5 } })
    } finally {
      await database.drop()
    }
  }, 90_000)
})

describe('a snapshot of a data folder', () => {
  const choice = () => ({ dataDir, database: null })

  it('keeps what is replaced, erased and made after its instant out of what is read', async () => {
    const store = await openStore(choice())
    for (const id of ['changed', 'erased']) await store.createConversation(conversation(id), [])
    await withSnapshot(choice(), async (snapshot) => {
      await store.appendMessage('changed', message('citizen', 'après'))
      await store.appendMessage('changed', message('citizen', 'encore'))
      await store.eraseConversation('erased')
      await store.createConversation(conversation('made'), [])
      await store.appendMessage('made', message('citizen', 'après'))
      await store.saveAlert({
        communeId: 'bourg',
        at: '2025-01-01T00:00:00.000Z',
        userId: 'a',
        userName: 'A',
        alert: null,
      })
      const found = await all(snapshot, ['conversations', 'alerts', 'erasures'])
      expect(found.map(({ key }) => key).sort()).toEqual(['changed', 'erased'])
      expect(JSON.stringify(found)).not.toContain('après')
    })
    await store.close()
  })

  it('is lost rather than torn when the server cannot keep what it replaces, and the server goes on', async () => {
    const { fileSystem, ...faults } = makeFaultyFileSystem()
    const store = await openLowdbStore({ dataDir, fileSystem })
    await store.createConversation(conversation('c1'), [])
    const reading = withSnapshot(choice(), async (snapshot) => {
      faults.break('mkdir', 'ENOSPC', (target) => target.includes('kept'))
      await store.appendMessage('c1', message('citizen', 'après'))
      return all(snapshot, ['conversations'])
    })
    await expect(reading).rejects.toMatchObject({ code: 'snapshot_lost' })
    faults.repair()
    expect(await store.listMessages('c1', 0)).toHaveLength(1)
    expect(await withSnapshot(choice(), (snapshot) => all(snapshot, ['conversations']))).toHaveLength(1)
    await store.close()
  })

  it('is lost when the server is started again meanwhile', async () => {
    const first = await openStore(choice())
    await first.createConversation(conversation('c1'), [])
    const reading = withSnapshot(choice(), async (snapshot) => {
      await first.close()
      const second = await openStore(choice())
      await second.appendMessage('c1', message('citizen', 'après'))
      await second.close()
      return all(snapshot, ['conversations'])
    })
    await expect(reading).rejects.toMatchObject({ code: 'snapshot_lost' })
  })

  it('that is taken away while a file is being kept in it leaves nothing behind', async () => {
    let [isReading, reached, goOn] = [false, () => {}, () => {}]
    const isReached = new Promise<void>((resolve) => {
      reached = resolve
    })
    const isOver = new Promise<void>((resolve) => {
      goOn = resolve
    })
    const fileSystem = {
      ...nodeFileSystem,
      mkdir: async (...args: Parameters<typeof nodeFileSystem.mkdir>) => {
        if (isReading) {
          reached()
          await isOver
        }
        return nodeFileSystem.mkdir(...args)
      },
    } as FileSystem
    const store = await openLowdbStore({ dataDir, fileSystem })
    await store.createConversation(conversation('c1'), [])
    let writing: Promise<unknown> = Promise.resolve()
    await withSnapshot(choice(), async () => {
      isReading = true
      writing = store.appendMessage('c1', message('citizen', 'après'))
      await isReached
    })
    goOn()
    await writing
    expect((await readdir(dataDir)).filter((name) => name.startsWith('snapshot'))).toEqual([])
    expect(await store.listMessages('c1', 0)).toHaveLength(1)
    await store.close()
  })

  it('of another reader is left alone when the one before is taken away', async () => {
    const root = path.join(dataDir, 'snapshot')
    let isDue = false
    const stats = nodeFileSystem.stat as (file: unknown) => Promise<unknown>
    const fileSystem = {
      ...nodeFileSystem,
      stat: async (file: string) => {
        const wasThere = await stats(file).then(
          () => true,
          () => false,
        )
        if (wasThere || !isDue || !file.endsWith('alive')) return stats(file)
        // The next reader takes the place right after it was seen that nobody reads.
        isDue = false
        const seen = await stats(file).catch((error) => error)
        await mkdir(root)
        await writeFile(path.join(root, 'alive'), '')
        throw seen
      },
    } as unknown as FileSystem
    const store = await openLowdbStore({ dataDir, fileSystem })
    isDue = true
    while (!(await stat(path.join(root, 'begun')).catch(() => null)))
      await new Promise((resolve) => setTimeout(resolve, 50))
    expect(isDue).toBe(false)
    await store.close()
  })

  it('is read by one at a time, and given up when nobody reads it any more', async () => {
    const store = await openStore(choice())
    await withSnapshot(choice(), async () => {
      await expect(withSnapshot(choice(), async () => {})).rejects.toMatchObject({ code: 'snapshot_busy' })
    })
    // Whoever read it died long ago.
    const left = path.join(dataDir, 'snapshot')
    await mkdir(path.join(left, 'kept'), { recursive: true })
    await writeFile(path.join(left, 'alive'), '')
    const longAgo = new Date(Date.now() - 120_000)
    await utimes(path.join(left, 'alive'), longAgo, longAgo)
    while (await stat(left).catch(() => null)) await new Promise((resolve) => setTimeout(resolve, 50))
    expect(await withSnapshot(choice(), async () => 'read')).toBe('read')
    await store.close()
  })

  it('needs no server, and finds nothing where there is no store', async () => {
    const store = await openStore(choice())
    await store.createConversation(conversation('c1'), [])
    await store.close()
    await mkdir(path.join(dataDir, 'snapshot'), { recursive: true })
    expect(await withSnapshot(choice(), (snapshot) => all(snapshot, ['conversations']))).toHaveLength(1)
    await rm(dataDir, { recursive: true })
    await expect(withSnapshot(choice(), async () => {})).rejects.toMatchObject({ code: 'storage_unavailable' })
  })
})
