import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { type MatrixBot, MatrixFault } from '../../platform/matrix/matrix.js'
import type { TchapStore } from './tchap-verbs.js'

/** How long the homeserver is asked to wait for news, ms. */
const WAIT_MS = 15_000
/** How long a process reads alone before it says so again, ms: another takes over so long after one that died. */
const HELD_MS = 45_000
/** Wait after a fault, ms, doubled each time; and before looking again whether another process still reads. */
const FIRST_WAIT_MS = 2_000
const LONGEST_WAIT_MS = 5 * 60_000
const OTHERS_WAIT_MS = 10_000

/** What reading needs. */
export interface ReaderNeeds {
  store: Pick<TchapStore, 'holdTchap' | 'releaseTchap' | 'advanceTchap'>
  bot: MatrixBot
  now: () => Date
  /** Deals with what happened: twice the same does no harm. */
  deal: (news: Awaited<ReturnType<MatrixBot['news']>>) => Promise<void>
  /** Told of each fault: codes only. */
  onFault: (error: unknown) => void
}

/** What reads the bot's rooms. */
export interface Reader {
  /** Begins to read, unless it does already. Waits for nothing. */
  begin(): Promise<void>
  /** Stops at once, and lets another process read. */
  close(): Promise<void>
}

/**
 * Reads the bot's rooms as long as the server runs, in one process at a time. What was read is dealt with first and counted as read then: a process that
 * dies in between has the next one deal with it again.
 */
export function createReader(needs: ReaderNeeds): Reader {
  const stop = new AbortController()
  const by = randomUUID()
  let reading: Promise<void> | null = null
  const loop = async () => {
    let faults = 0
    while (!stop.signal.aborted) {
      try {
        const isOurs = await readOnce(needs, { by, signal: stop.signal })
        faults = 0
        if (!isOurs) await pause(OTHERS_WAIT_MS, stop.signal)
      } catch (error) {
        if (stop.signal.aborted) return
        const waitMs = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** faults++)
        needs.onFault(error)
        await pause(Math.max(waitMs, (error instanceof MatrixFault && error.waitMs) || 0), stop.signal)
      }
    }
  }
  return {
    async begin() {
      reading ??= loop()
    },
    async close() {
      stop.abort()
      await reading
      if (reading) await needs.store.releaseTchap(by)
    },
  }
}

/** @returns whether this process is the one that reads */
async function readOnce(
  { store, bot, now, deal }: ReaderNeeds,
  { by, signal }: { by: string; signal: AbortSignal },
): Promise<boolean> {
  const at = now()
  const since = await store.holdTchap(by, {
    at: at.toISOString(),
    until: new Date(at.getTime() + HELD_MS).toISOString(),
  })
  if (since === undefined) return false
  const news = await bot.news(since, { waitMs: WAIT_MS, signal }).catch(async (error: unknown) => {
    // A place of another homeserver is none of this one's: it is read from now on.
    if (since !== null && error instanceof MatrixFault && error.isRefusal)
      await store.advanceTchap({ from: since, to: null })
    throw error
  })
  await deal(news)
  if (news.next !== since) await store.advanceTchap({ from: since, to: news.next })
  return true
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal, ref: false }).catch(() => {})
}
