import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { nodeFileSystem } from '../../../src/platform/store/file-system.js'
import { openLowdbStore } from '../../../src/platform/store/lowdb-store.js'
import type { Store } from '../../../src/store.js'
import { content, publication, save, scope } from '../../contract/sample-entry-content.js'
import { makeFaultyFileSystem } from '../../platform/store/faulty-file-system.js'
import { makeTemporaryFolder, removeFolder } from '../../platform/store/temporary-folder.js'

let folder: string
const opened: Store[] = []

beforeEach(async () => {
  folder = await makeTemporaryFolder()
})
afterEach(async () => {
  for (const store of opened.splice(0)) await store.close()
  await removeFolder(folder)
})

async function open(fileSystem = nodeFileSystem): Promise<Store> {
  const store = await openLowdbStore({ dataDir: folder, fileSystem })
  opened.push(store)
  return store
}

const both = publication(['acte', 'carte'].map((entryId) => ({ entryId, source: { type: 'draft', version: 1 } })))

async function draftBoth(store: Store): Promise<void> {
  for (const id of ['acte', 'carte']) await store.saveDraft(scope(id), save({ content: content({ title: id }) }))
}

const titlesOf = async (store: Store) =>
  (await store.readPublished('bourg')).published.map((one) => [one.content.title, one.revision])

describe('a publication of several entries', () => {
  it('that a full disk cut in two is finished at the next start, once', async () => {
    const faulty = makeFaultyFileSystem()
    const store = await open(faulty.fileSystem)
    await draftBoth(store)
    faulty.break('rename', 'ENOSPC', (file) => file.includes('carte.json'))
    await expect(store.recordPublication(both)).rejects.toMatchObject({ code: 'storage_unavailable' })
    // What is half done is not looked at.
    await expect(store.readPublished('bourg')).rejects.toMatchObject({ code: 'storage_unavailable' })
    await store.close()
    const again = await open()
    expect(await titlesOf(again)).toEqual([
      ['acte', 1],
      ['carte', 1],
    ])
    expect((await again.listAudit('bourg', { limit: 50 })).rows).toHaveLength(2)
    expect(await again.recordPublication(both)).toMatchObject({ outcome: 'published' })
    await again.close()
    await expect(readFile(path.join(folder, 'pending-publications.json'))).rejects.toMatchObject({ code: 'ENOENT' })
    const last = await open()
    expect((await last.listEntryRecords('bourg')).map(({ revisions, draft }) => [revisions.length, draft])).toEqual([
      [1, null],
      [1, null],
    ])
  })

  it('is done once the disk takes it again', async () => {
    const faulty = makeFaultyFileSystem()
    const store = await open(faulty.fileSystem)
    await draftBoth(store)
    faulty.break('rename', 'ENOSPC', (file) => file.includes('carte.json'))
    await expect(store.recordPublication(both)).rejects.toThrow()
    faulty.repair()
    expect(await titlesOf(store)).toHaveLength(2)
  })
})
