import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll } from '@jest/globals'
import { openPostgresHouse } from '../../src/platform/store/postgres/postgres-store.js'
import { createSealer } from '../../src/platform/store/sealer.js'
import { createDatabase, type TestDatabase } from '../postgres/test-database.js'
import { describeFellows } from './fellows-contract.js'

let database: TestDatabase
const sealer = createSealer('nowhere', { key: randomBytes(32).toString('base64url') })

beforeAll(async () => {
  database = await createDatabase()
}, 90_000)
afterAll(() => database?.drop())

describeFellows('processes on one database', async () => {
  const { store, fellows } = await openPostgresHouse({ url: database.url, sealer })
  const cleanUp = async () => {
    await store.close()
    await database.run('truncate sign_in_try')
  }
  return { fellows, cleanUp }
})
