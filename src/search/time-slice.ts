import { setImmediate as nextTurn } from 'node:timers/promises'

/** Milliseconds that a build may hold the event loop: a question that comes meanwhile hardly waits. */
const SLICE_MS = 8

/** Cuts a long work into slices between which the event loop turns: `if (slice.isOver()) await slice.next()` at each step. */
export class TimeSlice {
  #began = performance.now()

  /** Whether the work has held the event loop long enough. */
  isOver(): boolean {
    return performance.now() - this.#began > SLICE_MS
  }

  /** Lets the event loop turn. */
  async next(): Promise<void> {
    await nextTurn()
    this.#began = performance.now()
  }
}
