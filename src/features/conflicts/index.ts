import type { Feature } from '../../platform/feature.js'
import { conflictRoutes } from './contract.js'
import { type ConflictRouteNeeds, serveConflicts } from './routes.js'

/** Entries that are taken for each other, or that nobody finds, are shown to curators with their remedies (decision 019). */
export const conflicts: Feature<ConflictRouteNeeds> = {
  name: 'conflicts',
  routes: conflictRoutes,
  open: (needs) => ({ served: serveConflicts(needs) }),
}
