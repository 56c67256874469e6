import type { ErrorRequestHandler, Request, RequestHandler, Response } from 'express'
import type { z } from 'zod'
import type { Logger } from '../../log.js'
import { noteInTrace } from '../../trace.js'
import { AppError } from '../model/app-error.js'
import { receptionPhone } from '../model/commune.js'
import { LANGUAGES, type Language, toLanguage } from '../model/language.js'
import type { MessageKey, Say } from '../model/say.js'
import { frenchTypography } from '../text/typography.js'
import type { HeldRefusals } from './held-refusals.js'
import { communeNamedBy, type NamedCommunes } from './public-address.js'
import type { RateLimits } from './rate-limits.js'
import { API_PREFIX, isEmbedded } from './route.js'
import type { RouteTable } from './route-table.js'
import type { SecurityEvents } from './security-events.js'
import { MAX_TEXT_LENGTH, type Problem } from './shapes.js'

/** Details that an error's sentence may name: who took the handoff, when the reception opens. */
export class DescribedError extends AppError {
  readonly parameters: Record<string, string>
  constructor(code: string, status: number, parameters: Record<string, string>) {
    super(code, status)
    this.parameters = parameters
  }
}

/** An error of one field, whose sentence has details that depend on the language of the caller. */
export class FieldError extends AppError {
  readonly parameters: (language: Language) => Record<string, string>
  constructor(
    code: string,
    status: number,
    { field, parameters }: { field?: string; parameters: (language: Language) => Record<string, string> },
  ) {
    super(code, status, field === undefined ? {} : { field })
    this.parameters = parameters
  }
}

/** An error whose answer proposes something: more members of the problem (RFC 9457, section 3.2). */
export class ExtendedError extends AppError {
  readonly members: Pick<Problem, 'slots' | 'communes'>
  constructor(code: string, status: number, options: { field: string; members: ExtendedError['members'] }) {
    super(code, status, { field: options.field })
    this.members = options.members
  }
}

/**
 * Reads a request's body, or says which field is at fault.
 * @throws AppError `invalid_request`, `text_too_long`, `text_empty` (422)
 */
export function parseBody<T>(schema: z.ZodType<T>, body: unknown): T {
  const read = schema.safeParse(body ?? {})
  if (read.success) return read.data
  const issue = read.error.issues[0]
  const field = issue?.path.join('.') || unknownField(issue)
  if (issue?.code === 'too_big' && TEXT_FIELDS.has(field)) throw new AppError('text_too_long', 422, { field })
  if (issue?.code === 'too_small' && TEXT_FIELDS.has(field)) throw new AppError('text_empty', 422, { field })
  throw new AppError('invalid_request', 422, field ? { field } : {})
}

/** Fields that hold what a person typed. */
const TEXT_FIELDS = new Set(['text', 'question', 'subject'])

/** The name of a field that the contract does not have; only a plain name is repeated. */
function unknownField(issue: z.core.$ZodIssue | undefined): string {
  const name = issue?.code === 'unrecognized_keys' ? (issue.keys[0] ?? '') : ''
  return /^[a-z]\w{0,39}$/i.test(name) ? name : ''
}

/** Refuses what comes while the process stops. @throws AppError `stopping` (503) */
export function requireRunning({ stopping }: { stopping: () => boolean }): void {
  if (stopping()) throw new AppError('stopping', 503, { retryAfterS: 2 })
}

/** The same before a handler. */
export function refuseWhenStopping(needs: { stopping: () => boolean }): RequestHandler {
  return (_request, _response, next) => {
    requireRunning(needs)
    next()
  }
}

/** The answer to an address that does not exist. */
export const notFound: RequestHandler = () => {
  throw new AppError('not_found', 404)
}

/**
 * The only place where an error becomes an HTTP answer. The detail of an unexpected one is logged, never sent.
 * @param callInstead the phone that a citizen may call while nothing can be kept; `null` to others
 */
export function createErrorHandler(
  say: Say,
  witnesses: ErrorWitnesses,
  callInstead: (request: Request) => string | null,
): ErrorRequestHandler {
  const { logger, securityEvents } = witnesses
  return async (error: unknown, request, response, _next) => {
    const known = toAppError(error)
    const path = loggablePath(request.path)
    logFailure(logger, error, path)
    securityEvents.refused(known, request, path)
    await holdRefusal(known, { request, response }, witnesses)
    // An answer that has begun cannot become a problem: it is cut, so that nobody takes it for whole.
    if (response.headersSent) return void response.destroy()
    if (known.retryAfterS !== undefined) response.set('Retry-After', String(known.retryAfterS))
    endUnread(request, response)
    response
      .status(known.status)
      .type('application/problem+json')
      .send(JSON.stringify(tellWhomToCall(toProblem(known, say, languageOf(request)), request)))
  }

  /** While nothing can be kept, she is told whom to phone. */
  function tellWhomToCall(problem: Problem, request: Request): Problem {
    const phone = problem.code === 'storage_unavailable' ? callInstead(request) : null
    if (phone === null) return problem
    return { ...problem, detail: `${problem.detail} ${say(languageOf(request), 'error.call_instead', { phone })}` }
  }
}

/** Who is told of an error, besides the caller. */
export interface ErrorWitnesses {
  logger: Pick<Logger, 'error'>
  securityEvents: Pick<SecurityEvents, 'refused'>
  limits: Pick<RateLimits, 'callerKey'>
  heldRefusals: HeldRefusals
}

/** Refusals of those who ask too much: told later and later to whoever goes on. */
const HELD = new Set(['too_many_requests', 'body_too_large'])
/** So are all refusals of a body longer than the longest message can be, each of its letters escaped; bytes. */
const LONG_BODY = 16 * 1024

/**
 * Waits before an error is told to whoever goes on asking too much, not at all before any other. When too many wait already it is told at once, on a connection
 * that ends with it.
 */
export async function holdRefusal(
  { code, status }: AppError,
  { request, response }: { request: Request; response: Response },
  { limits, heldRefusals }: Pick<ErrorWitnesses, 'limits' | 'heldRefusals'>,
): Promise<void> {
  const isLong = status < 500 && lengthOf(request) > LONG_BODY
  if (!isLong && !HELD.has(code)) return
  const held = await heldRefusals.hold(limits.callerKey(request))
  if (held === 'full' && !response.headersSent) response.set('Connection', 'close')
}

/** Bytes of a body, as they are announced; no page of ours sends one whose length is not known. */
function lengthOf(request: Request): number {
  return request.get('transfer-encoding') === undefined
    ? Number(request.get('content-length') ?? 0)
    : Number.POSITIVE_INFINITY
}

/** A body that is still coming when the answer is known keeps no connection open. */
export function endUnread(request: Request, response: Response): void {
  if (!request.complete) response.set('Connection', 'close')
}

/** A path as it may be logged: what is neither a word of a route nor an id may be anything that somebody typed. */
function loggablePath(path: string): string {
  const parts = path.slice(0, 200).split('/')
  return parts
    .map((part) => (/^(?:[a-z.-]{0,40}|v1|[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12})$/.test(part) ? part : '…'))
    .join('/')
}

/** Logs what is the server's own fault, without anything that was sent, and has its trace say its code. @param path without any key */
export function logFailure(logger: Pick<Logger, 'error'>, error: unknown, path: string): void {
  const { status, code } = toAppError(error)
  noteInTrace({ 'error.type': code })
  if (status >= 500) logger.error({ err: loggable(error), code, path }, 'request failed')
}

/** The body of an error in the caller's language. */
export function toProblem(error: AppError, say: Say, language: Language): Problem {
  const parameters = {
    max: String(MAX_TEXT_LENGTH),
    seconds: String(error.retryAfterS ?? ''),
    ...(error instanceof DescribedError ? error.parameters : {}),
    ...(error instanceof FieldError ? error.parameters(language) : {}),
  }
  return {
    type: 'about:blank',
    title: error.code,
    status: error.status,
    code: error.code,
    detail: say(language, `error.${error.code}` as MessageKey, parameters),
    ...(error.field === undefined ? {} : { field: error.field }),
    ...(error.retryAfterS === undefined ? {} : { retryAfterS: error.retryAfterS }),
    ...(error instanceof ExtendedError ? error.members : {}),
  }
}

/** Errors of Express's body parser, by their type. */
const PARSER_ERRORS: Record<string, [code: string, status: number]> = {
  'entity.parse.failed': ['invalid_json', 400],
  'entity.too.large': ['body_too_large', 413],
  'encoding.unsupported': ['unsupported_media_type', 415],
  'charset.unsupported': ['unsupported_media_type', 415],
  'request.size.invalid': ['invalid_request', 400],
  'request.aborted': ['invalid_request', 400],
}

/** When browsers try again by themselves what could not be stored, in seconds. */
const STORAGE_RETRY_S = 5

/** Anything thrown, as an error with a code and a status; `internal` (500) when it is not an expected one. */
export function toAppError(error: unknown): AppError {
  if (error instanceof AppError) {
    if (error.code !== 'storage_unavailable' || error.retryAfterS !== undefined) return error
    return new AppError(error.code, error.status, { retryAfterS: STORAGE_RETRY_S, cause: error.cause })
  }
  const type = error instanceof Error && 'type' in error ? String(error.type) : ''
  const parser = PARSER_ERRORS[type]
  if (parser) return new AppError(parser[0], parser[1])
  const status = error instanceof Error && 'status' in error ? Number(error.status) : 500
  // Addresses that cannot be decoded, files that are not there: what Express and its file server refuse.
  if (error instanceof URIError || status === 404) return new AppError('not_found', 404)
  if (status >= 400 && status < 500) return new AppError('invalid_request', status)
  return new AppError('internal', 500, { cause: error })
}

/** Name, message and stack of an unexpected error; a parser's error would quote the body, so only its type is kept. */
function loggable(error: unknown): unknown {
  if (error instanceof AppError)
    return { code: error.code, cause: error.cause instanceof Error ? error.cause.stack : undefined }
  return error instanceof Error ? { name: error.name, stack: error.stack } : { name: typeof error }
}

/** The caller's language: the best match of `Accept-Language`, French when there is none. */
export function languageOf(request: Request): Language {
  const best = request.acceptsLanguages([...LANGUAGES])
  return toLanguage(best === false ? undefined : best)
}

/** The language that a reading asks for, in its address or its headers. */
export function queryLanguage(request: Request): Language {
  const asked = request.query.language
  return typeof asked === 'string' ? toLanguage(asked) : languageOf(request)
}

/**
 * The phone that a citizen may call while the server cannot serve her: the one of the commune by whose name she asks, that her request names, or of the only one. `null` when the
 * commune is not known without the store, or has none; and for all that is of staff, who need no phone number of their own reception.
 */
export function phoneToCallInstead(
  { communes, communeAt }: NamedCommunes,
  routes: RouteTable,
  request: Request,
): string | null {
  const path = request.originalUrl.split('?')[0] ?? ''
  const found = path.startsWith(API_PREFIX) ? routes.at(request.method, path.slice(API_PREFIX.length)) : undefined
  if (!found || !isEmbedded(found.route)) return null
  const named: unknown = (request.body as { communeId?: unknown } | undefined)?.communeId ?? found.params.id
  const [first, ...others] = communes.values()
  const ofName = communeNamedBy({ communeAt }, request)
  const commune = ofName ?? communes.get(String(named)) ?? (others.length === 0 ? first : undefined)
  return (commune && frenchTypography(receptionPhone(commune))) || null
}
