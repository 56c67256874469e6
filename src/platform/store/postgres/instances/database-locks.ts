import { setTimeout as pause } from 'node:timers/promises'
import type pg from 'pg'
import { type Instances, MOST_WAIT_MS } from '../../../instances/instances.js'
import { NamedLocks } from '../../named-locks.js'
import type { StorageLogger } from '../../seal-check-file.js'
import { Paced } from '../paced.js'

/** How often a lock that another process holds is asked for again, ms. */
const ASK_MS = 15
/** Those who come sooner than this after the last question go with the next one, ms. */
const GATHER_MS = 6
const MOST_TOGETHER = 200

/** What the database knows a lock by. It begins as in earlier versions: during an upgrade, both hold the same locks. */
export function databaseName(lock: string): string {
  return `turn ${lock}`
}

/** Locks that processes take by name. */
export interface DatabaseLocks extends Pick<Instances, 'withLock'> {
  close(): Promise<void>
}

/**
 * Locks held in the database, each by a connection: all those of a process by one, which does nothing else, so that a lock never waits for a connection of
 * the pool while those who have one wait for the lock. When that connection is lost, so are the locks: whoever has one goes on.
 */
export function databaseLocks(newClient: () => pg.Client, logger: StorageLogger): DatabaseLocks {
  const locks = new NamedLocks()
  let client: Promise<pg.Client> | null = null
  let isClosed = false
  /** What comes while the database is asked goes with the next question: a connection answers them one after the other anyway. */
  const asking = new Paced<Wish, boolean>({
    gatherMs: GATHER_MS,
    most: MOST_TOGETHER,
    act: async (wishes) => query(await connected(), wishes),
  })
  const connected = () => {
    if (isClosed) return Promise.reject(new Error('the store is closed'))
    client ??= connect(newClient(), () => {
      client = null
    }).catch((error: unknown) => {
      client = null
      throw error
    })
    return client
  }
  /** @returns the way to let the lock go; `null` when it could not be had */
  const hold = async (name: string): Promise<(() => void) | null> => {
    const deadline = performance.now() + MOST_WAIT_MS
    try {
      while (performance.now() < deadline) {
        if (await asking.add({ how: 'take', name }))
          // On another connection there is nothing to give back: it was, with the one that took it.
          return () => void asking.add({ how: 'giveBack', name }).catch(() => {})
        await pause(ASK_MS)
      }
    } catch (err) {
      logger.warn({ err }, 'a lock could not be asked for')
    }
    return null
  }
  return {
    withLock: (name, act) =>
      locks.withLock(name, async () => {
        const letGo = await heldInTime(hold(name))
        try {
          return await act()
        } finally {
          letGo?.()
        }
      }),
    async close() {
      isClosed = true
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

interface Wish {
  how: 'take' | 'giveBack'
  name: string
}

/** @returns for each whether it could be had; of one that is given back nobody asks */
async function query(client: pg.Client, wishes: readonly Wish[]): Promise<boolean[]> {
  const [givenBack, taken] = (['giveBack', 'take'] as const).map((how) => wishes.filter((wish) => wish.how === how))
  const { rows } = await client.query<{ taken: boolean[] }>({
    name: 'locks',
    text: `select
        array(select pg_advisory_unlock(hashtextextended(name, 0)) from unnest($1::text[]) as name) as given_back,
        array(select pg_try_advisory_lock(hashtextextended(name, 0)) from unnest($2::text[]) as name) as taken`,
    values: [givenBack, taken].map((some) => some?.map(({ name }) => databaseName(name))),
  })
  const had = new Map(taken?.map((wish, index) => [wish, rows[0]?.taken[index] ?? false]))
  return wishes.map((wish) => had.get(wish) ?? true)
}

/** A database that does not answer is not waited for; a lock that it gives afterwards is given back. */
function heldInTime(holding: Promise<(() => void) | null>): Promise<(() => void) | null> {
  return new Promise((resolve) => {
    let isLate = false
    const timer = setTimeout(() => {
      isLate = true
      resolve(null)
    }, MOST_WAIT_MS)
    void holding.then((letGo) => {
      clearTimeout(timer)
      if (isLate) letGo?.()
      else resolve(letGo)
    })
  })
}
