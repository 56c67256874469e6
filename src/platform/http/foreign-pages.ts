import type { Request, RequestHandler } from 'express'
import { AppError } from '../model/app-error.js'
import { toUrl } from '../text/to-url.js'
import { isOfSome, type KnownCommunes } from './commune-origins.js'
import { PLAIN_PREFIX } from './pages/plain-links.js'

/** What tells a page of ours, or of a commune's site, from any other. */
export interface KnownPages extends Pick<KnownCommunes, 'communes'> {
  /** Origin of the server as its users type it; state-changing staff calls must come from it. */
  publicOrigin: string | null
}

const READS = new Set(['GET', 'HEAD', 'OPTIONS'])

/**
 * Whether a browser sent this because a page that is neither ours nor of a commune's site made it: such a page cannot read the answer, but may send it all the
 * same. A caller that says nothing of any page is a program, or a browser too old to tell.
 */
export function isOfForeignPage(request: Request, { communes, publicOrigin }: KnownPages): boolean {
  const origin = request.get('origin')
  const site = request.get('sec-fetch-site')
  // The browser has compared them itself: it is right behind any proxy.
  if (site === 'same-origin' || site === 'none') return false
  // Some extensions take the origin away. What needed the server's leave first (CORS) had it.
  if (origin === undefined) return site !== undefined && !neededLeave(request)
  // A form of a page that sends no referrer names no origin: ours do so, in browsers that do not tell the site either.
  if (origin === 'null') return site !== undefined || !request.originalUrl.startsWith(PLAIN_PREFIX)
  return origin !== publicOrigin && hostOf(origin) !== request.host && !isOfSome(communes, origin)
}

/** Refuses what a foreign page sends that would begin, say or change something. @throws AppError `origin_refused` (403) */
export function refuseForeignPages(known: KnownPages): RequestHandler {
  return (request, _response, next) => {
    if (!READS.has(request.method) && isOfForeignPage(request, known)) throw new AppError('origin_refused', 403)
    next()
  }
}

/** Whether a browser asks first before it sends this across sites. */
function neededLeave(request: Request): boolean {
  return request.get('authorization') !== undefined || /^application\/json\b/i.test(request.get('content-type') ?? '')
}

/** Without the scheme: a proxy may speak https for a server that knows http. */
function hostOf(origin: string): string | null {
  return toUrl(origin)?.host ?? null
}
