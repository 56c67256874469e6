import type { Feature } from '../../platform/feature.js'
import { packRoutes } from './contract.js'
import { type PackRouteNeeds, servePacks } from './routes/pack-routes.js'

/** Sets of entries that communes share and follow, signed by who publishes them (docs/entries.md). */
export const packs: Feature<PackRouteNeeds> = {
  name: 'packs',
  routes: packRoutes,
  open: (needs) => ({ served: servePacks(needs) }),
}
