import { randomUUID } from 'node:crypto'
import { type Kysely, sql } from 'kysely'
import type { InstanceMessage, Instances } from '../../../instances/instances.js'
import type { StorageLogger } from '../../seal-check-file.js'
import { type Database, MESSAGES_CHANNEL } from '../database.js'

/** Messages are gathered for so long before they are sent, ms. */
const GATHER_MS = 20
/** Messages that wait at most; the oldest are lost first. */
const MOST_WAITING = 10_000
/** PostgreSQL refuses a notice of 8,000 bytes. */
const MOST_BYTES = 7_900
/** Room for the name of the sender, and the brackets. */
const ENVELOPE_BYTES = 80

/** What processes tell each other through the database, in notices. */
export interface MessageChannel extends Pick<Instances, 'broadcast' | 'onMessage'> {
  /** A notice has come. */
  heard(payload: string): void
  /** Sends what waits, and then nothing more. */
  close(): Promise<void>
}

/** A process's end of the channel. One statement at a time: when the database is slow messages wait, and then are lost. */
export function openMessageChannel(db: Kysely<Database>, logger: StorageLogger): MessageChannel {
  const self = randomUUID()
  const listeners = new Set<Parameters<Instances['onMessage']>[0]>()
  let waiting: string[] = []
  let sending: Promise<void> | null = null
  let gathering: NodeJS.Timeout | undefined
  let isClosed = false
  const send = async () => {
    while (waiting.length > 0) {
      const messages = waiting
      waiting = []
      await notify(db, noticesOf(self, messages))
    }
  }
  const sendAll = () => {
    sending ??= send()
      .catch((err: unknown) => logger.warn({ err }, 'the other processes could not be told what is stored nowhere'))
      .finally(() => {
        sending = null
      })
    return sending
  }
  return {
    broadcast(message) {
      if (isClosed) return
      if (waiting.length >= MOST_WAITING) waiting.shift()
      waiting.push(JSON.stringify(message))
      gathering ??= setTimeout(() => {
        gathering = undefined
        void sendAll()
      }, GATHER_MS).unref()
    },
    onMessage(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    heard(payload) {
      const notice = readNotice(payload)
      if (!notice || notice.from === self) return
      for (const message of notice.messages) for (const listener of listeners) listener(message, notice.from)
    },
    async close() {
      isClosed = true
      clearTimeout(gathering)
      await sendAll()
      await sending
    },
  }
}

/** In as few notices as their size allows. A message that is too long by itself is left out. */
function noticesOf(from: string, messages: readonly string[]): string[] {
  const notices: string[][] = [[]]
  let room = MOST_BYTES - ENVELOPE_BYTES
  for (const message of messages) {
    const bytes = Buffer.byteLength(message) + 1
    if (bytes > MOST_BYTES - ENVELOPE_BYTES) continue
    if (bytes > room) {
      notices.push([])
      room = MOST_BYTES - ENVELOPE_BYTES
    }
    room -= bytes
    notices.at(-1)?.push(message)
  }
  return notices.filter((own) => own.length > 0).map((own) => `{"from":"${from}","words":[${own.join(',')}]}`)
}

/** Nothing of it need survive: the commit does not wait for the disk. */
async function notify(db: Kysely<Database>, notices: string[]): Promise<void> {
  await sql`
    select set_config('synchronous_commit', 'off', true), (select count(pg_notify(${MESSAGES_CHANNEL}, notice)) from unnest(${notices}::text[]) as notice)`.execute(
    db,
  )
}

/** `null` for what no version of Guichet says. */
function readNotice(payload: string): { from: string; messages: InstanceMessage[] } | null {
  try {
    // The key is what servers of former versions send and read.
    const { from, words: messages } = JSON.parse(payload)
    return typeof from === 'string' && Array.isArray(messages) ? { from, messages } : null
  } catch {
    return null
  }
}
