import type { Duplex } from 'node:stream'
import { type Generated, Kysely, PostgresDialect } from 'kysely'
import pg from 'pg'
import type { StorageLogger } from '../seal-check-file.js'

/** Silence after which it is asked whether the database is still there, ms; and how long that answer may take. */
const SILENCE_MS = 2_000

/**
 * Cuts connections to a database that is away without a word: its machine is off, its process frozen, or the network swallows everything. A query may take
 * long, so that silence alone proves nothing: the database is asked on another connection, and those that wait are cut when it is silent there too. Who
 * waited is refused as by a connection that was lost.
 * @returns the way to have a connection watched
 */
function silenceWatch(options: pg.ClientConfig): <C extends pg.ClientBase>(client: C) => C {
  let asking: Promise<boolean> | null = null
  const isThere = () => {
    asking ??= answers(options).finally(() => {
      asking = null
    })
    return asking
  }
  return (client) => {
    const ask = client.query.bind(client) as (...input: unknown[]) => unknown
    const watched = (...input: unknown[]) => {
      const answer = ask(...input)
      if (answer instanceof Promise) void watchAnswer(answer, { isThere, cut: () => streamOf(client).destroy() })
      return answer
    }
    client.query = watched as typeof client.query
    return client
  }
}

async function watchAnswer(
  answer: Promise<unknown>,
  { isThere, cut }: { isThere: () => Promise<boolean>; cut: () => void },
): Promise<void> {
  let isAnswered = false
  let timer: NodeJS.Timeout | undefined
  const look = async () => {
    const there = await isThere()
    if (isAnswered) return
    if (there) timer = setTimeout(look, SILENCE_MS)
    else cut()
  }
  timer = setTimeout(look, SILENCE_MS)
  await answer.catch(() => {})
  isAnswered = true
  clearTimeout(timer)
}

/** Whether the database says anything: a refusal is an answer too. */
async function answers(options: pg.ClientConfig): Promise<boolean> {
  const client = new pg.Client({ ...options, connectionTimeoutMillis: SILENCE_MS, query_timeout: SILENCE_MS })
  client.on('error', () => {})
  try {
    await client.connect()
    await client.query('select 1')
    return true
  } catch (error) {
    return error instanceof pg.DatabaseError
  } finally {
    client.end().catch(() => {})
  }
}

/** What carries a connection; the driver's types leave it out. */
function streamOf(client: pg.ClientBase): Duplex {
  return (client as unknown as { connection: { stream: Duplex } }).connection.stream
}

/** The tables: see `migrations/`. */
export interface Database {
  /** What a document has besides its items; its version is the number of the change that wrote it. */
  document: { kind: string; key: string; version: number; head: object }
  /** What documents list, one row an item. */
  item: { kind: string; key: string; version: number; ordinal: number; field: string; position: number; body: object }
  /** What was written, in the order in which each document was; ids only. Forgotten after a day. */
  change: {
    seq: Generated<number>
    transaction_id: Generated<string>
    kind: string
    key: string
    /** The version that this one takes the place of; 0: there was none. */
    former: number
    /** Whether the document exists after it. */
    kept: boolean
    removed: object
    announced: object
    at: Generated<Date>
    /** By which a process knows its own again when the answer was lost. */
    mark: string | null
  }
  /** One row: the last transaction whose changes were forgotten. */
  forgotten: { id: number; transaction_id: string }
  /** Not logged: it need not survive the database's own crash. */
  presence_beat: { user_id: string; beat: object }
  /** One row: what only the key of this installation opens. */
  seal_check: { id: number; sealed: string }
  /** One row, not logged: by which addresses are hashed for a day. */
  address_salt: { id: number; value: string; drawn_at: Date }
  /** Not logged; keys are hashes. Forgotten after half an hour. */
  sign_in_try: { key: string; failed: number; last_at: Date }
  /** One row, by which a write is tried. */
  pulse: { id: number; at: Date }
}

/** The channel on which a process tells the others that there is something to read: see `write_document` in `migrations/`. */
export const CHANNEL = 'guichet_change'
/** The channel on which processes tell each other what is stored nowhere. */
export const MESSAGES_CHANNEL = 'guichet_words'

/** How long a connection is waited for, ms. */
const CONNECT_MS = 2_000
/** A process that is frozen in the middle of a write is cut off, so that nobody waits for it, ms. */
const IDLE_IN_TRANSACTION_MS = 10_000
const STATEMENT_MS = 30_000

const INT8 = 20

/** 64-bit numbers are counts and sequence numbers here, far below 2^53. */
const types: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text') =>
    oid === INT8 ? Number : pg.types.getTypeParser(oid, format)) as pg.CustomTypesConfig['getTypeParser'],
}

/** The connections of one process. */
export interface Connections {
  db: Kysely<Database>
  /** What {@link db} uses, for statements that are prepared once a connection. */
  pool: Pick<pg.Pool, 'connect'>
  /** A connection of its own, not yet open: to listen, and to read what others wrote. */
  newClient: () => pg.Client
}

/** @param most connections of the pool; one more listens */
export function connectionsTo(url: string, { most, logger }: { most: number; logger: StorageLogger }): Connections {
  const options: pg.ClientConfig = {
    connectionString: url,
    types,
    keepAlive: true,
    connectionTimeoutMillis: CONNECT_MS,
    application_name: 'guichet',
    idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_MS,
    statement_timeout: STATEMENT_MS,
  }
  const pool = new pg.Pool({ ...options, max: most })
  const watch = silenceWatch(options)
  // Said of a connection that nobody uses now: the next one who needs it gets another.
  // Whoever uses the connection is refused by its own query; without a listener the process would end.
  pool.on('connect', (client) => {
    client.on('error', () => {})
    watch(client)
  })
  pool.on('error', (err) => logger.warn({ err }, 'a connection to the database was lost'))
  return {
    db: new Kysely<Database>({ dialect: new PostgresDialect({ pool }) }),
    pool,
    newClient: () => watch(new pg.Client(options)),
  }
}
