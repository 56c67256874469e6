import path from 'node:path'
import { afterAll, afterEach, beforeAll } from '@jest/globals'
import { createDatabase, type TestDatabase } from '../postgres/test-database.js'
import { makeWorkplace, RealServer, removeWorkplace, type Workplace } from './real-server.js'

/** What one server has sealed the other must open. */
const SEAL_KEY = `${'k'.repeat(42)}A`

/** What a test file about several servers has, from its first test to its last. */
export interface ServersOnOneDatabase {
  workplace(): Workplace
  /** Starts a server with a folder of its own, on the database unless its settings name another, or none (`''`); it is killed after the test. */
  start(name: string, settings?: Record<string, string>): Promise<RealServer>
}

/** Makes a database and a built server for the test file that calls it, and takes both away. */
export function serversOnOneDatabase(): ServersOnOneDatabase {
  let workplace: Workplace | undefined
  let database: TestDatabase | undefined
  const servers: RealServer[] = []
  beforeAll(async () => {
    database = await createDatabase()
    workplace = await makeWorkplace()
  })
  afterEach(async () => {
    for (const server of servers.splice(0)) await server.kill('SIGKILL')
  })
  afterAll(async () => {
    if (workplace) await removeWorkplace(workplace)
    await database?.drop()
  })
  const made = <Thing>(thing: Thing | undefined): Thing => {
    if (!thing) throw new Error('made before the first test')
    return thing
  }
  return {
    workplace: () => made(workplace),
    async start(name, settings = {}) {
      const own = made(workplace)
      const server = await RealServer.start({
        ...own,
        dataDir: path.join(own.folder, name),
        settings: { DATABASE_URL: made(database).url, GUICHET_SEAL_KEY: SEAL_KEY, ...settings },
      })
      servers.push(server)
      return server
    },
  }
}
