import { join } from 'node:path'
import { constants } from 'node:zlib'
import compression from 'compression'
import express, { type RequestHandler, type Response, Router } from 'express'
import { LANGUAGES } from '../domain/language.js'

/** The widget's sentences in other languages than French, which travels with it. */
const WORDS = LANGUAGES.filter((language) => language !== 'fr').map((language) => `widget.${language}.json`)

/** What the pages of other sites load: the widget, and its sentences in other languages. */
const FOR_OTHER_SITES: Record<string, string> = {
  '/widget.js': 'widget.js',
  ...Object.fromEntries(WORDS.map((file) => [`/assets/${file}`, file])),
}

/**
 * Pages and assets of `public/`: the demonstration site, the console, the admin, and the widget for other sites' pages.
 * @param allowOrigins lets the pages of the communes' own sites read what the widget fetches
 */
export function staticRoutes(publicDir: string, allowOrigins: RequestHandler): Router {
  const router = Router()
  // Here alone: what is compressed beside a secret and a text of the visitor's lets its length give the secret away.
  router.use(compression({ level: 9, brotli: { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } } }))
  for (const [path, file] of Object.entries(FOR_OTHER_SITES)) {
    router.get(path, allowOrigins, (_request, response) => {
      forOtherSites(response)
      response.sendFile(`assets/${file}`, { root: publicDir })
    })
  }
  const parts = express.static(join(publicDir, 'assets/widget'), {
    cacheControl: false,
    redirect: false,
    setHeaders: partForOtherSites,
  })
  router.use('/assets/widget', allowOrigins, parts)
  router.use(
    express.static(publicDir, {
      extensions: ['html'],
      maxAge: 0,
      etag: true,
      redirect: false,
      setHeaders: letWorkerServeConsole,
    }),
  )
  return router
}

/** The service worker that shows what is pushed lies among the assets, and serves the console. */
function letWorkerServeConsole(response: Response, path: string): void {
  if (path.endsWith(join('assets', 'console-push.js'))) response.set('Service-Worker-Allowed', '/console')
}

function forOtherSites(response: Response): void {
  response.set('Cross-Origin-Resource-Policy', 'cross-origin')
  response.set('Cache-Control', 'public, max-age=300')
}

/** A module that names others is asked for anew each time, and answered by its `ETag`; those have a hash in their names, and are kept. */
function partForOtherSites(response: Response, path: string): void {
  forOtherSites(response)
  const isHashed = /-[A-Z0-9]{8}\.js$/.test(path)
  response.set('Cache-Control', isHashed ? 'public, max-age=31536000, immutable' : 'no-cache')
}
