import { Router } from 'express'
import { sayIn } from '../../../assistant/assistant-context.js'
import { sourceInWords } from '../../../assistant/digital-help/compose-places.js'
import { describePlace } from '../../../assistant/digital-help/describe-place.js'
import { queryLanguage } from '../../../assistant/routes/citizen-routes.js'
import type { PlacesView } from '../../../platform/http/contract.js'
import type { HttpContext } from '../../../platform/http/http-context.js'
import { communeOf } from '../../../platform/http/views.js'

/** `GET /communes/:id/places`: every place of help near a commune, in words. Nothing is stored by this call. */
export function placesRoute(context: HttpContext): Router {
  const router = Router()
  router.get('/communes/:id/places', (request, response) => {
    const commune = communeOf(context, request.params.id)
    const language = queryLanguage(request)
    const { now, say, placesOf } = context.assistant
    const at = { commune, now: now(), language, say: sayIn(say, language) }
    const nearby = placesOf(commune.id)
    const view: PlacesView = {
      places: (nearby?.places ?? []).map((place) => describePlace(place, at)),
      source: nearby ? sourceInWords(nearby.source, at) : '',
    }
    response.json(view)
  })
  return router
}
