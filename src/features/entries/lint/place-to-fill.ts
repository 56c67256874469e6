import type { EntryContent } from '../model/entry-record.js'

/** What an entry that was begun from another town's says where a fact of its own is to be written: "[à compléter : téléphone]". */
export const PLACE_TO_FILL = /\[à compléter[^[\]]{0,80}\]/g

/** The fields of a content that have places to fill, each with the first of them. Pure. */
export function fieldsToFill(content: EntryContent): { field: string; place: string }[] {
  return placesIn(content, [])
}

function placesIn(value: unknown, path: readonly string[]): { field: string; place: string }[] {
  if (typeof value === 'string') {
    const [place] = value.match(PLACE_TO_FILL) ?? []
    return place === undefined ? [] : [{ field: path.join('.'), place }]
  }
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([name, one]) => placesIn(one, [...path, name]))
}
