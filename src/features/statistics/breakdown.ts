/** Fewest requests of which it is said what they had in common: fewer could name somebody in a small town. */
export const FEWEST_IN_ROW = 5

/** A number of a period, and that of the period before. */
export interface Compared {
  now: number
  before: number
}

/** A row of a breakdown. `before` is `null` when something was counted, but too little to be told. */
export interface BreakdownRow {
  /** What these have in common, as the domain names it: the id of an entry, a reason, a language. */
  key: string
  /** In words of the commune (an entry's title, a department's name); `null` where the console has its own. */
  label: string | null
  now: number
  before: number | null
}

/** Requests by what they have in common, most first. */
export interface Breakdown {
  rows: BreakdownRow[]
  /** Rows that were too small to be told, together; `rows` is 0 when there is none. */
  others: { rows: number; now: number }
}

/** Makes a breakdown of which no row tells of fewer than {@link FEWEST_IN_ROW} requests. */
export function breakdownOf(
  { now, before }: { now: Record<string, number>; before: Record<string, number> },
  labelOf: (key: string) => string | null = () => null,
): Breakdown {
  const sorted = Object.entries(now)
    .filter(([, count]) => count > 0)
    .sort(([a, some], [b, more]) => more - some || (a < b ? -1 : 1))
  const small = sorted.filter(([, count]) => count < FEWEST_IN_ROW)
  return {
    rows: sorted
      .filter(([, count]) => count >= FEWEST_IN_ROW)
      .map(([key, count]) => ({ key, label: labelOf(key), now: count, before: told(before[key] ?? 0) })),
    others: { rows: small.length, now: small.reduce((sum, [, count]) => sum + count, 0) },
  }
}

function told(count: number): number | null {
  return count > 0 && count < FEWEST_IN_ROW ? null : count
}

/**
 * The counts that anybody may read of a measure: none below {@link FEWEST_IN_ROW}, and none by which one could be worked out from a total. Zeros say nothing
 * of anybody and are left out. What is left untold is two counts at least, and five together. Pure.
 */
export function publishableCounts<Count extends { now: number }>(counts: readonly Count[]): Count[] {
  const told = counts.filter(({ now }) => now >= FEWEST_IN_ROW).sort((a, b) => b.now - a.now)
  const small = counts.filter(({ now }) => now > 0 && now < FEWEST_IN_ROW)
  let untold = { counts: small.length, sum: small.reduce((sum, { now }) => sum + now, 0) }
  while (untold.counts > 0 && (untold.counts < 2 || untold.sum < FEWEST_IN_ROW)) {
    const least = told.pop()
    if (!least) break
    untold = { counts: untold.counts + 1, sum: untold.sum + least.now }
  }
  return counts.filter((one) => told.includes(one))
}
