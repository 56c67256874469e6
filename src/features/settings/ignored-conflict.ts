import type { Actor } from '../../platform/model/audit.js'

/** That somebody of the commune lets a finding be. */
export interface IgnoredConflict extends Actor {
  /** Of the finding, its entries, and a digest of what it follows from. */
  key: string
  entryIds: readonly string[]
  mark: string
  reason: string
  /** ISO instant. */
  at: string
}

/** Whether a finding is let be: it comes back when what it follows from has changed. Pure. */
export function isIgnored(
  { key, mark }: Pick<IgnoredConflict, 'key' | 'mark'>,
  ignored: readonly IgnoredConflict[],
): boolean {
  return ignored.some((one) => one.key === key && one.mark === mark)
}
