import type { Actor } from '../audit.js'

/** That somebody of the town has checked one line of an entry's list. */
export interface CheckTick extends Actor {
  entryId: string
  /** The line, as the entry has it: another wording is another line. */
  check: string
  /** ISO instant. */
  at: string
}
