import { mkdir, readdir, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterEach, beforeEach, expect, it } from '@jest/globals'
import { importAside } from '../../../src/features/national-feed/import-aside.js'
import { createNationalFeed } from '../../../src/features/national-feed/national-feed.js'
import { makeTemporaryFolder, removeFolder } from '../../platform/store/temporary-folder.js'

let folder: string
beforeEach(async () => {
  folder = await makeTemporaryFolder()
})
afterEach(() => removeFolder(folder))

it('takes away what a process that was killed has left, before the next import', async () => {
  const id = '00000000-0000-4000-8000-00000000000'
  const old = new Date(Date.now() - 25 * 3_600_000)
  const names = [`sent-${id}1.zip`, `fetched-${id}2.zip`, 'index.json', `sent-${id}3.zip`]
  for (const [index, name] of names.entries()) {
    await writeFile(join(folder, name), '')
    // Another process may be receiving the last one.
    if (index < names.length - 1) await utimes(join(folder, name), old, old)
  }
  await mkdir(join(folder, 'communes'))
  const feed = createNationalFeed({
    folder,
    source: null,
    now: () => new Date(),
    importFrom: importAside(pathToFileURL('dist/src/')),
    onImported: () => {},
    onFailure: () => {},
  })
  feed.start({ from: join(folder, 'none.zip') })
  await feed.idle()
  expect(feed.failure()).not.toBeNull()
  expect((await readdir(folder)).sort()).toEqual(['communes', 'index.json', `sent-${id}3.zip`])
})
