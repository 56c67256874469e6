import type { Feature } from '../../platform/feature.js'
import type { ConflictFinder } from './conflict-finder.js'
import { conflictRoutes } from './contract.js'
import { type ConflictRouteNeeds, serveConflicts } from './routes.js'

/** What conflicts are given. */
export interface ConflictNeeds extends ConflictRouteNeeds {
  conflicts: Pick<ConflictFinder, 'look' | 'start' | 'sweep'>
}

/** Entries that are taken for each other, or that nobody finds, are shown to curators with their remedies (decision 019). */
export const conflicts: Feature<ConflictNeeds> = {
  name: 'conflicts',
  routes: conflictRoutes,
  open: (needs) => ({ served: serveConflicts(needs), duties: [async () => needs.conflicts.sweep()] }),
}
