import { topK } from '../dense-index.js'
import { quantise } from '../quantised-vector.js'
import { VectorTable } from '../vector-table.js'
import { TimeSlice } from '../word-table.js'

/** Two groups that may be joined, `a < b`, as they were when they were compared. */
interface Merge {
  likeness: number
  a: number
  b: number
  versions: number
}

/** Pairs by likeness, the most alike first; equal ones in the order of their numbers, so that the same pairs always come in the same order. */
class MergeHeap {
  readonly #pairs: Merge[] = []

  push(pair: Merge): void {
    const pairs = this.#pairs
    let at = pairs.push(pair) - 1
    while (at > 0) {
      const parent = (at - 1) >> 1
      if (!isBefore(pair, pairs[parent] as Merge)) break
      pairs[at] = pairs[parent] as Merge
      at = parent
    }
    pairs[at] = pair
  }

  pop(): Merge | undefined {
    const pairs = this.#pairs
    const first = pairs[0]
    const last = pairs.pop()
    if (last && pairs.length > 0) this.#sink(last)
    return first
  }

  #sink(pair: Merge): void {
    const pairs = this.#pairs
    let at = 0
    for (let child = 1; child < pairs.length; child = 2 * at + 1) {
      const right = pairs[child + 1]
      if (right && isBefore(right, pairs[child] as Merge)) child += 1
      if (!isBefore(pairs[child] as Merge, pair)) break
      pairs[at] = pairs[child] as Merge
      at = child
    }
    pairs[at] = pair
  }
}

function isBefore(one: Merge, other: Merge): boolean {
  return (
    one.likeness > other.likeness ||
    (one.likeness === other.likeness && (one.a < other.a || (one.a === other.a && one.b < other.b)))
  )
}

/** Questions that each one is compared with: those nearest to it. */
const NEIGHBOURS = 16

/**
 * Groups unit vectors by average linkage: the two groups whose members are the most alike on average are joined, as long as they are at least `least`
 * alike. Only groups that have members near each other are compared, so that ten thousand vectors take seconds. Yields to the event loop; the same vectors
 * give the same groups.
 * @param least mean cosine between the members of two groups, in [-1, 1]
 * @param onProgress called with vectors placed among the others, and all
 * @returns positions of the members of each group, in increasing order
 */
export async function agglomerate(
  vectors: readonly Float32Array[],
  least: number,
  onProgress: (done: number, total: number) => void = () => {},
): Promise<number[][]> {
  const neighbours = await findNeighbours(vectors, least, onProgress)
  return new Linkage(vectors, neighbours, least).run()
}

/** The nearest others of each vector, at least `least` alike. */
async function findNeighbours(
  vectors: readonly Float32Array[],
  least: number,
  onProgress: (done: number, total: number) => void,
): Promise<Set<number>[]> {
  const table = new VectorTable(vectors.length, vectors[0]?.length ?? 1)
  const slice = new TimeSlice()
  for (const [row, vector] of vectors.entries()) {
    table.set(row, quantise(vector))
    if (slice.isOver()) await slice.next()
  }
  const neighbours = vectors.map(() => new Set<number>())
  for (const [row, vector] of vectors.entries()) {
    const products = table.scan(vector)
    products[row] = -1
    for (const other of topK(products, NEIGHBOURS, least)) {
      neighbours[row]?.add(other)
      neighbours[other]?.add(row)
    }
    if (slice.isOver()) {
      onProgress(row + 1, vectors.length)
      await slice.next()
    }
  }
  return neighbours
}

/** Groups under way: each keeps the sum of its vectors, so that the mean cosine of two groups is one product. */
class Linkage {
  readonly #members: (number[] | null)[]
  readonly #sums: Float32Array[]
  readonly #neighbours: Set<number>[]
  /** Times that each group has grown: a pair that was compared before is compared again. */
  readonly #versions: Uint32Array
  readonly #least: number
  readonly #heap = new MergeHeap()

  constructor(vectors: readonly Float32Array[], neighbours: Set<number>[], least: number) {
    this.#members = vectors.map((_, i) => [i])
    this.#sums = vectors.map((vector) => vector.slice())
    this.#neighbours = neighbours
    this.#versions = new Uint32Array(vectors.length)
    this.#least = least
  }

  async run(): Promise<number[][]> {
    const slice = new TimeSlice()
    for (const [a, own] of this.#neighbours.entries()) {
      for (const b of own) if (a < b) this.#compare(a, b)
      if (slice.isOver()) await slice.next()
    }
    for (let pair = this.#heap.pop(); pair; pair = this.#heap.pop()) {
      const { a, b, versions } = pair
      if (this.#members[a] && this.#members[b] && versions === this.#versionsOf(a, b)) this.#merge(a, b)
      if (slice.isOver()) await slice.next()
    }
    return this.#members.flatMap((members) => (members ? [members.sort((a, b) => a - b)] : []))
  }

  #compare(a: number, b: number): void {
    const count = (this.#members[a] as number[]).length * (this.#members[b] as number[]).length
    const likeness = product(this.#sums[a] as Float32Array, this.#sums[b] as Float32Array) / count
    if (likeness >= this.#least) this.#heap.push({ likeness, a, b, versions: this.#versionsOf(a, b) })
  }

  #versionsOf(a: number, b: number): number {
    return (this.#versions[a] as number) + (this.#versions[b] as number)
  }

  /** Joins `b` to `a`. */
  #merge(a: number, b: number): void {
    const [sum, added] = [this.#sums[a] as Float32Array, this.#sums[b] as Float32Array]
    for (let i = 0; i < sum.length; i += 1) sum[i] = (sum[i] as number) + (added[i] as number)
    this.#members[a]?.push(...(this.#members[b] as number[]))
    this.#members[b] = null
    this.#versions[a] = (this.#versions[a] as number) + 1
    const own = this.#neighbours[a] as Set<number>
    for (const other of this.#neighbours[b] as Set<number>) {
      this.#neighbours[other]?.delete(b)
      if (other === a) continue
      own.add(other)
      this.#neighbours[other]?.add(a)
    }
    own.delete(b)
    this.#neighbours[b]?.clear()
    for (const other of own) this.#compare(Math.min(a, other), Math.max(a, other))
  }
}

function product(a: Float32Array, b: Float32Array): number {
  let sum = 0
  for (let i = 0; i < a.length; i += 1) sum += (a[i] as number) * (b[i] as number)
  return sum
}
