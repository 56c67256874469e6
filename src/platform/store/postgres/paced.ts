import { setTimeout } from 'node:timers/promises'

/** How {@link Paced} works. */
export interface Pace<T, R> {
  /** Those that come sooner than this after the last ones began wait for each other, ms. */
  gatherMs: number
  /** How many are acted upon together at most. */
  most: number
  /** Acts upon those who came together. @returns what came of each, in their order */
  act: (items: readonly T[]) => Promise<R[]>
}

/** Acts upon many at once when many come, and at once when one does. One act at a time. */
export class Paced<T, R> {
  readonly #pace: Pace<T, R>
  #waiting: { item: T; resolve: (result: R) => void; reject: (error: unknown) => void }[] = []
  #isActing = false
  #beganAt = Number.NEGATIVE_INFINITY

  constructor(pace: Pace<T, R>) {
    this.#pace = pace
  }

  add(item: T): Promise<R> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ item, resolve, reject })
      if (!this.#isActing) void this.#actOnAll()
    })
  }

  async #actOnAll(): Promise<void> {
    this.#isActing = true
    const { gatherMs, most, act } = this.#pace
    while (this.#waiting.length > 0) {
      const restMs = this.#beganAt + gatherMs - performance.now()
      // Those who come in one step of the program go together too.
      await (restMs > 0 ? setTimeout(restMs) : null)
      this.#beganAt = performance.now()
      const batch = this.#waiting.splice(0, most)
      try {
        const results = await act(batch.map(({ item }) => item))
        for (const [index, { resolve }] of batch.entries()) resolve(results[index] as R)
      } catch (error) {
        for (const { reject } of batch) reject(error)
      }
    }
    this.#isActing = false
  }
}
