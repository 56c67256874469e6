import type { Commune } from '../../../platform/model/commune.js'

/** Ids that a commune proposes as first questions and that are no entry: a slip of the pen, or an entry that was taken away. */
export function unknownSuggestions(commune: Commune, entries: ReadonlySet<string>): string[] {
  const { default: everyDay = [], pages = [], seasons = [] } = commune.suggestions ?? {}
  const named = [...commune.suggested, ...everyDay, ...[...pages, ...seasons].flatMap((list) => list.entries)]
  return [...new Set(named)].filter((id) => !entries.has(id))
}
