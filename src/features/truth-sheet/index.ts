import type { Feature } from '../../platform/feature.js'
import { truthRoutes } from './contract.js'
import { serveTruth, type TruthRouteNeeds } from './routes.js'
import { type SampleRouteNeeds, serveSamples } from './sample-routes.js'

/** What truth sheets are given. */
export interface TruthNeeds extends TruthRouteNeeds, SampleRouteNeeds {
  store: TruthRouteNeeds['store'] & SampleRouteNeeds['store']
}

/** What a commune publishes of how well it is answered, and the answers that its agents look at for it. */
export const truthSheet: Feature<TruthNeeds> = {
  name: 'truth sheet',
  routes: truthRoutes,
  open: (needs) => ({ served: [...serveTruth(needs), ...serveSamples(needs)] }),
}
