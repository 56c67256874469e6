import type { Feature } from '../../platform/feature.js'
import { answersRoutes } from './answers-contract.js'
import { entryRoutes } from './contract.js'
import { type EntryRouteNeeds, serveEntries } from './routes/entries-routes.js'
import { type AnswersRouteNeeds, serveAnswersSwitch, serveTrying, type TryRouteNeeds } from './routes/try-routes.js'
import { tryRoutes } from './try-contract.js'

/** What entries are given. */
export interface EntriesNeeds extends EntryRouteNeeds, TryRouteNeeds, Omit<AnswersRouteNeeds, 'store'> {
  store: EntryRouteNeeds['store'] & AnswersRouteNeeds['store']
}

/** The entries that citizens are answered with, as curators write and try them, and the switch of the answers (docs/entries.md). */
export const entries: Feature<EntriesNeeds> = {
  name: 'entries',
  routes: { ...entryRoutes, ...tryRoutes, ...answersRoutes },
  open: (needs) => ({ served: [...serveEntries(needs), ...serveTrying(needs), ...serveAnswersSwitch(needs)] }),
}
