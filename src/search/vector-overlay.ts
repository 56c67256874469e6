import type { QuantisedVector } from './quantised-vector.js'
import type { VectorTable } from './vector-table.js'

/** Rows that can be compared with a query: in one block of memory, or lent by others. */
export type Vectors = Pick<VectorTable, 'scan' | 'largest' | 'get'>

/** Rows of another table, side by side there and here. */
export interface Run {
  from: Vectors
  first: number
  count: number
  to: number
}

/**
 * The rows of other tables under numbers of its own: an index that lacks a few questions of another one copies none of its vectors, and a query that the other
 * was just compared with is not compared again. It lives no longer than those that lend.
 */
export class VectorOverlay implements Vectors {
  readonly #runs: readonly Run[]
  readonly #lenders: readonly Vectors[]
  readonly #starts: Uint32Array
  readonly #products: Float32Array
  readonly #largest: Float32Array

  /** @param runs in the order of their rows here, without a gap. @param starts as those of {@link VectorTable} */
  constructor(runs: readonly Run[], starts: Uint32Array) {
    this.#runs = joined(runs)
    this.#lenders = [...new Set(this.#runs.map(({ from }) => from))]
    this.#starts = starts
    this.#products = new Float32Array(runs.reduce((sum, { count }) => sum + count, 0))
    this.#largest = new Float32Array(starts.length - 1)
  }

  scan(query: Float32Array): Float32Array {
    const products = new Map(this.#lenders.map((from) => [from, from.scan(query)]))
    for (const { from, first, count, to } of this.#runs)
      this.#products.set((products.get(from) as Float32Array).subarray(first, first + count), to)
    return this.#products
  }

  largest(): Float32Array {
    for (let group = 0; group < this.#largest.length; group += 1) {
      let most = -1
      for (let row = this.#starts[group] as number; row < (this.#starts[group + 1] as number); row += 1)
        most = Math.max(most, this.#products[row] as number)
      this.#largest[group] = most
    }
    return this.#largest
  }

  get(row: number): QuantisedVector {
    const run = this.#runs[this.#runs.findLastIndex(({ to }) => to <= row)] as Run
    return run.from.get(run.first + row - run.to)
  }
}

/** Runs that go on in the one before are one with it. */
function joined(runs: readonly Run[]): Run[] {
  const all: Run[] = []
  for (const run of runs) {
    const last = all.at(-1)
    if (run.count === 0) continue
    if (last?.from === run.from && last.first + last.count === run.first) last.count += run.count
    else all.push({ ...run })
  }
  return all
}
