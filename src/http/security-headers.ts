import type { RequestHandler, Response } from 'express'
import helmet from 'helmet'
import type { HttpContext } from './http-context.js'

/** Headers of every answer: a strict content policy, nothing from elsewhere, no referrer. */
export function securityHeaders(): RequestHandler {
  return helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'"],
        imgSrc: ["'self'"],
        connectSrc: ["'self'"],
        workerSrc: ["'self'"],
        manifestSrc: ["'self'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
        frameAncestors: ["'self'"],
        requireTrustedTypesFor: ["'script'"],
      },
    },
    referrerPolicy: { policy: 'no-referrer' },
    crossOriginEmbedderPolicy: false,
    // The widget is a script of other sites' pages; its route says so. Everything else stays here.
    crossOriginResourcePolicy: { policy: 'same-origin' },
    strictTransportSecurity: { maxAge: 31_536_000, includeSubDomains: false },
  })
}

/** Lets the pages of a commune's own sites show this answer in a frame; everyone else's are still refused. */
export function allowFrames(response: Response, origins: readonly string[]): void {
  const policy = response.get('Content-Security-Policy') ?? ''
  const ancestors = ['frame-ancestors', "'self'", ...origins].join(' ')
  response.set('Content-Security-Policy', policy.replace(/frame-ancestors [^;]*/, ancestors))
  // It knows this server or nobody, and older browsers would go by it.
  response.removeHeader('X-Frame-Options')
}

/**
 * Lets the pages of the communes' own sites call the citizen's routes. Staff routes have no such list: they answer this
 * server's pages only. Citizens carry a token, not a cookie, so no credentials are allowed.
 */
export function allowCommuneOrigins(context: HttpContext): RequestHandler {
  return (request, response, next) => {
    const origin = request.get('origin')
    response.vary('Origin')
    if (!origin || !isAllowed(context, origin)) return next()
    response.set('Access-Control-Allow-Origin', origin)
    response.set('Access-Control-Expose-Headers', 'Retry-After')
    if (request.method !== 'OPTIONS') return next()
    response.set('Access-Control-Allow-Methods', 'GET, POST, DELETE')
    response.set('Access-Control-Allow-Headers', 'Authorization, Content-Type, Last-Event-ID, Accept-Language')
    response.set('Access-Control-Max-Age', '600')
    response.status(204).end()
  }
}

/** Looked up each time: an administrator may change the sites of her commune. */
function isAllowed({ communes }: HttpContext, origin: string): boolean {
  for (const { origins } of communes.values()) if (origins.includes(origin)) return true
  return false
}
