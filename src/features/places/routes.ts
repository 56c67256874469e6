import { sourceInWords } from '../../assistant/digital-help/compose-places.js'
import { describePlace } from '../../assistant/digital-help/describe-place.js'
import type { Feature } from '../../platform/feature.js'
import { queryLanguage } from '../../platform/http/problem.js'
import { communeMeant, type NamedCommunes } from '../../platform/http/public-address.js'
import { type ServedRoute, serve } from '../../platform/http/serve-routes.js'
import type { PlacesNearby } from '../../platform/model/place.js'
import { type Say, sayIn } from '../../platform/model/say.js'
import { placeRoutes } from './contract.js'

/** What these routes need. */
export interface PlaceRouteNeeds extends NamedCommunes {
  now: () => Date
  say: Say
  /** The places of help near a commune; `null` when none were imported. */
  placesOf: (communeId: string) => PlacesNearby | null
}

/** Serves {@link placeRoutes}: every place of help near a commune, in words. Nothing is stored by this call. */
export function servePlaces(needs: PlaceRouteNeeds): ServedRoute[] {
  return [
    serve(placeRoutes.list, ({ params, request }) => {
      const { now, say, placesOf } = needs
      const commune = communeMeant(needs, request, params.id)
      const language = queryLanguage(request)
      const at = { commune, now: now(), language, say: sayIn(say, language) }
      const nearby = placesOf(commune.id)
      return {
        places: (nearby?.places ?? []).map((place) => describePlace(place, at)),
        source: nearby ? sourceInWords(nearby.source, at) : '',
      }
    }),
  ]
}

/** Where people are helped with what is done online. */
export const places: Feature<PlaceRouteNeeds> = {
  name: 'places',
  routes: placeRoutes,
  open: (needs) => ({ served: servePlaces(needs) }),
}
