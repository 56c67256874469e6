import { setTimeout as pause } from 'node:timers/promises'
import type pg from 'pg'
import { type Fellows, MOST_WAIT_MS } from '../../../domain/fellows.js'
import type { StorageLogger } from '../../storage-logger.js'
import { Turns } from '../../turns.js'

/** How often a turn that another process holds is asked for again, ms. */
const ASK_MS = 15

/** Turns that processes take by name. */
export interface SharedTurns extends Pick<Fellows, 'inTurn'> {
  close(): Promise<void>
}

/**
 * Turns held in the database, by locks that belong to a connection: all those of a process to one, which does nothing else, so that a turn never waits for
 * a connection of the pool while those who have one wait for the turn. When that connection is lost, so are the turns: who has one goes on.
 */
export function sharedTurns(newClient: () => pg.Client, logger: StorageLogger): SharedTurns {
  const turns = new Turns()
  let client: Promise<pg.Client> | null = null
  let asked: Promise<unknown> = Promise.resolve()
  /** One question at a time: a connection answers them in turn anyway. */
  const ask = (own: pg.Client, how: Question, name: string): Promise<boolean> => {
    const answer = asked.then(() => query(own, how, name))
    asked = answer.catch(() => {})
    return answer
  }
  const connected = () => {
    client ??= connect(newClient(), () => {
      client = null
    }).catch((error: unknown) => {
      client = null
      throw error
    })
    return client
  }
  /** @returns the way to let the turn go; `null` when it could not be had */
  const hold = async (name: string): Promise<(() => void) | null> => {
    const deadline = performance.now() + MOST_WAIT_MS
    try {
      while (performance.now() < deadline) {
        const own = await connected()
        if (await ask(own, 'pg_try_advisory_lock', name))
          return () => void ask(own, 'pg_advisory_unlock', name).catch(() => {})
        await pause(ASK_MS)
      }
    } catch (err) {
      logger.warn({ err }, 'a turn could not be asked for')
    }
    return null
  }
  return {
    inTurn: (name, act) =>
      turns.inTurn(name, async () => {
        const letGo = await heldInTime(hold(name))
        try {
          return await act()
        } finally {
          letGo?.()
        }
      }),
    async close() {
      await client?.then((own) => own.end()).catch(() => {})
    },
  }
}

async function connect(client: pg.Client, lose: () => void): Promise<pg.Client> {
  client.on('error', lose)
  client.on('end', lose)
  await client.connect()
  return client
}

type Question = 'pg_try_advisory_lock' | 'pg_advisory_unlock'

async function query(client: pg.Client, how: Question, name: string): Promise<boolean> {
  const text = `select ${how}(hashtextextended('turn ' || $1, 0)) as done`
  const { rows } = await client.query({ name: how, text, values: [name] })
  return rows[0].done
}

/** A database that does not answer is not waited for; a turn that it gives afterwards is given back. */
async function heldInTime(holding: Promise<(() => void) | null>): Promise<(() => void) | null> {
  const tooLate = new AbortController()
  const late = pause(MOST_WAIT_MS, 'late' as const, { signal: tooLate.signal }).catch(() => 'late' as const)
  const held = await Promise.race([holding, late])
  if (held !== 'late') {
    tooLate.abort()
    return held
  }
  void holding.then((letGo) => letGo?.())
  return null
}
