/** Uses something that strict privacy settings may forbid, such as storage; `null` when it is forbidden. */
export function attempt<T>(use: () => T): T | null {
  try {
    return use()
  } catch {
    return null
  }
}
