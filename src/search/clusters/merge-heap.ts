/** Two groups that may be joined, `a < b`, as they were when they were compared. */
export interface Merge {
  likeness: number
  a: number
  b: number
  versions: number
}

/** Pairs by likeness, the most alike first; equal ones in the order of their numbers, so that the same pairs always come in the same order. */
export class MergeHeap {
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
