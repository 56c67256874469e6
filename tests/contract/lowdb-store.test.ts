import path from 'node:path'
import { openLowdbStore } from '../../src/store/lowdb-store.js'
import { makeTemporaryFolder, removeFolder } from '../platform/store/temporary-folder.js'
import { describeStore } from './store-contract.js'

describeStore('lowdb', async () => {
  const folder = await makeTemporaryFolder()
  const store = await openLowdbStore({ dataDir: path.join(folder, 'data') })
  const cleanUp = async () => {
    await store.close()
    await removeFolder(folder)
  }
  return { store, cleanUp }
})
