import type { Request } from 'express'
import type { Logger } from '../../log.js'
import type { AppError } from '../model/app-error.js'
import type { Measures } from './measures.js'
import type { RateLimits } from './rate-limits.js'

/** What who watches over the server looks for in its log. No text, no e-mail address, no network address: a salted hash tells one caller from another for a day. */
export interface SecurityEvents {
  /** A request was refused: it is counted, and noted when it tells of an attack. @param path without any key */
  refused(error: AppError, request: Request, path: string): void
  /** Something by which data may leave was changed. @param ids of what, and of the person who did it */
  changed(code: string, ids: Record<string, string>): void
  /** Somebody signed in. @param userId of the account, which the audit names */
  signedIn(userId: string, by: string): void
}

/** Refusals that are noted: who may not come in, who asks too much, who tries what no page of ours does. */
const NOTED = new Set([
  'archive_too_large',
  'body_too_large',
  'csrf',
  'forbidden',
  'origin_refused',
  'pack_refused',
  'password_wrong',
  'second_factor_required',
  'second_factor_wrong',
  'sign_in_delayed',
  'sign_in_failed',
  'too_many_requests',
  'unauthenticated',
  'unknown_link',
  'unreadable_file',
])
/** Lines of one code in a window: a flood must not fill the disk that it is told on. */
const MOST_LINES = 20
const WINDOW_MS = 10_000

/** Notes events in the log, a bounded number of them. */
export function createSecurityEvents(
  logger: Logger,
  { limits, measures }: { limits: Pick<RateLimits, 'callerKey'>; measures: Pick<Measures, 'refused'> },
): SecurityEvents {
  const windows = new Map<string, { from: number; lines: number; left: number }>()
  return {
    refused({ code, status }, request, path) {
      measures.refused(code)
      if (!NOTED.has(code)) return
      const known = windows.get(code)
      const at = Date.now()
      const window = known && at - known.from < WINDOW_MS ? known : { from: at, lines: 0, left: known?.left ?? 0 }
      windows.set(code, window)
      if (window.lines >= MOST_LINES) {
        window.left += 1
        return
      }
      window.lines += 1
      const { left } = window
      window.left = 0
      const facts = { security: code, status, method: request.method, path }
      logger.warn({ ...facts, caller: limits.callerKey(request), ...(left > 0 ? { left } : {}) }, 'refused')
    },
    changed: (code, ids) => logger.info({ security: code, ...ids }, 'changed'),
    signedIn: (userId, by) => logger.info({ security: 'signed_in', userId, by }, 'signed in'),
  }
}
