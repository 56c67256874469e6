import type { RequestHandler, Response } from 'express'
import helmet from 'helmet'

/** Headers of every answer: a strict content policy, nothing from elsewhere, no referrer. */
export function securityHeaders(): RequestHandler[] {
  return [refusePowers, policies()]
}

/** What no page of ours asks of a browser; the microphone is for dictating a question. */
const refusePowers: RequestHandler = (_request, response, next) => {
  response.set(
    'Permissions-Policy',
    'camera=(), display-capture=(), geolocation=(), microphone=(self), payment=(), usb=()',
  )
  next()
}

function policies(): RequestHandler {
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
        // The console's vouches for its own worker and nothing else; what is pasted is read in a document apart.
        trustedTypes: ['guichet-console', 'guichet-paste'],
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
