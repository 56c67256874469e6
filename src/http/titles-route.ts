import { gzipSync } from 'node:zlib'
import { Router } from 'express'
import { entryTitles } from '../content/entry-titles.js'
import type { Snapshot } from '../content/snapshot.js'
import { frenchTypography } from '../content/typography.js'
import { communeOf } from './commune-of.js'
import type { TitlesView } from './contract.js'
import type { HttpContext } from './http-context.js'

/** For how long a browser asks no more, in seconds; then it asks whether the list has changed. */
const FRESH_S = 300

/** A body ready to be sent, as it is and compressed. */
interface Prepared {
  plain: Buffer
  gzip: Buffer
}

/** Lists already prepared; the entries of a published content are never changed in place. */
const prepared = new WeakMap<Snapshot['entries'], Prepared>()

/** `GET /communes/:id/titles`: what a browser searches while a question is being typed. The same for everyone, so it may be kept. */
export function titlesRoute(context: HttpContext): Router {
  const router = Router()
  router.get('/communes/:id/titles', async (request, response) => {
    const commune = communeOf(context, String(request.params.id))
    const snapshot = await context.assistant.snapshotOf(commune.id)
    const body = prepared.get(snapshot.entries) ?? prepare(snapshot)
    response.set('Cache-Control', `public, max-age=${FRESH_S}`)
    response.vary('Accept-Encoding')
    response.type('application/json')
    if (request.acceptsEncodings('gzip') !== 'gzip') return void response.send(body.plain)
    response.set('Content-Encoding', 'gzip')
    response.send(body.gzip)
  })
  return router
}

function prepare({ version, entries }: Snapshot): Prepared {
  const view: TitlesView = {
    contentVersion: version,
    entries: entryTitles(entries.values()).map((entry) => ({ ...entry, title: frenchTypography(entry.title) })),
  }
  const plain = Buffer.from(JSON.stringify(view))
  const body = { plain, gzip: gzipSync(plain, { level: 9 }) }
  prepared.set(entries, body)
  return body
}
