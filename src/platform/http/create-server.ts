import express, { type Express, type Request, type RequestHandler } from 'express'
import { createAnswerOnce } from '../../assistant/answer-once.js'
import { createDialogue } from '../../assistant/bot.js'
import { createReceiver, type ReceiveMessage } from '../../assistant/receive-message.js'
import { askRoute } from '../../assistant/routes/ask-route.js'
import { requireCitizen } from '../../assistant/routes/citizen-access.js'
import { citizenRoutes } from '../../assistant/routes/citizen-routes.js'
import { citizenStream } from '../../assistant/routes/citizen-stream.js'
import { maskCitizens } from '../../assistant/routes/mask-typed.js'
import { ratingRoutes } from '../../assistant/routes/rating-routes.js'
import { titlesRoute } from '../../assistant/routes/titles-route.js'
import {
  requireAccount,
  requireRole,
  requireServerAdmin,
  requireSession,
} from '../../features/accounts/routes/staff-access.js'
import { auditRoute } from '../../features/audit/routes/audit-route.js'
import { callbackRoutes } from '../../features/callbacks/routes/callback-routes.js'
import { conflictRoutes } from '../../features/conflicts/routes/conflict-routes.js'
import { answersRoutes } from '../../features/entries/routes/answers-routes.js'
import { entriesRoutes } from '../../features/entries/routes/entries-routes.js'
import { previewRoute } from '../../features/entries/routes/preview-route.js'
import { tryRoutes } from '../../features/entries/routes/try-routes.js'
import { failureRoutes } from '../../features/failures/routes/failure-routes.js'
import { exchangeRoutes } from '../../features/imports/routes/exchange-routes.js'
import { nationalArchiveRoute } from '../../features/national-feed/routes/national-archive-route.js'
import { nationalRoutes } from '../../features/national-feed/routes/national-routes.js'
import { packRoutes } from '../../features/packs/routes/pack-routes.js'
import { gateRoutes } from '../../features/publication/routes/gate-routes.js'
import { publicationRoutes } from '../../features/publication/routes/publication-routes.js'
import { looksRoute } from '../../features/settings/looks/looks-route.js'
import { sheetRoutes } from '../../features/sheets/routes/sheet-routes.js'
import { SHEET_PREFIX } from '../../features/sheets/routes/unknown-sheet-page.js'
import { beginTrace } from '../../trace.js'
import { chatRoutes } from '../../ui/chat-page/chat-routes.js'
import { noticeRoute } from '../../ui/plain/notice-route.js'
import { errorPage, plainRoutes } from '../../ui/plain/plain-routes.js'
import type { OpenFeature } from '../feature.js'
import { AppError } from '../model/app-error.js'
import { limitBodyTime } from './body-time.js'
import { API_PREFIX } from './calls.js'
import { allowCommuneOrigins, refuseOtherSites } from './commune-origins.js'
import { refuseForeignPages } from './foreign-pages.js'
import { healthRoutes } from './health-routes.js'
import type { HttpContext } from './http-context.js'
import { partOf } from './measures.js'
import { methodNotAllowed } from './method-not-allowed.js'
import { openApiDocument } from './openapi.js'
import { DECLARATION_PATH, NOTICE_PATH, PLAIN_PREFIX } from './pages/plain-links.js'
import { type PreparedJson, prepareJson, sendPrepared } from './prepared-json.js'
import { createErrorHandler, notFound } from './problem.js'
import type { Route } from './route.js'
import { securityHeaders } from './security-headers.js'
import { routerOf, type Served, type ServingOptions } from './serve-routes.js'
import { staticRoutes } from './static-routes.js'
import { communeOf } from './views.js'

/** How the addresses of streams end: they last for hours, and what goes through them belongs to no request. */
const STREAM = /\/events$/

/** Where routers are mounted; the most precise first. */
const MOUNTS = [`${API_PREFIX}/agent`, API_PREFIX, PLAIN_PREFIX, '']

/**
 * Begins the trace of each request, where the town has loaded an SDK (docs/monitoring.md). It is named by the pattern of its route, never by its address,
 * which may hold a key.
 */
const traceRequests: RequestHandler = (request, response, next) => {
  const path = request.path
  const trace = STREAM.test(path) ? null : beginTrace(request.method, 'asked')
  if (!trace) return next()
  response.once('close', () => {
    const { statusCode, headersSent } = response
    const route = routeOf(request, path)
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

/**
 * The pattern of the route that answered, with where its router is mounted; `null` when none did. What Express knows of the mount is gone once an error
 * has left the router, so it is found again by its length.
 */
function routeOf({ route }: Request, path: string): string | null {
  const [pattern] = [(route as { path?: unknown } | undefined)?.path].flat()
  if (typeof pattern !== 'string') return null
  const typed = path.toLowerCase()
  const mount = MOUNTS.find((one) => typed.startsWith(one) && depthOf(one) + depthOf(pattern) === depthOf(path))
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

const START = /^\/conversations\/?$/i
const ACT = /^\/(?:ask|conversations\/[^/]+\/messages)\/?$/i
/** Hundreds of kilobytes, for programs that read it once. */
const DESCRIPTION = /^\/openapi\.json\/?$/i

/** Counts what an address asks of the assistant before its body is read, and of what is long to send: who asks too much costs no more than that. */
function limitActs({ limits }: Pick<HttpContext, 'limits'>): RequestHandler {
  return async (request, _response, next) => {
    if (request.method === 'POST') {
      if (START.test(request.path)) await limits.start(request)
      else if (ACT.test(request.path)) await limits.address(request)
    } else if (DESCRIPTION.test(request.path)) await limits.address(request)
    next()
  }
}

/** Largest body accepted: the longest message, several times over. */
const BODY_LIMIT = '64kb'
/** An entry with its translations and its questions, or the questions that a merge is to give back. */
const ENTRY_LIMIT = '1mb'
const JSON_TYPES = ['application/json', 'application/*+json']

/** Where people read pages of ours that are made for them. */
const PAGES = [PLAIN_PREFIX, DECLARATION_PATH, SHEET_PREFIX, NOTICE_PATH, '/chat', '/embed']

/** How a server is assembled, besides its context. */
export interface ServerOptions extends Pick<ServingOptions, 'onAnswer'> {
  trustedProxies: number
  features: readonly OpenFeature[]
}

/** Assembles every route. The server listens nowhere yet. */
export function createServer(context: HttpContext, options: ServerOptions): Express {
  const server = express()
  server.disable('x-powered-by')
  server.set('trust proxy', options.trustedProxies)
  server.set('query parser', 'simple')
  server.use(securityHeaders())
  server.use(sendElsewhere(context))
  server.use(context.measures.observe)
  server.use(limitBodyTime())
  server.use(healthRoutes(context))
  server.use(limitPerTick(context.limits.callerKey))
  server.use(traceRequests)
  server.use(limitRequests(context))
  // One receiver for both doors: the messages of a conversation wait for each other.
  const receive = createReceiver(context.assistant, createDialogue(context.assistant))
  server.use(API_PREFIX, apiRoutes(context, receive, options))
  server.use(PLAIN_PREFIX, plainRoutes({ http: context, receive }))
  server.use(routerOf(servedBy(options).filter(isAtRoot), { guardsOf: guardsOf(context, options.features) }))
  server.use(sheetRoutes(context))
  server.use(noticeRoute(context))
  server.use(chatRoutes(context))
  // What is refused before its route is told by a page too; the addresses of conversations hold a key, which no log has.
  server.use(PAGES, errorPage(context))
  const allowOrigins = allowCommuneOrigins(context)
  server.use(looksRoute(context, allowOrigins))
  server.use(staticRoutes(context, allowOrigins))
  server.use(notFound)
  server.use(createErrorHandler(context.assistant.say, context))
  return server
}

function apiRoutes(context: HttpContext, receive: ReceiveMessage, { features, onAnswer }: ServerOptions) {
  const api = express.Router()
  const serving = { guardsOf: guardsOf(context, features), onAnswer }
  const served = servedBy({ features }).filter((one) => !isAtRoot(one))
  const readsItself = ({ reads }: Served) => reads.length > 0
  api.use(noStore)
  // First of all, so that a page of the commune can read the refusals that follow.
  api.use(['/ask', '/communes', '/conversations'], allowCommuneOrigins(context), refuseForeignPages(context))
  api.use('/communes/:id', refuseSitesOfOthers(context))
  api.use(refuseWhenStopping(context))
  api.use(nationalArchiveRoute(context))
  api.use(refuseOtherTypes)
  api.use(limitActs(context))
  // Files are larger than any other body: these read their own, once they know whose it is.
  api.use(routerOf(served.filter(readsItself), serving))
  api.use(exchangeRoutes(context))
  api.use(packRoutes(context))
  api.use(['/admin/entries', '/admin/conflicts'], express.json({ limit: ENTRY_LIMIT, type: JSON_TYPES }))
  api.use(express.json({ limit: BODY_LIMIT, type: JSON_TYPES }))
  // The most asked of all comes first: the forty routers that follow are not looked through for it.
  api.use(askRoute(context, createAnswerOnce(context.assistant)))
  api.use(maskCitizens(context))
  let described: PreparedJson | undefined
  api.get('/openapi.json', (request, response) => {
    described ??= prepareJson(openApiDocument())
    sendPrepared(request, response, described)
  })
  api.use(
    routerOf(
      served.filter((one) => !readsItself(one)),
      serving,
    ),
  )
  api.use(failureRoutes(context))
  api.use(conflictRoutes(context))
  api.use(tryRoutes(context))
  api.use(answersRoutes(context))
  api.use(publicationRoutes(context))
  api.use(entriesRoutes(context))
  api.use(previewRoute(context))
  api.use(gateRoutes(context))
  api.use(auditRoute(context))
  api.use(nationalRoutes(context))
  api.use(citizenStream(context))
  api.use(citizenRoutes(context, receive))
  api.use(ratingRoutes(context))
  api.use(callbackRoutes(context))
  api.use(titlesRoute(context))
  api.use(methodNotAllowed)
  return api
}

function servedBy({ features }: Pick<ServerOptions, 'features'>): Served[] {
  return features.flatMap((feature) => feature.served ?? [])
}

function isAtRoot({ route }: Served): boolean {
  return route.atRoot === true
}

/** What lets a call of a route through, by who may make it. */
function guardsOf(context: HttpContext, features: readonly OpenFeature[]): (route: Route) => readonly RequestHandler[] {
  const told = features.flatMap(({ onStaffCall }) => onStaffCall ?? [])
  return (route) => {
    const { access, server, counts } = route
    if (access === 'anyone') return []
    if (access === 'citizen') return [requireCitizen(context, counts === 'conversation')]
    if (access === 'account') return [requireAccount(context)]
    if (access === 'session') return [requireSession(context)]
    const guard = server ? requireServerAdmin(context) : requireRole(context, access)
    const tell: RequestHandler = async (_request, response, next) => {
      for (const onStaffCall of told) await onStaffCall(route, response)
      next()
    }
    return [guard, tell]
  }
}

/** What any address may ask of this server, files and refusals included; health is asked by who runs it. */
function limitRequests({ limits }: HttpContext): RequestHandler {
  return async (request, _response, next) => {
    await limits.request(request)
    next()
  }
}

function refuseSitesOfOthers(context: HttpContext): RequestHandler {
  return (request, _response, next) => {
    refuseOtherSites(context, request, communeOf(context, String(request.params.id)))
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
function sendElsewhere({ leaving }: HttpContext): RequestHandler {
  return (_request, response, next) => {
    if (leaving()) response.set('Connection', 'close')
    next()
  }
}

function refuseWhenStopping(context: HttpContext): RequestHandler {
  return (_request, _response, next) => {
    if (context.stopping()) throw new AppError('stopping', 503, { retryAfterS: 2 })
    next()
  }
}
