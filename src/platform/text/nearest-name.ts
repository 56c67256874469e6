/** Fewer letters begin too many names. */
const LEAST_BEGINNING = 4
/** The share of a name that may differ: of a short one, a letter or two. */
const MOST_SHARE = 0.4

/**
 * The name that was probably meant by one that does not exist: the nearest of those that do, in letters added, left out, changed or exchanged with the next
 * one (optimal string alignment), whatever the case and whichever sign stands between words; otherwise the shortest that it begins. `null` when none is near.
 * @param mostEdits names further apart than this, in letters, are two different names
 */
export function nearestName(written: string, names: Iterable<string>, mostEdits = 3): string | null {
  const plain = plainName(written)
  let nearest: string | null = null
  let least = Math.min(mostEdits, Math.floor(plain.length * MOST_SHARE)) + 1
  for (const name of names) {
    const edits = editsBetween(plain, plainName(name), least - 1)
    if (edits === null) continue
    least = edits
    nearest = name
  }
  return nearest ?? shortestBegunBy(plain, names)
}

/** The end was left out: `GUICHET_DEMO`. */
function shortestBegunBy(plain: string, names: Iterable<string>): string | null {
  if (plain.length < LEAST_BEGINNING) return null
  const begun = [...names].filter((name) => plainName(name).startsWith(plain))
  return begun.sort((a, b) => a.length - b.length)[0] ?? null
}

function plainName(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]/g, '')
}

/**
 * Letters added, left out, changed or exchanged with the next one that part two texts (optimal string alignment); `null` when there are more than `most`. Pure.
 * Of the rows of its table the last two are kept; it ends where no row to come can be within `most`.
 */
export function editsBetween(a: string, b: string, most: number): number | null {
  // Each letter more is an edit at least.
  if (Math.abs(a.length - b.length) > most) return null
  let before: number[] = []
  let last = Array.from({ length: b.length + 1 }, (_, index) => index)
  let leastBefore = 0
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i]
    let least = i
    for (let j = 1; j <= b.length; j += 1) {
      const isSame = a[i - 1] === b[j - 1]
      const isExchanged = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]
      const one = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + (isSame ? 0 : 1))
      const edits = isExchanged ? Math.min(one, (before[j - 2] ?? 0) + 1) : one
      row.push(edits)
      least = Math.min(least, edits)
    }
    // An exchange, which costs one, reaches over a row.
    if (Math.min(least, leastBefore + 1) > most) return null
    leastBefore = least
    before = last
    last = row
  }
  const edits = last[b.length] ?? 0
  return edits > most ? null : edits
}
