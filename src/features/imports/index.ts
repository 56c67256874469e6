import type { Feature } from '../../platform/feature.js'
import { exchangeRoutes } from './contract.js'
import { type ExchangeRouteNeeds, serveExchange } from './routes/exchange-routes.js'

/** Entries come in from files as drafts, and leave as files (docs/entries.md). */
export const imports: Feature<ExchangeRouteNeeds> = {
  name: 'imports',
  routes: exchangeRoutes,
  open: (needs) => ({ served: serveExchange(needs) }),
}
