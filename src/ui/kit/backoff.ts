const FIRST_MS = 500
const LONGEST_MS = 15_000

/**
 * How long to wait before trying again: doubles with each failure up to 15 s, and half of it is drawn by chance so
 * that browsers cut off together do not come back together.
 * @param failures failures in a row, 1 for the first
 * @param chance in [0, 1), `Math.random()` by default
 */
export function backoffMs(failures: number, chance = Math.random()): number {
  const full = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.max(0, failures - 1))
  return Math.round(full / 2 + (full / 2) * chance)
}
