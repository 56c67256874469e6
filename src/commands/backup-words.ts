import { DateTime } from 'luxon'
import { AppError } from '../platform/model/app-error.js'
import { documentDateInWords } from '../platform/time/date-in-words.js'
import type { CopyProgress } from '../store/move-documents.js'
import type { Tell } from './print.js'

/** A day and an hour, by the clock of the machine: what backups are named and compared by. */
export function momentOf(instant: string): string {
  const moment = DateTime.fromISO(instant)
  return `${documentDateInWords(moment, 'fr')} ${moment.toFormat('HH:mm')}`
}

/** How many documents pass between two lines of progress. */
const EVERY = 1_000

/** Says now and then how far it is. */
export function tellProgress(tell: Tell): (progress: CopyProgress) => void {
  return ({ kind, done, total }) => {
    if (total >= EVERY && (done === total || done % EVERY === 0))
      process.stdout.write(`${tell('backup.progress', { kind, done: String(done), total: String(total) })}\n`)
  }
}

/** Why something failed, to be told: the error's own words, or those of its cause. */
export function reasonOf(error: unknown): { code: string; why: string } {
  const cause = error instanceof AppError ? (error.cause ?? error) : error
  const system = typeof cause === 'object' && cause !== null && 'code' in cause ? String(cause.code) : ''
  const why = typeof cause === 'object' && cause !== null && 'message' in cause ? String(cause.message) : String(cause)
  if (system === 'ENOSPC') return { code: system, why }
  return { code: error instanceof AppError ? error.code : system, why }
}
