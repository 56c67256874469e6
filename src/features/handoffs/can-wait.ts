/** Longest time before the reception opens in which it makes sense to wait for it, ms. */
const NEAR_OPENING_MS = 30 * 60_000

/**
 * Whether it makes sense to wait for an agent while nobody can talk: the reception is open, or opens soon. The assistant and the citizen's pages ask the same.
 * @param reception whether it is open, and when it opens next, ISO instant
 */
export function canWait({ open, opensAt }: { open: boolean; opensAt: string | null }, now: Date): boolean {
  return open || (opensAt !== null && Date.parse(opensAt) - now.getTime() <= NEAR_OPENING_MS)
}
