import express, { type Express, type RequestHandler } from 'express'
import { createAnswerOnce } from '../assistant/answer-once.js'
import { createDialogue } from '../assistant/bot.js'
import { createReceiver } from '../assistant/receive-message.js'
import { AppError } from '../domain/app-error.js'
import { agentRoutes } from './agent-routes.js'
import { agentStream } from './agent-stream.js'
import { askRoute } from './ask-route.js'
import { citizenRoutes } from './citizen-routes.js'
import { citizenStream } from './citizen-stream.js'
import { healthRoutes } from './health-routes.js'
import type { HttpContext } from './http-context.js'
import { openApiDocument } from './openapi.js'
import { createErrorHandler, notFound } from './problem.js'
import { allowCommuneOrigins, securityHeaders } from './security-headers.js'
import { sessionRoutes } from './session-routes.js'
import { staticRoutes } from './static-routes.js'

/** Largest body accepted: the longest message, several times over. */
const BODY_LIMIT = '64kb'

/** Assembles every route. The server listens nowhere yet. */
export function createServer(context: HttpContext, options: { trustedProxies: number }): Express {
  const server = express()
  server.disable('x-powered-by')
  server.set('trust proxy', options.trustedProxies)
  server.set('query parser', 'simple')
  server.use(securityHeaders())
  server.use(healthRoutes(context))
  server.use('/api/v1', apiRoutes(context))
  server.use(staticRoutes(context.publicDir))
  server.use(notFound)
  server.use(createErrorHandler(context.assistant.say, context.logger))
  return server
}

function apiRoutes(context: HttpContext) {
  const receive = createReceiver(context.assistant, createDialogue(context.assistant))
  const api = express.Router()
  api.use(noStore, refuseWhenStopping(context))
  api.use(express.json({ limit: BODY_LIMIT, type: ['application/json', 'application/*+json'] }))
  api.get('/openapi.json', (_request, response) => {
    response.json(openApiDocument())
  })
  // The stream comes before the routers that check roles: each path has one guard.
  api.use('/agent', agentStream(context))
  api.use('/agent', agentRoutes(context))
  api.use(sessionRoutes(context))
  api.use(allowCommuneOrigins(context))
  api.use(citizenStream(context))
  api.use(citizenRoutes(context, receive))
  api.use(askRoute(context, createAnswerOnce(context.assistant)))
  return api
}

const noStore: RequestHandler = (_request, response, next) => {
  response.set('Cache-Control', 'no-store')
  next()
}

function refuseWhenStopping(context: HttpContext): RequestHandler {
  return (_request, _response, next) => {
    if (context.stopping()) throw new AppError('stopping', 503, { retryAfterS: 2 })
    next()
  }
}
