import type { Duplex } from 'node:stream'
import pg from 'pg'

/** Silence after which it is asked whether the database is still there, ms; and how long that answer may take. */
const SILENCE_MS = 2_000

/**
 * Cuts connections to a database that is away without a word: its machine is off, its process frozen, or the network swallows everything. A query may take
 * long, so that silence alone proves nothing: the database is asked on another connection, and those that wait are cut when it is silent there too. Who
 * waited is refused as by a connection that was lost.
 * @returns the way to have a connection watched
 */
export function silenceWatch(options: pg.ClientConfig): <C extends pg.ClientBase>(client: C) => C {
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
