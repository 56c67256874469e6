import { join, posix } from 'node:path'
import express, { type Request, type RequestHandler, type Response, Router } from 'express'
import { LANGUAGES } from '../model/language.js'
import { type Addresses, communeNamedBy, serverAddress } from './public-address.js'
import type { RateLimits } from './rate-limits.js'

/** Where the build lays the compressed copies: a tree for each encoding, beside what it builds. No address leads there: its name begins with a dot. */
const COPIES = join('assets', '.compressed')
/** As requests name them, the smallest copies first. */
const ENCODINGS = ['br', 'gzip'] as const

/**
 * The files of a folder by their names, without `.html`, as small as the caller can read them: copies that `scripts/compress-public.mjs` has made, so that
 * sending one costs no more than reading it. A file without a copy goes out as it is, and what is not there is left to the next handler.
 * Answers of the other routes are not compressed: beside a secret and a text of the visitor's, a length gives the secret away.
 * @param setHeaders of a file that is found; `path` ends like its name, whichever copy it is
 */
function staticFiles(publicDir: string, setHeaders: (response: Response, path: string) => void): RequestHandler {
  const router = Router()
  const options = { extensions: ['html'], maxAge: 0, redirect: false }
  router.use((_request, response, next) => {
    response.vary('Accept-Encoding')
    next()
  })
  for (const encoding of ENCODINGS) {
    const copies = express.static(join(publicDir, COPIES, encoding), {
      ...options,
      setHeaders(response, path) {
        response.set('Content-Encoding', encoding)
        setHeaders(response, path)
      },
    })
    router.use((request, response, next) => {
      if (request.acceptsEncodings(encoding) !== encoding) return next()
      return copies(request, response, (error) => {
        // A refusal, of a range for one, is written out in full.
        response.removeHeader('Content-Encoding')
        next(error)
      })
    })
  }
  router.use(express.static(publicDir, { ...options, setHeaders }))
  return router
}

/** Answers to one caller that are under way at once: as many as a browser asks for on its own. */
const LANES = 6
/** An answer that takes longer lets the next one begin, ms: readers behind one address whose lines are slow do not hold up the others there. */
const LONGEST_MS = 100

interface Line {
  running: number
  waiting: (() => void)[]
}

/**
 * Has a few requests of one caller answered at once, and the others after these, in their order; none is refused. However many connections a caller opens,
 * what somebody else asks for comes after a few of hers, not after one for each connection. A whole town hall behind one address has what the server can give.
 * @param callerOf what tells callers apart
 */
export function limitConcurrency(callerOf: (request: Request) => string): RequestHandler {
  const lines = new Map<string, Line>()
  const advance = (caller: string, line: Line) => {
    while (line.running < LANES) {
      const begin = line.waiting.shift()
      if (!begin) break
      begin()
    }
    if (line.running === 0) lines.delete(caller)
  }
  return (request, response, next) => {
    const caller = callerOf(request)
    const line = lines.get(caller) ?? { running: 0, waiting: [] }
    lines.set(caller, line)
    line.waiting.push(() => {
      // Who left while she waited is not answered.
      if (response.closed) return
      line.running += 1
      untilClosed(response, () => {
        line.running -= 1
        advance(caller, line)
      })
      next()
    })
    advance(caller, line)
  }
}

/** Calls `end` once: when the answer is sent or given up, {@link LONGEST_MS} after now at the latest. */
function untilClosed(response: Response, end: () => void): void {
  const settle = () => {
    clearTimeout(timer)
    response.off('close', settle)
    end()
  }
  const timer = setTimeout(settle, LONGEST_MS)
  response.once('close', settle)
}

/** The widget's sentences in other languages than French, which travels with it. */
const WORDS = LANGUAGES.filter((language) => language !== 'fr').map((language) => `/assets/widget.${language}.json`)
/** What the pages of other sites load: the widget, its sentences in other languages, and its parts. */
const FOR_OTHER_SITES = /[\\/]assets[\\/]widget(?:\.js|\.[a-z]{2}\.json|[\\/][^\\/]+)$/
/** A module that names others is asked for anew each time, and answered by its `ETag`; those have a hash in their names, and are kept. */
const MODULE = /[\\/]assets[\\/]widget[\\/][^\\/]+$/
const HASHED = /-[A-Z0-9]{8}\.js$/
/** The service worker that shows what is pushed lies among the assets, and serves the console. */
const CONSOLE_WORKER = /[\\/]assets[\\/]console-push\.js$/

/** The site of the demonstration: its sentences, phones and widget are those of one imaginary commune. And what staff pages are made of. */
const DEMONSTRATION_PAGES = new Set([
  '/',
  ...['index', 'demarches', 'la-mairie', 'kit'].flatMap((name) => [`/${name}`, `/${name}.html`]),
])
const DEMONSTRATION_LOOKS = '/site.css'

/** What the files of `public/` need. */
export interface StaticNeeds extends Addresses {
  publicDir: string
  limits: Pick<RateLimits, 'callerKey'>
  /** Whether the site of the demonstration is shown: that of its imaginary commune. */
  hasDemonstrationSite: boolean
  /** Where the pages of that site lead elsewhere: the chat. */
  home: string
}

/** Pages of staff, which are at the server's own address. */
const STAFF_PAGES = new Set(['console', 'admin', 'compte', 'repondre'].flatMap((name) => [`/${name}`, `/${name}.html`]))

/**
 * Pages and assets of `public/`: the demonstration site (elsewhere, its addresses lead to the chat), the console, the admin, and the widget for other sites' pages.
 * @param allowOrigins lets the pages of the communes' own sites read what the widget fetches
 */
export function staticRoutes(needs: StaticNeeds, allowOrigins: RequestHandler): Router {
  const { publicDir, limits } = needs
  const router = Router()
  router.use(limitConcurrency(limits.callerKey))
  router.get('/widget.js', allowOrigins, (request, _response, next) => {
    request.url = '/assets/widget.js'
    next()
  })
  router.use(leadElsewhere(needs))
  for (const path of WORDS) router.get(path, allowOrigins)
  router.use('/assets/widget', allowOrigins)
  router.use(staticFiles(publicDir, describeFile))
  return router
}

/** Leads from a commune's own name to the pages of staff, which are at the server's, and from the pages of the demonstration to the chat wherever they are not. */
function leadElsewhere(needs: StaticNeeds): RequestHandler {
  const { hasDemonstrationSite, home } = needs
  const leadHome = withoutDemonstration(home)
  return (request, response, next) => {
    if (!['GET', 'HEAD'].includes(request.method)) return next()
    const isNamed = communeNamedBy(needs, request) !== undefined
    if (isNamed && STAFF_PAGES.has(fileOf(request.path)))
      return response.redirect(serverAddress(needs, request) + request.originalUrl)
    if (isNamed || !hasDemonstrationSite) return leadHome(request, response, next)
    next()
  }
}

/** Leads from the pages of the demonstration to the chat, however their address is written. */
function withoutDemonstration(home: string): RequestHandler {
  return (request, response, next) => {
    const file = fileOf(request.path)
    if (DEMONSTRATION_PAGES.has(file)) response.redirect(home)
    else next(file === DEMONSTRATION_LOOKS ? 'router' : undefined)
  }
}

/** The file that an address means, as the static files read it: decoded, without detours; in small letters, as some disks find it. */
function fileOf(path: string): string {
  try {
    return posix.normalize(`/${decodeURIComponent(path)}`).toLowerCase()
  } catch {
    return path
  }
}

function describeFile(response: Response, path: string): void {
  if (CONSOLE_WORKER.test(path)) response.set('Service-Worker-Allowed', '/console')
  if (!FOR_OTHER_SITES.test(path)) return
  response.set('Cross-Origin-Resource-Policy', 'cross-origin')
  response.set('Cache-Control', cachingOf(path))
}

function cachingOf(path: string): string {
  if (!MODULE.test(path)) return 'public, max-age=300'
  return HASHED.test(path) ? 'public, max-age=31536000, immutable' : 'no-cache'
}
