import express, {
  type ErrorRequestHandler,
  type Express,
  type Request,
  type RequestHandler,
  type Router,
} from 'express'
import { beginTrace } from '../../trace.js'
import type { OpenFeature } from '../feature.js'
import { AppError } from '../model/app-error.js'
import type { Say } from '../model/say.js'
import { limitBodyTime } from './body-time.js'
import { allowCommuneOrigins } from './commune-origins.js'
import { type KnownPages, refuseForeignPages } from './foreign-pages.js'
import { type Measures, partOf } from './measures.js'
import { createErrorHandler, type ErrorWitnesses, notFound, phoneToCallInstead, refuseWhenStopping } from './problem.js'
import { refuseUnderNames } from './public-address.js'
import type { RateLimits } from './rate-limits.js'
import { API_PREFIX, isCounted, isEmbedded, isUnderNames, type Route } from './route.js'
import { methodNotAllowed, type RouteTable, routeTable } from './route-table.js'
import { securityHeaders } from './security-headers.js'
import { patternOf, routerOf, type ServedRoute, type ServingOptions } from './serve-routes.js'
import { type StaticNeeds, staticRoutes } from './static-routes.js'

/** How the addresses of streams end: they last for hours, and what goes through them belongs to no request. */
const STREAM = /\/events$/

/**
 * Begins the trace of each request, where the town has loaded an SDK (docs/monitoring.md). It is named by the pattern of its route, never by its address,
 * which may hold a key.
 * @param mounts where routers are mounted
 */
function traceRequests(mounts: readonly string[]): RequestHandler {
  return (request, response, next) => {
    const path = request.path
    const trace = STREAM.test(path) ? null : beginTrace(request.method, 'asked')
    if (!trace) return next()
    response.once('close', () => {
      const { statusCode, headersSent } = response
      const route = routeOf(request, path, mounts)
      trace.end({
        name: `${request.method} ${route ?? partOf(path)}`,
        facts: {
          'http.request.method': request.method,
          ...(route === null ? {} : { 'http.route': route }),
          ...(headersSent ? { 'http.response.status_code': statusCode } : { 'error.type': 'left' }),
        },
        failed: headersSent && statusCode >= 500,
      })
    })
    trace.during(next)
  }
}

/**
 * The pattern of the route that answered, with where its router is mounted; `null` when none did. What Express knows of the mount is gone once an error
 * has left the router, so it is found again by its length.
 */
function routeOf({ route }: Request, path: string, mounts: readonly string[]): string | null {
  const [pattern] = [(route as { path?: unknown } | undefined)?.path].flat()
  if (typeof pattern !== 'string') return null
  const typed = path.toLowerCase()
  const mount = mounts.find((one) => typed.startsWith(one) && depthOf(one) + depthOf(pattern) === depthOf(path))
  return mount === undefined ? null : mount + pattern
}

function depthOf(path: string): number {
  return path.split('/').filter(Boolean).length
}

/** Requests of one caller that begin in a turn of the event loop: what a page asks for at once, some six files, takes two. */
const A_TURN = 4

/**
 * Has a few requests of one caller begin in each turn of the event loop, and the others in the next ones, in their order; none is refused. A caller who opens
 * sixty connections has them all read in one turn: what somebody else asks for then comes after a few of hers, not after all.
 * @param callerOf what tells callers apart
 */
export function limitPerTick(callerOf: (request: Request) => string): RequestHandler {
  const begun = new Map<string, number>()
  const waiting = new Map<string, (() => void)[]>()
  let isTurning = false
  const turn = () => {
    isTurning = false
    begun.clear()
    for (const [caller, line] of waiting) {
      begun.set(caller, A_TURN)
      for (const begin of line.splice(0, A_TURN)) begin()
      if (line.length === 0) waiting.delete(caller)
    }
    if (begun.size > 0) nextTurn()
  }
  const nextTurn = () => {
    if (isTurning) return
    isTurning = true
    setImmediate(turn)
  }
  return (request, response, next) => {
    const caller = callerOf(request)
    const count = begun.get(caller) ?? 0
    nextTurn()
    if (count < A_TURN && !waiting.has(caller)) {
      begun.set(caller, count + 1)
      return next()
    }
    const line = waiting.get(caller) ?? []
    waiting.set(caller, line)
    // Who left while she waited is not answered.
    line.push(() => void (response.closed || next()))
  }
}

/** Counts what an address asks of the assistant, and what is long to send, before a body is read: whoever asks too much costs no more than that. */
function limitActs(routes: RouteTable, limits: RateLimits): RequestHandler {
  return async (request, _response, next) => {
    const route = routes.at(request.method, request.path)?.route
    if (route && isCounted(route, 'start')) await limits.start(request)
    else if (route && isCounted(route, 'address')) await limits.address(request)
    next()
  }
}

/** Largest body accepted: the longest message, several times over. */
const BODY_LIMIT = '64kb'
/** An entry with its translations and its questions, or the questions that a merge is to give back. */
const ENTRY_LIMIT = '1mb'
const JSON_TYPES = ['application/json', 'application/*+json']

/** What the server itself needs, besides what its features were given. */
export interface ServerNeeds extends ErrorWitnesses, KnownPages, Omit<StaticNeeds, 'home'> {
  limits: RateLimits
  measures: Pick<Measures, 'observe'>
  say: Say
  /** Whether requests should be sent to another process from now on; those that come are served all the same. */
  leaving: () => boolean
  /** Whether the process takes no more requests. */
  stopping: () => boolean
}

/** How a server is assembled, besides its needs. */
export interface ServerOptions extends ServingOptions, Pick<StaticNeeds, 'home'> {
  trustedProxies: number
  features: readonly OpenFeature[]
  /** Tells an error by a page, where people read pages of ours. */
  errorPage: ErrorRequestHandler
}

/** Assembles every route. The server listens nowhere yet. */
export function createServer(needs: ServerNeeds, options: ServerOptions): Express {
  const { limits } = needs
  const { onAnswer, home, errorPage } = options
  const served = options.features.flatMap((feature) => feature.served ?? [])
  const pages = options.features.flatMap((feature) => feature.pages ?? [])
  const [underPrefix, atRoot] = parted(served, ({ route }) => route.atRoot !== true)
  const [watched, beside] = parted(atRoot, ({ route }) => isCounted(route, 'nothing'))
  const routes = routeTable(underPrefix.map(({ route }) => route))
  const allowOrigins = allowCommuneOrigins(needs)
  const ownGuards = (route: Route) => [
    ...(isUnderNames(route) ? [] : [refuseUnderNames(needs)]),
    ...options.guardsOf(route),
  ]
  const guardsOf = (route: Route) => [...(isEmbedded(route) ? [allowOrigins] : []), ...ownGuards(route)]
  const server = express()
  server.disable('x-powered-by')
  server.set('trust proxy', options.trustedProxies)
  server.set('query parser', 'simple')
  server.use(securityHeaders())
  server.use(sendElsewhere(needs))
  server.use(needs.measures.observe)
  server.use(limitBodyTime())
  server.use(routerOf(watched, { guardsOf, onAnswer }))
  server.use(limitPerTick(limits.callerKey))
  server.use(traceRequests([API_PREFIX, ...pages.map(({ at }) => at), '']))
  server.use(limitRequests(limits))
  server.use(
    API_PREFIX,
    apiRoutes(needs, { ...options, guardsOf: ownGuards }, { served: underPrefix, routes, allowOrigins }),
  )
  for (const { at, router } of pages) server.use(at, router)
  server.use(embeddedPrefixes(beside), allowOrigins)
  server.use(routerOf(beside, { guardsOf, onAnswer }))
  server.use(methodNotAllowed(routeTable(beside.map(({ route }) => route))))
  // What is refused before its route is told by a page too; the addresses of conversations hold a key, which no log has.
  server.use([...pages.map(({ at }) => at), ...pagePrefixes(beside)], exceptOfFiles(beside, errorPage))
  server.use(staticRoutes({ ...needs, home }, allowOrigins))
  server.use(notFound)
  server.use(createErrorHandler(needs.say, needs, (request) => phoneToCallInstead(needs, routes, request)))
  return server
}

/** What is under the prefix. */
interface Prefixed {
  served: readonly ServedRoute[]
  routes: RouteTable
  allowOrigins: RequestHandler
}

function apiRoutes(
  needs: ServerNeeds,
  { guardsOf, onAnswer }: ServerOptions,
  { served, routes, allowOrigins }: Prefixed,
): Router {
  const api = express.Router()
  const serving = { guardsOf, onAnswer }
  const [files, rest] = parted(served, ({ route }) => route.upload !== undefined)
  const [readingItself, small] = parted(rest, ({ reads }) => reads.length > 0)
  // What citizens ask is asked most: two hundred others are not looked through for it.
  const [first, last] = parted(small, ({ route }) => isEmbedded(route))
  api.use(noStore)
  // First of all, so that a page of the commune can read the refusals that follow.
  api.use(embeddedPrefixes(served), allowOrigins, refuseForeignPages(needs))
  api.use(refuseWhenStopping(needs))
  // A body that is a file has a type of its own.
  api.use(routerOf(files, serving))
  api.use(refuseOtherTypes)
  api.use(limitActs(routes, needs.limits))
  // Files are larger than any other body: these read their own, once they know whose it is.
  api.use(routerOf(readingItself, serving))
  api.use(['/admin/entries', '/admin/conflicts'], express.json({ limit: ENTRY_LIMIT, type: JSON_TYPES }))
  api.use(express.json({ limit: BODY_LIMIT, type: JSON_TYPES }))
  api.use(routerOf([...first, ...last], serving))
  api.use(methodNotAllowed(routes))
  return api
}

/** The first segments of what pages of the communes' own sites call: everything below them is theirs to call. */
function embeddedPrefixes(served: readonly ServedRoute[]): string[] {
  const embedded = served.filter(({ route }) => isEmbedded(route))
  return [...new Set(embedded.map(({ route }) => `/${route.path.split('/')[1]}`))]
}

/** Where people read pages of ours, up to what is named in their addresses. */
function pagePrefixes(served: readonly ServedRoute[]): string[] {
  const pages = served.filter(({ route }) => route.mediaType === 'text/html')
  return pages.map(({ route }) => route.path.replace(/\/\{.*/, ''))
}

/** Tells an error by a page where a page was asked for; a program that asks for a file among them is told as any other. */
function exceptOfFiles(served: readonly ServedRoute[], errorPage: ErrorRequestHandler): ErrorRequestHandler {
  const files = new Set(
    served.filter(({ route }) => route.mediaType !== 'text/html').map(({ route }) => patternOf(route)),
  )
  return (error: unknown, request, response, next) =>
    files.has(String(request.route?.path)) ? next(error) : errorPage(error, request, response, next)
}

function parted<T>(all: readonly T[], isFirst: (one: T) => boolean): [T[], T[]] {
  return [all.filter(isFirst), all.filter((one) => !isFirst(one))]
}

/** What any address may ask of this server, files and refusals included; health is asked by whoever runs it. */
function limitRequests(limits: Pick<RateLimits, 'request'>): RequestHandler {
  return async (request, _response, next) => {
    await limits.request(request)
    next()
  }
}

const noStore: RequestHandler = (_request, response, next) => {
  response.set('Cache-Control', 'no-store')
  next()
}

/** A body that is not JSON is refused, not ignored. */
const refuseOtherTypes: RequestHandler = (request, _response, next) => {
  const isEmpty = request.get('content-length') === '0'
  if (!isEmpty && request.is(JSON_TYPES) === false) throw new AppError('unsupported_media_type', 415)
  next()
}

/** A connection that is kept open would bring the next requests to a process that leaves. */
function sendElsewhere({ leaving }: Pick<ServerNeeds, 'leaving'>): RequestHandler {
  return (_request, response, next) => {
    if (leaving()) response.set('Connection', 'close')
    next()
  }
}
