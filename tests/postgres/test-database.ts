import { randomUUID } from 'node:crypto'
import path from 'node:path'
import pg from 'pg'
import { assertOneQueryAtATime } from './one-query-at-a-time.js'
import { postgresServer } from './postgres-server.js'

/** An empty database of its own. */
export interface TestDatabase {
  url: string
  name: string
  /** The socket on which the server listens. */
  socket: string
  /** Runs statements as the server's owner, in this database. */
  run: (sql: string) => Promise<pg.QueryResult>
  /** Takes it away. @throws when a connection of this test file was asked while it answered */
  drop: () => Promise<void>
}

/** Makes a database in the server of this run, for one test file. */
export async function createDatabase(): Promise<TestDatabase> {
  const folder = await postgresServer()
  const name = `test_${randomUUID().replaceAll('-', '')}`
  const urlOf = (database: string) => `postgres://guichet@localhost/${database}?host=${encodeURIComponent(folder)}`
  const runIn = async (database: string, sql: string) => {
    const client = new pg.Client({ connectionString: urlOf(database) })
    await client.connect()
    try {
      return await client.query(sql)
    } finally {
      await client.end()
    }
  }
  await runIn('postgres', `create database ${name}`)
  return {
    url: urlOf(name),
    name,
    socket: path.join(folder, '.s.PGSQL.5432'),
    run: (sql) => runIn(name, sql),
    drop: async () => {
      await runIn('postgres', `drop database ${name} with (force)`)
      assertOneQueryAtATime()
    },
  }
}
