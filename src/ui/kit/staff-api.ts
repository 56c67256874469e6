import { MASKED_HEADER } from '../../platform/http/masked-header.js'
import {
  type AnswerOf,
  type AnyCall,
  API_PREFIX,
  addressOf,
  type CallArguments,
  type Route,
} from '../../platform/http/route.js'
import type { Problem, SessionView } from '../../platform/http/shapes.js'
import type { StaffLanguage } from '../../platform/model/language.js'
import { setTownZone } from './town-clock.js'

const METHODS = { get: 'GET', post: 'POST', put: 'PUT', delete: 'DELETE' } as const
const TIMEOUT_MS = 20_000

/** A call that did not succeed. `status` 0 means that the server was not reached; `message` is the server's sentence, or empty. */
export class CallError extends Error {
  constructor(
    readonly status: number,
    readonly problem: Partial<Problem> = {},
  ) {
    super(problem.detail ?? '')
  }

  /** What was thrown; as a server that was not reached where no call threw it. */
  static of(error: unknown): CallError {
    return error instanceof CallError ? error : new CallError(0)
  }

  /** Whether the session is over. */
  get signedOut(): boolean {
    return this.status === 401 || this.problem.code === 'csrf'
  }

  /** Whether the server could not be reached, or could not work. */
  get outOfReach(): boolean {
    return this.status === 0 || this.status >= 500
  }
}

/** Why a call did not succeed: the server's sentence, or `otherwise` where it gave none. */
export function sentenceOf(error: unknown, otherwise = ''): string {
  return CallError.of(error).message || otherwise
}

/** What somebody gives to sign in: a code when her account has a second factor, a commune when her password opens accounts of several. */
export interface SignInClaim {
  email: string
  password: string
  commune?: string
  code?: string
}

/** The calls that a staff page makes. Every one may throw {@link CallError}. */
export class StaffApi {
  private csrfToken = ''
  /** What a page says that is no session's: the secret of the phone that a link let in. */
  bearer: string | null = null
  /** Told the kinds of personal data that the server masked of what a call sent. */
  onMasked: ((kinds: string[]) => void) | null = null

  constructor(private readonly language: () => StaffLanguage) {}

  /** Goes on with a session that has taken the place of the former one. */
  adopt(session: SessionView): SessionView {
    this.csrfToken = session.csrfToken
    setTownZone(session.timeZone)
    return session
  }

  /** The session is over: its token is worth nothing any more. */
  forget(): void {
    this.csrfToken = ''
  }

  /** Calls a declared route. @throws CallError */
  ask<R extends Route>(route: R, ...[call]: CallArguments<R>): Promise<AnswerOf<R>> {
    const given: AnyCall = call ?? {}
    return this.call(METHODS[route.method], addressOf(route, given), given.body)
  }

  /** A call of a declared route by its address. @throws CallError */
  async call<T>(method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, body?: unknown): Promise<T> {
    const json = body === undefined ? {} : { body: JSON.stringify(body), type: 'application/json' }
    return this.send(method, path, { ...json, timeoutMs: TIMEOUT_MS })
  }

  /** Sends a file as it is, however long it takes. @throws CallError */
  sendFile<T>(path: string, file: Blob, type: string): Promise<T> {
    return this.send('POST', path, { body: file, type })
  }

  private async send<T>(
    method: string,
    path: string,
    { body, type, timeoutMs }: { body?: BodyInit; type?: string; timeoutMs?: number },
  ): Promise<T> {
    try {
      const response = await fetch(API_PREFIX + path, {
        method,
        cache: 'no-store',
        credentials: 'same-origin',
        ...(timeoutMs !== undefined && { signal: AbortSignal.timeout(timeoutMs) }),
        headers: {
          Accept: 'application/json',
          'Accept-Language': this.language(),
          ...(method !== 'GET' && this.csrfToken && { 'X-CSRF-Token': this.csrfToken }),
          ...(type !== undefined && { 'Content-Type': type }),
          ...(this.bearer !== null && { Authorization: `Bearer ${this.bearer}` }),
        },
        ...(body !== undefined && { body }),
      })
      const masked = response.headers.get(MASKED_HEADER)
      if (masked) this.onMasked?.(masked.split(', '))
      const text = await response.text()
      if (!response.ok) throw new CallError(response.status, parseProblem(text))
      return (text ? JSON.parse(text) : null) as T
    } catch (error) {
      throw CallError.of(error)
    }
  }
}

function parseProblem(text: string): Partial<Problem> {
  try {
    return JSON.parse(text) as Partial<Problem>
  } catch {
    return {}
  }
}
