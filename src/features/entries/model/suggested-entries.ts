import { DateTime } from 'luxon'
import { type Commune, isInSeason } from '../../../platform/model/commune.js'

/** Where and when first questions are proposed. */
export interface Occasion {
  /** Path of the page that holds the widget; `null` when unknown. */
  page: string | null
  at: Date
}

/**
 * Ids of the entries that a commune proposes as first questions, each once: those of the page, then of the season, then of every day. Of several
 * pages, the one whose path is written longest comes first; seasons come in the order of the file.
 */
export function suggestedEntries(commune: Commune, { page, at }: Occasion): string[] {
  const { default: everyDay = [], pages = [], seasons = [] } = commune.suggestions ?? {}
  const day = DateTime.fromJSDate(at, { zone: commune.timeZone }).toFormat('MM-dd')
  const lists = [
    ...pages
      .filter(({ path }) => page !== null && isOnPage(path, page))
      .sort((a, b) => b.path.length - a.path.length)
      .map(({ entries }) => entries),
    ...seasons.filter((season) => isInSeason(season, day)).map(({ entries }) => entries),
    everyDay,
    commune.suggested,
  ]
  return [...new Set(lists.flat())]
}

/**
 * Whether a page is one that a written path names. Capitals, encoded letters and a final slash make no difference. The time is bounded by the product of
 * the two lengths: pieces between stars are found one after the other, and no choice is taken back.
 */
export function isOnPage(written: string, page: string): boolean {
  const path = plainPath(page)
  const [first = '', ...rest] = plainPath(written).split('*')
  const last = rest.pop()
  if (last === undefined) return path === first || (first !== '/' && path.startsWith(`${first}/`))
  if (!path.startsWith(first)) return false
  let from = first.length
  for (const piece of rest) {
    const found = path.indexOf(piece, from)
    if (found < 0) return false
    from = found + piece.length
  }
  return path.length >= from + last.length && path.endsWith(last)
}

function plainPath(path: string): string {
  return decoded(path)
    .normalize('NFC')
    .toLowerCase()
    .replace(/(?<=.)\/$/, '')
}

/** An address that is badly encoded is compared as it is. */
function decoded(path: string): string {
  try {
    return decodeURI(path)
  } catch {
    return path
  }
}
