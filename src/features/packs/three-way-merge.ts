import type { EntryContent } from '../entries/model/entry-record.js'

/** Two contents that come from one, as one; `conflicts` names the fields that both changed, differently: there, ours is kept. */
export interface MergedContent {
  content: EntryContent
  conflicts: string[]
}

/**
 * Merges what a pack changed into what a commune changed, field by field, sections apart; questions and other lists by items, of which none is in conflict. Pure.
 * @param base what both were made from; empty when they only have the same id
 */
export function mergeContents(base: Partial<EntryContent>, ours: EntryContent, theirs: EntryContent): MergedContent {
  const conflicts: string[] = []
  const merged = mergeFields({ base, ours, theirs }, '', conflicts)
  return { content: merged as unknown as EntryContent, conflicts }
}

/** Whether two contents say the same, in whatever order their fields are written. Pure. */
export function saysSame(a: unknown, b: unknown): boolean {
  return a === b || canonical(a) === canonical(b)
}

type Fields = Record<string, unknown>
interface Three {
  base: unknown
  ours: unknown
  theirs: unknown
}

function mergeFields({ base, ours, theirs }: Three, path: string, conflicts: string[]): Fields {
  const [from, mine, other] = [base, ours, theirs].map((one) => (isFields(one) ? one : {})) as [Fields, Fields, Fields]
  const names = new Set([...Object.keys(mine), ...Object.keys(other)])
  const merged: Fields = {}
  for (const name of names) {
    const three = { base: from[name], ours: mine[name], theirs: other[name] }
    const value = mergeValue(three, path === '' ? name : `${path}.${name}`, conflicts)
    if (value !== undefined) merged[name] = value
  }
  return merged
}

function mergeValue(three: Three, path: string, conflicts: string[]): unknown {
  const { base, ours, theirs } = three
  if (saysSame(ours, theirs) || saysSame(base, theirs)) return ours
  if (saysSame(base, ours)) return theirs
  if (Array.isArray(ours) && Array.isArray(theirs)) return mergeLists(Array.isArray(base) ? base : [], ours, theirs)
  // A guide is a whole: half of one and half of another lead nowhere.
  if (path !== 'guide' && isFields(ours) && isFields(theirs)) return mergeFields(three, path, conflicts)
  conflicts.push(path)
  return ours
}

/** Ours, without what they took away, with what they added. */
function mergeLists(base: unknown[], ours: unknown[], theirs: unknown[]): unknown[] {
  const [before, mine, other] = [base, ours, theirs].map((list) => new Set(list.map(canonical))) as [
    Set<string>,
    Set<string>,
    Set<string>,
  ]
  const kept = ours.filter((item) => !before.has(canonical(item)) || other.has(canonical(item)))
  return [...kept, ...theirs.filter((item) => !before.has(canonical(item)) && !mine.has(canonical(item)))]
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function canonical(value: unknown): string {
  return (
    JSON.stringify(value, (_, one: unknown) =>
      isFields(one) ? Object.fromEntries(Object.entries(one).sort(([a], [b]) => (a < b ? -1 : 1))) : one,
    ) ?? ''
  )
}
