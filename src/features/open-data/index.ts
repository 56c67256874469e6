import type { Feature } from '../../platform/feature.js'
import { openDataRoutes } from './contract.js'
import { type OpenDataNeeds, serveOpenData } from './routes.js'

/** What communes publish, for whoever reads it or uses it again: pages without script, linked data, files and a feed. */
export const openData: Feature<OpenDataNeeds> = {
  name: 'open data',
  routes: openDataRoutes,
  open: (needs) => ({ served: serveOpenData(needs) }),
}
