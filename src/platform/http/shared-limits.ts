import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible'
import type { Fellows, UsedPoints } from '../instances/fellows.js'
import { AppError } from '../model/app-error.js'

/** How often the other processes are told what was used, ms: until then they do not count it. */
export const TELL_MS = 200
/** Keys of a limit that are told at once; the most used first, so that a flood is told whatever else there is. */
const MOST_KEYS_TOLD = 2_000
const MOST_IN_A_WORD = 100

/** So many points in a window. */
export interface SharedLimit {
  /** Uses one. @throws AppError `too_many_requests` (429) and the seconds to wait */
  use(key: string): Promise<void>
}

/** Limits that all processes count together. */
export interface SharedLimits {
  /** @param name the same in every process */
  limit(name: string, points: number, windowS: number): SharedLimit
}

/**
 * Counts in memory, so that nobody waits for the database, and tells the others what was used five times a second: they count it too. A caller who asks *n*
 * processes evenly has her limit and, at most, what the *n* − 1 others grant her in the {@link TELL_MS} before they are told; a burst that is shorter than
 * that is counted by each of them alone, and is all she gets in the window.
 */
export function createSharedLimits(fellows: Pick<Fellows, 'tell' | 'hear'>): SharedLimits {
  const limiters = new Map<string, RateLimiterMemory>()
  const untold = new Map<string, Map<string, number>>()
  let isDue = false
  const tell = () => {
    isDue = false
    const points = [...untold].flatMap(([limit, used]) => mostUsed(limit, used))
    untold.clear()
    for (let start = 0; start < points.length; start += MOST_IN_A_WORD)
      fellows.tell({ type: 'used', points: points.slice(start, start + MOST_IN_A_WORD) })
  }
  const note = (limit: string, key: string) => {
    const used = untold.get(limit) ?? new Map<string, number>()
    untold.set(limit, used.set(key, (used.get(key) ?? 0) + 1))
    if (isDue) return
    isDue = true
    setTimeout(tell, TELL_MS).unref()
  }
  fellows.hear((word) => {
    if (word.type !== 'used') return
    for (const [limit, key, points] of word.points) void limiters.get(limit)?.penalty(key, points)
  })
  return {
    limit(name, points, duration) {
      const limiter = new RateLimiterMemory({ points, duration })
      limiters.set(name, limiter)
      return {
        async use(key) {
          note(name, key)
          await limiter.consume(key).catch(refuse)
        },
      }
    },
  }
}

function mostUsed(limit: string, used: ReadonlyMap<string, number>): UsedPoints[] {
  const all = [...used].map(([key, points]): UsedPoints => [limit, key, points])
  return all.length > MOST_KEYS_TOLD ? all.sort((a, b) => b[2] - a[2]).slice(0, MOST_KEYS_TOLD) : all
}

function refuse(refusal: unknown): never {
  if (!(refusal instanceof RateLimiterRes)) throw refusal
  throw new AppError('too_many_requests', 429, { retryAfterS: Math.max(1, Math.ceil(refusal.msBeforeNext / 1000)) })
}
