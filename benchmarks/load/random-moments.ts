import { setTimeout as pause } from 'node:timers/promises'
import { seededRandom } from '../../src/platform/text/seeded-random.js'

/**
 * Waits until each moment of a random pace, as people come: none waits for what the one before set off.
 * @yields when it was due, on the clock of `performance.now()`, so that a late client flatters nobody
 */
export async function* randomMoments({
  perSecond,
  seconds,
  seed,
}: {
  perSecond: number
  seconds: number
  seed: number
}): AsyncGenerator<number> {
  const random = seededRandom(seed)
  const started = performance.now()
  for (let due = 0; due < seconds * 1000; ) {
    due += (-Math.log(1 - random()) * 1000) / perSecond
    const waitMs = started + due - performance.now()
    if (waitMs > 0) await pause(waitMs)
    // Timers keep whole milliseconds: one that is early by less counts from its end.
    yield Math.max(started + due, performance.now() - 1)
  }
}
