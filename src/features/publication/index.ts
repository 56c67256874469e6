import type { Feature } from '../../platform/feature.js'
import { publicationRoutes } from './contract.js'
import { type PublicationRouteNeeds, servePublication } from './routes.js'

/** What content keeps of its promise is measured before it is published (decision 007). */
export const publication: Feature<PublicationRouteNeeds> = {
  name: 'publication',
  routes: publicationRoutes,
  open: (needs) => ({ served: servePublication(needs) }),
}
