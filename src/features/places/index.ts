import type { Feature } from '../../platform/feature.js'
import { placeRoutes } from './contract.js'
import { type PlaceRouteNeeds, servePlaces } from './routes.js'

/** Where people are helped with what is done online. */
export const places: Feature<PlaceRouteNeeds> = {
  name: 'places',
  routes: placeRoutes,
  open: (needs) => ({ served: servePlaces(needs) }),
}
