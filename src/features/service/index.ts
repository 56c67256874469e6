import type { Feature } from '../../platform/feature.js'
import { serviceRoutes } from './contract.js'
import { type ServiceNeeds, serveService } from './routes.js'

/** What is asked by who runs the server. */
export const service: Feature<ServiceNeeds> = {
  name: 'service',
  routes: serviceRoutes,
  open: (needs) => ({ served: serveService(needs) }),
}
