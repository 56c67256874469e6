/**
 * Numbers in [0, 1) that only depend on the seed: mulberry32 (Tommy Ettinger, public domain).
 * @param seed a 32-bit whole number
 */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** The items in an order that only depends on the numbers drawn (Fisher–Yates). */
export function shuffle<T>(items: readonly T[], random: () => number): T[] {
  const all = [...items]
  for (let i = all.length - 1; i > 0; i -= 1) {
    const j = Math.floor(random() * (i + 1))
    const kept = all[i] as T
    all[i] = all[j] as T
    all[j] = kept
  }
  return all
}
