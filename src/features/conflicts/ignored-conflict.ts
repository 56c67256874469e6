import type { Actor } from '../audit/audit.js'
import type { Conflict } from './conflict.js'

/** That somebody of the commune lets a finding be. */
export interface IgnoredConflict extends Actor, Pick<Conflict, 'key' | 'entryIds' | 'mark'> {
  reason: string
  /** ISO instant. */
  at: string
}

/** Whether a finding is let be: it comes back when what it follows from has changed. Pure. */
export function isIgnored({ key, mark }: Pick<Conflict, 'key' | 'mark'>, ignored: readonly IgnoredConflict[]): boolean {
  return ignored.some((one) => one.key === key && one.mark === mark)
}
