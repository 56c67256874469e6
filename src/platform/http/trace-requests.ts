import type { Request, RequestHandler } from 'express'
import { beginTrace } from '../../trace.js'
import { PLAIN_PREFIX } from '../../ui/plain/plain-links.js'
import { API_PREFIX } from './calls.js'
import { partOf } from './measures.js'

/** How the addresses of streams end: they last for hours, and what goes through them belongs to no request. */
const STREAM = /\/events$/

/** Where routers are mounted; the most precise first. */
const MOUNTS = [`${API_PREFIX}/agent`, API_PREFIX, PLAIN_PREFIX, '']

/**
 * Begins the trace of each request, where the town has loaded an SDK (docs/monitoring.md). It is named by the pattern of its route, never by its address,
 * which may hold a key.
 */
export const traceRequests: RequestHandler = (request, response, next) => {
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
