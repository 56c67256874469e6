/** Failures that cost nothing: people mistype. */
export const FREE_FAILURES = 4
const FIRST_DELAY_S = 2
const LONGEST_DELAY_S = 15 * 60

/** Seconds to wait after so many failures in a row: none for the `free` first ones, then 2, doubled each time, a quarter of an hour at most. */
export function signInDelayS(failures: number, free: number = FREE_FAILURES): number {
  if (failures <= free) return 0
  return Math.min(LONGEST_DELAY_S, FIRST_DELAY_S * 2 ** (failures - free - 1))
}
