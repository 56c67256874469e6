import { afterAll, beforeAll } from '@jest/globals'
import { openPostgresStore } from '../../src/store/postgres/postgres-store.js'
import { createDatabase, type TestDatabase } from '../postgres/test-database.js'
import { describeStore } from './store-contract.js'

let database: TestDatabase

beforeAll(async () => {
  database = await createDatabase()
})
afterAll(() => database?.drop())

describeStore('PostgreSQL', async () => {
  const store = await openPostgresStore({ url: database.url })
  const cleanUp = async () => {
    await store.close()
    await database.run('truncate document, change, presence_beat cascade')
  }
  return { store, cleanUp }
})
