import { isSame } from './difference.js'

/** Two changes of a same value, put together. */
export interface Merged {
  value: unknown
  /** Paths that take what a colleague changed. */
  taken: string[][]
  /** Paths that both changed: what was typed here is kept. */
  kept: string[][]
}

/**
 * Puts what was typed here over what a colleague saved meanwhile, part by part: each takes the other's changes where it has none of its own. Lists of things
 * take what both added, and lose what either removed. Pure.
 * @param before what both began from
 */
export function mergeValues(before: unknown, typed: unknown, now: unknown, path: string[] = []): Merged {
  if (isSame(typed, now)) return { value: now, taken: [], kept: [] }
  if (isObject(typed) && isObject(now)) return mergeParts(isObject(before) ? before : {}, typed, { now, path })
  if (isSame(now, before)) return { value: typed, taken: [], kept: [] }
  if (isSame(typed, before)) return { value: now, taken: [path], kept: [] }
  const lists = [before ?? [], typed, now]
  if (lists.every(isListOfObjects)) {
    const [first = [], mine = [], theirs = []] = lists as unknown[][]
    const has = (list: readonly unknown[], item: unknown) => list.some((one) => isSame(one, item))
    const left = theirs.filter((item) => has(mine, item) || !has(first, item))
    const added = mine.filter((item) => !has(first, item) && !has(theirs, item))
    return { value: [...left, ...added], taken: [path], kept: [] }
  }
  return { value: typed, taken: [], kept: [path] }
}

type Parts = Record<string, unknown>

function mergeParts(before: Parts, typed: Parts, { now, path }: { now: Parts; path: string[] }): Merged {
  const merged = { value: {} as Parts, taken: [] as string[][], kept: [] as string[][] }
  for (const key of new Set([...Object.keys(now), ...Object.keys(typed)])) {
    const { value, taken, kept } = mergeValues(before[key], typed[key], now[key], [...path, key])
    if (value !== undefined) merged.value[key] = value
    merged.taken.push(...taken)
    merged.kept.push(...kept)
  }
  return merged
}

function isObject(value: unknown): value is Parts {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isListOfObjects(value: unknown): value is Parts[] {
  return Array.isArray(value) && value.every(isObject)
}
