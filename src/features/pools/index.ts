import type { Feature } from '../../platform/feature.js'
import { poolRoutes } from './contract.js'
import { type PoolRouteNeeds, servePools } from './routes.js'

/**
 * Communes share agents: one account answers for several, each with its own words (docs/decisions/066-one-reception-for-several-communes.md). What is true of who
 * serves what lies with the accounts (`features/accounts/pool`): here it is set.
 */
export const pools: Feature<PoolRouteNeeds> = {
  name: 'pools',
  routes: poolRoutes,
  open: (needs) => ({ served: servePools(needs) }),
}
