import type { z } from 'zod'
import type { Role } from '../model/role.js'
import type { Fates } from './typed-text.js'

/** Where every route is, but those that are declared beside it. */
export const API_PREFIX = '/api/v1'

/** Where other assistants ask, beside the prefix: the address that people copy. */
export const MCP_PATH = '/mcp'

/**
 * Who may call a route: anyone; the citizen whose conversation its path names, who holds its token; the same, known by what the process remembers of the
 * conversation, where the handler reads it again (`sender`); any member of the staff for her own account (even before she has the second factor that is asked
 * of her); the same from a page that does not know the token of her session; or who has one of these roles.
 */
export type Access = 'anyone' | 'citizen' | 'sender' | 'account' | 'session' | readonly Role[]

/**
 * What a call is counted against, besides the limit of all requests of an address: what the address asks of the assistant, or of long answers (`address`), the
 * conversations that it begins (`start`), what is asked in one conversation. `nothing`: not even the limit of all requests, for whoever watches over the server.
 */
export type Count = 'address' | 'start' | 'conversation' | 'nothing'

/**
 * A route of the HTTP contract, declared once: the server checks what comes in and, in tests, what goes out; the browser client and the OpenAPI document
 * follow from it.
 */
export interface Route {
  method: 'get' | 'post' | 'put' | 'delete'
  /** As OpenAPI writes it, under the prefix: `/admin/webhooks/{id}`. */
  path: `/${string}`
  summary: string
  access: Access
  /** It touches what communes share: where there are several, a super-admin's alone. */
  server?: true
  counts?: Count | readonly Count[]
  /** Pages of the communes' own sites call it too; they may call whatever a citizen may. */
  embedded?: true
  query?: z.ZodType
  body?: z.ZodType
  /** What becomes of what a person types in the body; see `typed-text.ts`. */
  typed?: Fates
  /** The body is a file of this type, not JSON. */
  upload?: 'application/zip' | 'application/octet-stream'
  /** What a success answers: JSON of this shape; `null`: nothing (204). */
  answer: z.ZodType | null
  /** Of a success. Default: 200, or 204 where nothing is answered. */
  status?: 200 | 201 | 202 | 204 | 302
  /** Something that wants no answer may be sent too: it is taken (202). */
  acknowledges?: true
  /** What the answer is, when it is not JSON: then `answer` is its text. */
  mediaType?:
    | 'text/event-stream'
    | 'text/plain'
    | 'text/css'
    | 'text/html'
    | 'text/csv'
    | 'application/zip'
    | 'application/octet-stream'
    | 'application/xml'
    | 'application/atom+xml'
    | 'application/ld+json'
  /** Statuses of the problems that it may answer, besides those that any route may. */
  errors?: readonly number[]
  /** Served under the communes' own names too, as is what citizens call; anything else is at the server's address alone. */
  underNames?: true
  /** Beside the prefix, not under it. */
  atRoot?: true
}

/** Whether pages of the communes' own sites may call a route: all that citizens do, and what says so. */
export function isEmbedded({ access, embedded }: Pick<Route, 'access' | 'embedded'>): boolean {
  return embedded === true || access === 'citizen' || access === 'sender'
}

/** Whether a route is served under the communes' own names. */
export function isUnderNames(route: Pick<Route, 'access' | 'embedded' | 'underNames'>): boolean {
  return route.underNames === true || isEmbedded(route)
}

/** Whether a call of a route is counted against a limit. */
export function isCounted({ counts = [] }: Pick<Route, 'counts'>, against: Count): boolean {
  return [counts].flat().includes(against)
}

/** Declares a route. Its literal types are kept, so that paths, parameters and shapes are checked wherever it is used. */
export function route<const R extends Route>(declared: R): R {
  return declared
}

type NamesIn<Path extends string> = Path extends `${string}{${infer Name}}${infer Rest}` ? Name | NamesIn<Rest> : never

/** The parameters of a route's path, by name. */
export type ParamsOf<R extends Route> = { [Name in NamesIn<R['path']>]: string }
/** The query of a route as its handler reads it. */
export type QueryOf<R extends Route> = R extends { query: infer Schema extends z.ZodType }
  ? z.output<Schema>
  : undefined
/** The body of a route as its handler reads it. */
export type BodyOf<R extends Route> = R extends { body: infer Schema extends z.ZodType } ? z.output<Schema> : undefined
/** What a route answers. */
export type AnswerOf<R extends Route> = R['answer'] extends z.ZodType ? z.output<R['answer']> : null

/** What a caller gives with a route: of each part, what is declared. */
export type CallOf<R extends Route> = ([NamesIn<R['path']>] extends [never] ? unknown : { params: ParamsOf<R> }) &
  (R extends { query: infer Schema extends z.ZodType } ? { query?: z.input<Schema> } : unknown) &
  (R extends { body: infer Schema extends z.ZodType } ? { body: z.input<Schema> } : unknown)

/** The arguments of a function that calls a route: none where nothing is needed. */
export type CallArguments<R extends Route> =
  unknown extends CallOf<R> ? [] : object extends CallOf<R> ? [call?: CallOf<R>] : [call: CallOf<R>]

/** What a caller may give to any route, as a client that sends it sees it. */
export interface AnyCall {
  params?: Readonly<Record<string, string | undefined>>
  query?: Readonly<Record<string, unknown>> | undefined
  body?: unknown
}

/** The address of a call, under the prefix. Members of the query that are `undefined` are left out. Pure. */
export function addressOf({ path }: Pick<Route, 'path'>, { params = {}, query = {} }: AnyCall = {}): string {
  const address = path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(params[name] ?? ''))
  // JSON leaves out what is `undefined`.
  const search = `${new URLSearchParams(JSON.parse(JSON.stringify(query)))}`
  return search ? `${address}?${search}` : address
}
