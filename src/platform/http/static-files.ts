import { join } from 'node:path'
import express, { type RequestHandler, type Response, Router } from 'express'

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
export function staticFiles(publicDir: string, setHeaders: (response: Response, path: string) => void): RequestHandler {
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
