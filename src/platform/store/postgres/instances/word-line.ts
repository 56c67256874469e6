import { randomUUID } from 'node:crypto'
import { type Kysely, sql } from 'kysely'
import type { Instances, Word } from '../../../instances/instances.js'
import type { StorageLogger } from '../../seal-check-file.js'
import { type Database, WORDS_CHANNEL } from '../database.js'

/** Words are gathered for so long before they are said, ms. */
const GATHER_MS = 20
/** Words that wait at most; the oldest are lost first. */
const MOST_WAITING = 10_000
/** PostgreSQL refuses a notice of 8,000 bytes. */
const MOST_BYTES = 7_900
/** Room for who speaks, and the brackets. */
const ENVELOPE_BYTES = 80

/** What processes tell each other through the database, in notices. */
export interface WordLine extends Pick<Instances, 'tell' | 'hear'> {
  /** A notice has come. */
  heard(payload: string): void
  /** Says what waits, and then nothing more. */
  close(): Promise<void>
}

/** A process's end of the line. One statement at a time: when the database is slow words wait, and then are lost. */
export function openWordLine(db: Kysely<Database>, logger: StorageLogger): WordLine {
  const self = randomUUID()
  const listeners = new Set<Parameters<Instances['hear']>[0]>()
  let waiting: string[] = []
  let saying: Promise<void> | null = null
  let gathering: NodeJS.Timeout | undefined
  let isClosed = false
  const say = async () => {
    while (waiting.length > 0) {
      const words = waiting
      waiting = []
      await notify(db, noticesOf(self, words))
    }
  }
  const sayAll = () => {
    saying ??= say()
      .catch((err: unknown) => logger.warn({ err }, 'the other processes could not be told what is stored nowhere'))
      .finally(() => {
        saying = null
      })
    return saying
  }
  return {
    tell(word) {
      if (isClosed) return
      if (waiting.length >= MOST_WAITING) waiting.shift()
      waiting.push(JSON.stringify(word))
      gathering ??= setTimeout(() => {
        gathering = undefined
        void sayAll()
      }, GATHER_MS).unref()
    },
    hear(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    heard(payload) {
      const notice = readNotice(payload)
      if (!notice || notice.from === self) return
      for (const word of notice.words) for (const listener of listeners) listener(word, notice.from)
    },
    async close() {
      isClosed = true
      clearTimeout(gathering)
      await sayAll()
      await saying
    },
  }
}

/** In as few notices as their size allows. A word that is too long by itself is left out. */
function noticesOf(from: string, words: readonly string[]): string[] {
  const notices: string[][] = [[]]
  let room = MOST_BYTES - ENVELOPE_BYTES
  for (const word of words) {
    const bytes = Buffer.byteLength(word) + 1
    if (bytes > MOST_BYTES - ENVELOPE_BYTES) continue
    if (bytes > room) {
      notices.push([])
      room = MOST_BYTES - ENVELOPE_BYTES
    }
    room -= bytes
    notices.at(-1)?.push(word)
  }
  return notices.filter((own) => own.length > 0).map((own) => `{"from":"${from}","words":[${own.join(',')}]}`)
}

/** Nothing of it need survive: the commit does not wait for the disk. */
async function notify(db: Kysely<Database>, notices: string[]): Promise<void> {
  await sql`
    select set_config('synchronous_commit', 'off', true), (select count(pg_notify(${WORDS_CHANNEL}, notice)) from unnest(${notices}::text[]) as notice)`.execute(
    db,
  )
}

/** `null` for what no version of Guichet says. */
function readNotice(payload: string): { from: string; words: Word[] } | null {
  try {
    const { from, words } = JSON.parse(payload)
    return typeof from === 'string' && Array.isArray(words) ? { from, words } : null
  } catch {
    return null
  }
}
