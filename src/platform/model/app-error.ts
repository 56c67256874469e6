/**
 * An error that a caller can act on. `code` is stable and documented in `docs/errors.md`; `status` is the HTTP status it becomes.
 * The sentence shown to people comes from the message catalogue by its code, not from here.
 */
export class AppError extends Error {
  readonly code: string
  readonly status: number
  /** The field at fault, as a path in the request. */
  readonly field: string | undefined
  /** Seconds to wait before trying again. */
  readonly retryAfterS: number | undefined

  constructor(code: string, status: number, options: { field?: string; retryAfterS?: number; cause?: unknown } = {}) {
    super(code, { cause: options.cause })
    this.name = 'AppError'
    this.code = code
    this.status = status
    this.field = options.field
    this.retryAfterS = options.retryAfterS
  }
}

/** The error of a write to a conversation that is not there (404) or has ended (409). */
export function conversationRefusal(outcome: 'unknown_conversation' | 'closed'): AppError {
  return outcome === 'closed' ? new AppError('conversation_closed', 409) : new AppError('unknown_conversation', 404)
}
