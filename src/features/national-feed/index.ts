import type { Feature } from '../../platform/feature.js'
import { nationalRoutes } from './contract.js'
import { type NationalRouteNeeds, serveNationalFeed } from './routes.js'

/** The fiches of the State's feed, of which a commune serves those that it chooses (docs/national-data.md). */
export const nationalFeed: Feature<NationalRouteNeeds> = {
  name: 'national-feed',
  routes: nationalRoutes,
  open: (needs) => ({ served: serveNationalFeed(needs) }),
}
