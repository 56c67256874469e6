import type { Feature } from '../../platform/feature.js'
import { staffSearchRoutes } from './contract.js'
import { type StaffSearchNeeds, serveStaffSearch } from './routes.js'

/** One search in everything that the administration works on (docs/entries.md). */
export const staffSearch: Feature<StaffSearchNeeds> = {
  name: 'staff-search',
  routes: staffSearchRoutes,
  open: (needs) => ({ served: serveStaffSearch(needs) }),
}
