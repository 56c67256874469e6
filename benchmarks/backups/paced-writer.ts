import { setTimeout as pause } from 'node:timers/promises'
import type { Store } from '../../src/store.js'
import { begin } from './made-up-backup.js'

/** Conversations that a writer begins. */
export const WRITER_CONVERSATIONS = 50

/** Somebody who writes one numbered message after another, each once the one before it is durable. */
export interface PacedWriter {
  /** How many are durable. */
  written(): number
  /** How long each took since this was last asked, ms, sorted. */
  takeDurations(): number[]
  /** Resolves once nothing is being written. */
  stop(): Promise<void>
}

/** Writes number n to conversation n modulo fifty, so many a second at most. */
export async function startWriter(store: Store, perSecond: number): Promise<PacedWriter> {
  for (let n = 0; n < WRITER_CONVERSATIONS; n += 1) await begin(store, `written-${n}`)
  let [isOver, written, durations] = [false, 0, [] as number[]]
  const write = async () => {
    for (; !isOver; written += 1) {
      const started = performance.now()
      const at = new Date().toISOString()
      const message = {
        author: 'citizen',
        at,
        language: 'fr',
        payload: { type: 'text', text: String(written) },
      } as const
      await store.appendMessage(`written-${written % WRITER_CONVERSATIONS}`, message)
      const tookMs = performance.now() - started
      durations.push(tookMs)
      await pause(Math.max(0, 1000 / perSecond - tookMs))
    }
  }
  const writing = write()
  // Whoever stops it is told.
  writing.catch(() => {})
  return {
    written: () => written,
    takeDurations() {
      const taken = durations.sort((a, b) => a - b)
      durations = []
      return taken
    },
    async stop() {
      isOver = true
      await writing
    },
  }
}

/** How many numbers a store has, when none before the last is missing; `null` when one is: what it holds is of no instant. */
export async function numbersKept(store: Store): Promise<number | null> {
  const numbers = new Set<number>()
  for (let n = 0; n < WRITER_CONVERSATIONS; n += 1)
    for (const { payload } of await store.listMessages(`written-${n}`, 0))
      if ('text' in payload) numbers.add(Number(payload.text))
  for (let n = 0; n < numbers.size; n += 1) if (!numbers.has(n)) return null
  return numbers.size
}
