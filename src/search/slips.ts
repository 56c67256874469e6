/** Keys of a French keyboard, row by row: a finger slips to one beside it. */
const ROWS = ['azertyuiop', 'qsdfghjklm', 'wxcvbn']
const DROPPED = 0.9
const DOUBLED = 0.4
const SWAPPED = 0.7
const BESIDE = 0.7
const OTHER = 1.1
/** People seldom miss the first letter. */
const FIRST = 0.4

const BESIDES: ReadonlySet<string> = new Set(
  ROWS.flatMap((row, r) =>
    [...row].flatMap((key, i) =>
      [row[i - 1], row[i + 1], ROWS[r + 1]?.[i], ROWS[r - 1]?.[i]].flatMap((other) => (other ? [key + other] : [])),
    ),
  ),
)

/** Three rows of costs, written anew for each pair of words: the last two and the one that is made. */
let rows: Float64Array[] = []

/**
 * What it takes to type one word for another: letters that are dropped, doubled, swapped with the next, or typed beside their key; a first letter costs more. Pure.
 * @param most from which on it does not matter: then it is infinite. Default: whatever it is
 */
export function slipBetween(typed: string, meant: string, most = Number.POSITIVE_INFINITY): number {
  const width = meant.length + 1
  if (width > (rows[0]?.length ?? 0)) rows = [0, 1, 2].map(() => new Float64Array(2 * width))
  let [older, old, row] = rows as [Float64Array, Float64Array, Float64Array]
  old[0] = 0
  for (let j = 1; j < width; j += 1) old[j] = (old[j - 1] as number) + dropped(meant, j - 1)
  for (let i = 1; i <= typed.length; i += 1) {
    row[0] = (old[0] as number) + dropped(typed, i - 1)
    let least = row[0] as number
    for (let j = 1; j < width; j += 1) {
      const [a, b] = [typed[i - 1] as string, meant[j - 1] as string]
      let cost = (old[j - 1] as number) + (a === b ? 0 : replaced(a, b, i === 1 && j === 1))
      cost = Math.min(cost, (old[j] as number) + dropped(typed, i - 1), (row[j - 1] as number) + dropped(meant, j - 1))
      if (i > 1 && j > 1 && a === meant[j - 2] && b === typed[i - 2] && a !== b)
        cost = Math.min(cost, (older[j - 2] as number) + SWAPPED)
      row[j] = cost
      if (cost < least) least = cost
    }
    if (least > most) return Number.POSITIVE_INFINITY
    ;[older, old, row] = [old, row, older]
  }
  return old[width - 1] as number
}

function dropped(word: string, at: number): number {
  if (at === 0) return DROPPED + FIRST
  return word[at] === word[at - 1] ? DOUBLED : DROPPED
}

function replaced(a: string, b: string, isFirst: boolean): number {
  return (BESIDES.has(a + b) ? BESIDE : OTHER) + (isFirst ? FIRST : 0)
}
