import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll } from '@jest/globals'
import { createSealer } from '../../src/platform/store/sealer.js'
import { openPostgresInstallation } from '../../src/store/postgres/postgres-store.js'
import { createDatabase, type TestDatabase } from '../postgres/test-database.js'
import { describeInstances } from './instances-contract.js'

let database: TestDatabase
const sealer = createSealer('nowhere', { key: randomBytes(32).toString('base64url') })

beforeAll(async () => {
  database = await createDatabase()
}, 90_000)
afterAll(() => database?.drop())

describeInstances('processes on one database', async () => {
  const { store, instances } = await openPostgresInstallation({ url: database.url, sealer })
  const cleanUp = async () => {
    await store.close()
    await database.run('truncate sign_in_try')
  }
  return { instances, cleanUp }
})
