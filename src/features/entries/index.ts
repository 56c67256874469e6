import type { Feature } from '../../platform/feature.js'
import { entryRoutes } from './contract.js'
import { type EntryRouteNeeds, serveEntries } from './routes/entries-routes.js'
import { serveTrying, type TryRouteNeeds } from './routes/try-routes.js'
import { tryRoutes } from './try-contract.js'

/** What entries are given. */
export interface EntriesNeeds extends EntryRouteNeeds, TryRouteNeeds {}

/** The entries that citizens are answered with, as curators write and try them (docs/entries.md). */
export const entries: Feature<EntriesNeeds> = {
  name: 'entries',
  routes: { ...entryRoutes, ...tryRoutes },
  open: (needs) => ({ served: [...serveEntries(needs), ...serveTrying(needs)] }),
}
