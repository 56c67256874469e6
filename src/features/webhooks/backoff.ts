import { createHash } from 'node:crypto'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS

/** Time before the try after so many, ms: ten tries take a little more than a day (docs/webhooks.md). */
const WAITS_MS = [1, 5, 15, 30, 60, 120, 240, 480, 720].map((minutes) => minutes * MINUTE_MS)

/** Share by which a wait is shorter or longer, so that what failed together does not come back together. */
export const JITTER = 0.2

/** Longest wait that a receiver may ask for, ms. */
export const LONGEST_WAIT_MS = 24 * HOUR_MS

/**
 * Time before the next try, ms. What a receiver asks for (`Retry-After`) counts when it is longer, up to {@link LONGEST_WAIT_MS}. Pure: the jitter of a
 * delivery's try is always the same.
 * @param tries that were made, at least 1
 */
export function waitMs(deliveryId: string, tries: number, retryAfterMs: number | null = null): number {
  const wait = WAITS_MS[Math.min(tries, WAITS_MS.length) - 1] ?? MINUTE_MS
  const drawn = createHash('sha256').update(`${deliveryId} ${tries}`).digest().readUInt32BE(0) / 2 ** 32
  const jittered = Math.round(wait * (1 - JITTER + 2 * JITTER * drawn))
  return Math.max(jittered, Math.min(retryAfterMs ?? 0, LONGEST_WAIT_MS))
}
