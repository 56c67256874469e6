import { Router } from 'express'
import { entryTitles } from '../../features/entries/catalogue/entry-titles.js'
import type { Snapshot } from '../../features/entries/catalogue/snapshot.js'
import type { TitlesView } from '../../platform/http/contract.js'
import type { HttpContext } from '../../platform/http/http-context.js'
import { type PreparedJson, prepareJson, sendPrepared } from '../../platform/http/prepared-json.js'
import { communeOf } from '../../platform/http/views.js'
import { frenchTypography } from '../../platform/text/typography.js'

/** For how long a browser asks no more, in seconds; then it asks whether the list has changed. */
const FRESH_S = 300

/** Lists already prepared; the entries of a published content are never changed in place. */
const prepared = new WeakMap<Snapshot['entries'], PreparedJson>()

/** `GET /communes/:id/titles`: what a browser searches while a question is being typed. The same for everyone, so it may be kept. */
export function titlesRoute(context: HttpContext): Router {
  const router = Router()
  router.get('/communes/:id/titles', async (request, response) => {
    const commune = communeOf(context, String(request.params.id))
    const snapshot = await context.assistant.snapshotOf(commune.id)
    const body = prepared.get(snapshot.entries) ?? prepare(snapshot)
    response.set('Cache-Control', `public, max-age=${FRESH_S}`)
    sendPrepared(request, response, body)
  })
  return router
}

function prepare({ version, entries }: Snapshot): PreparedJson {
  const view: TitlesView = {
    contentVersion: version,
    entries: entryTitles(entries.values()).map((entry) => ({ ...entry, title: frenchTypography(entry.title) })),
  }
  const body = prepareJson(view)
  prepared.set(entries, body)
  return body
}
