import { AsyncResource } from 'node:async_hooks'
import { setTimeout as pause } from 'node:timers/promises'

/**
 * Does work for a caller when it is due. While there are several callers, each has one work at a time, in the order in which she asked:
 * however much one asks, the others wait for one work of hers at most.
 */
export type FairQueue = <T>(caller: string, work: () => Promise<T>) => Promise<T>

/** How long a caller counts as present after her last work, ms. */
const PRESENT_MS = 3_000
/** While others are present, a caller whose works follow each other rests so many times as long as each took. */
const REST = 3
/** Longest rest, ms: a work that a busy machine held up is not paid for twice. */
const LONGEST_REST_MS = 250
/** Works of one caller at once while she is alone: a whole town hall may call from one address. */
const LANES_ALONE = 16

interface Line {
  waiting: (() => Promise<void>)[]
  running: number
  /** While she rests, nothing of hers begins. */
  resting: boolean
}

/**
 * Makes {@link FairQueue} for one process. A caller with more than one work in her line leaves most of the time between them to others, as long as there
 * are others; alone, she has it all. Somebody who asks one thing at a time never waits.
 */
export function createFairQueue(
  clock: () => number = () => performance.now(),
  rest: (ms: number) => Promise<unknown> = pause,
): FairQueue {
  const lines = new Map<string, Line>()
  /** When each caller last asked or was answered, latest last. */
  const seen = new Map<string, number>()
  const note = (caller: string) => {
    seen.delete(caller)
    seen.set(caller, clock())
  }
  const hasOthers = (caller: string) => {
    for (const [one, at] of seen) {
      if (clock() - at < PRESENT_MS) break
      seen.delete(one)
    }
    return seen.size > (seen.has(caller) ? 1 : 0)
  }
  const begin = (caller: string, line: Line) => {
    while (!line.resting && line.running < (hasOthers(caller) ? 1 : LANES_ALONE)) {
      const next = line.waiting.shift()
      if (!next) break
      void run(caller, line, next)
    }
    if (line.running === 0 && line.waiting.length === 0 && !line.resting) lines.delete(caller)
  }
  const run = async (caller: string, line: Line, work: () => Promise<void>) => {
    line.running += 1
    const started = clock()
    await work()
    line.running -= 1
    note(caller)
    if (line.waiting.length > 0 && hasOthers(caller)) {
      line.resting = true
      await rest(Math.min((clock() - started) * REST, LONGEST_REST_MS))
      line.resting = false
    }
    begin(caller, line)
  }
  return (caller, work) =>
    new Promise((resolve, reject) => {
      note(caller)
      const line = lines.get(caller) ?? { waiting: [], running: 0, resting: false }
      lines.set(caller, line)
      // It may begin when another's ends: what follows it (its trace) is that of whoever asked.
      const asked = new AsyncResource('fair queue')
      line.waiting.push(() => asked.runInAsyncScope(work).then(resolve, reject))
      begin(caller, line)
    })
}
