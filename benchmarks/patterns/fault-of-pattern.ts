import { checkSync } from 'recheck'

/** Longest analysis of one pattern, ms. */
const TIMEOUT_MS = 60_000

/** What is wrong with a pattern; `null` when the time that it takes grows no faster than its text. */
export function faultOfPattern({ source, flags }: Pick<RegExp, 'source' | 'flags'>): string | null {
  if (isBounded(source)) return null
  const checked = checkSync(source, flags, { timeout: TIMEOUT_MS, randomSeed: 1 })
  if (checked.status === 'safe') return null
  return checked.status === 'vulnerable' ? checked.complexity.summary : 'unknown'
}

/** Without `*`, `+` or `{n,}` a try takes a bounded time wherever it begins. */
export function isBounded(source: string): boolean {
  return !/[*+]|\{\d+,\}/.test(source.replace(/\\./g, 'a').replace(/\[[^\]]*\]/g, 'a'))
}
