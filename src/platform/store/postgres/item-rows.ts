/**
 * How a document is kept in rows: what it lists (messages, handoffs, sessions…) one row each, and the rest, its head, in one. So a write costs what it
 * changes, however long the lists have become. Verbs never mutate: an item that is the same object is the same row.
 */

/** Where an item lies. `version` and `ordinal` are its key: the write that added it, and its place in that write. `position` orders the list. */
export interface Place {
  version: number
  ordinal: number
  position: number
}

/** A row of an item. */
export interface ItemRow extends Place {
  field: string
  body: object
}

/** An item on its way into a row. */
export interface NewItem {
  field: string
  position: number
  body: object
}

/** What takes a document to its next version: items never change in place. */
export interface ItemChanges {
  added: NewItem[]
  removed: Place[]
}

/** The rows of a document's items, by its fields. */
export class Places {
  readonly #byField = new Map<string, WeakMap<object, Place>>()

  of(field: string, item: object): Place | undefined {
    return this.#byField.get(field)?.get(item)
  }

  set(field: string, item: object, place: Place): void {
    const places = this.#byField.get(field) ?? new WeakMap<object, Place>()
    this.#byField.set(field, places.set(item, place))
  }
}

type Fields = Record<string, unknown>

/** Whether a value is kept as items: a list of objects, not empty. */
function isList(value: unknown): value is object[] {
  return (
    Array.isArray(value) &&
    value.length > 0 &&
    value.every((one) => typeof one === 'object' && one !== null && !Array.isArray(one))
  )
}

function listOf(document: object | null, field: string): object[] {
  const value = (document as Fields | null)?.[field]
  return isList(value) ? value : []
}

/** A document without its items: their lists are empty. */
export function headOf(document: object): object {
  return Object.fromEntries(Object.entries(document).map(([field, value]) => [field, isList(value) ? [] : value]))
}

/** A document from its head and rows, in any order; the places of its items are noted. */
export function assemble(head: object, rows: readonly ItemRow[], places: Places): object {
  const lists = new Map<string, ItemRow[]>()
  for (const row of rows) {
    const list = lists.get(row.field) ?? []
    lists.set(row.field, list)
    list.push(row)
  }
  const items = [...lists].map(([field, list]) => {
    for (const { version, ordinal, position, body } of list) places.set(field, body, { version, ordinal, position })
    return [field, list.sort((a, b) => a.position - b.position).map(({ body }) => body)]
  })
  return { ...head, ...Object.fromEntries(items) }
}

/** The next version of a document from its head, the rows that were added, and those that were removed; other items stay the same objects. */
export function advance(
  former: object,
  { head, added, removed }: { head: object; added: readonly ItemRow[]; removed: readonly Place[] },
  places: Places,
): object {
  const gone = new Set(removed.map(keyOf))
  const next: Fields = { ...head }
  for (const field of new Set([...Object.keys(head), ...added.map((row) => row.field)])) {
    const kept = listOf(former, field).filter((item) => !gone.has(keyOf(places.of(field, item))))
    const fresh = added.filter((row) => row.field === field && !gone.has(keyOf(row)))
    if (kept.length + fresh.length === 0) continue
    for (const { version, ordinal, position, body } of fresh) places.set(field, body, { version, ordinal, position })
    const positionOf = (item: object) => places.of(field, item)?.position ?? 0
    const items = [...kept, ...fresh.map(({ body }) => body)]
    next[field] = fresh.length > 0 ? items.sort((a, b) => positionOf(a) - positionOf(b)) : items
  }
  return next
}

function keyOf(place: Pick<Place, 'version' | 'ordinal'> | undefined): string {
  return `${place?.version}/${place?.ordinal}`
}

/** Which rows take a document (`null`: there is none yet) to its next version. */
export function changesOfItems(former: object | null, next: object, places: Places): ItemChanges {
  const changes: ItemChanges = { added: [], removed: [] }
  for (const field of new Set([...Object.keys(former ?? {}), ...Object.keys(next)])) {
    const { added, removed } = changesOfList(
      listOf(former, field).map((item) => ({ item, place: placeOf(places, field, item) })),
      listOf(next, field),
    )
    changes.added.push(...added.map(({ item, position }) => ({ field, position, body: item })))
    changes.removed.push(...removed)
  }
  return changes
}

function placeOf(places: Places, field: string, item: object): Place {
  const place = places.of(field, item)
  if (!place) throw new Error(`an item of ${field} has no row`)
  return place
}

interface Placed {
  item: object
  place: Place
}

function changesOfList(former: readonly Placed[], next: readonly object[]) {
  let start = 0
  while (start < former.length && start < next.length && former[start]?.item === next[start]) start += 1
  let end = 0
  const mostAtEnd = Math.min(former.length, next.length) - start
  while (end < mostAtEnd && former.at(-1 - end)?.item === next.at(-1 - end)) end += 1
  const middle = next.slice(start, next.length - end)
  const formerMiddle = former.slice(start, former.length - end)
  const known = new Map(formerMiddle.map(({ item, place }) => [item, place]))
  const below = former[start - 1]?.place.position
  const above = former[former.length - end]?.place.position
  const added = positioned(middle, (item) => known.get(item)?.position, { below, above })
  // No room between two rows, or another order: the whole list is written anew.
  if (added === null)
    return { added: next.map((item, position) => ({ item, position })), removed: former.map(({ place }) => place) }
  const kept = new Set(middle)
  return { added, removed: formerMiddle.filter(({ item }) => !kept.has(item)).map(({ place }) => place) }
}

/** Positions for the items that have none, in order between those that have; `null` when those that have are in another order, or leave no room. */
function positioned(
  items: readonly object[],
  knownPosition: (item: object) => number | undefined,
  { below, above }: { below: number | undefined; above: number | undefined },
): { item: object; position: number }[] | null {
  const added: { item: object; position: number }[] = []
  let last = below
  let run: object[] = []
  for (const item of [...items, null]) {
    const position = item === null ? above : knownPosition(item)
    if (item !== null && position === undefined) {
      run.push(item)
      continue
    }
    const between = spread(run.length, last, position)
    const all = [last, ...between, position].filter((one) => one !== undefined)
    if (all.some((one, index) => index > 0 && one <= (all[index - 1] ?? 0))) return null
    added.push(...run.map((one, index) => ({ item: one, position: between[index] ?? 0 })))
    run = []
    last = position
  }
  return added
}

/** So many positions above one and below another, where there are such. */
function spread(count: number, below: number | undefined, above: number | undefined): number[] {
  const ranks = Array.from({ length: count }, (_, index) => index + 1)
  if (below !== undefined && above !== undefined)
    return ranks.map((rank) => below + ((above - below) * rank) / (count + 1))
  if (above !== undefined) return ranks.map((rank) => above - (count + 1 - rank))
  return ranks.map((rank) => (below ?? -1) + rank)
}
