import type { Feature } from '../../platform/feature.js'
import { accountRoutes, sessionRoutes, staffAccountRoutes } from './contract.js'
import { linkedRoutes } from './linked-contract.js'
import { type AccountRouteNeeds, serveAccount } from './routes/account-routes.js'
import { type StaffAccountRouteNeeds, serveStaffAccounts } from './routes/admin-account-routes.js'
import { type LinkRouteNeeds, serveLinks } from './routes/link-routes.js'
import { type LinkedRouteNeeds, serveLinked } from './routes/linked-routes.js'
import { type ProviderRouteNeeds, serveProvider } from './routes/provider-routes.js'
import { type SessionRouteNeeds, serveSessions } from './routes/session-routes.js'

type Needs = SessionRouteNeeds &
  ProviderRouteNeeds &
  LinkRouteNeeds &
  AccountRouteNeeds &
  LinkedRouteNeeds &
  StaffAccountRouteNeeds

/** Who the staff are: how they come in, their own accounts, and those that an administrator manages. */
export const accounts: Feature<Needs> = {
  name: 'accounts',
  routes: {
    ...sessionRoutes,
    ...accountRoutes,
    ...linkedRoutes,
    ...staffAccountRoutes,
  },
  open: (needs) => ({
    served: [
      ...serveSessions(needs),
      ...serveProvider(needs),
      ...serveLinks(needs),
      ...serveAccount(needs),
      ...serveLinked(needs),
      ...serveStaffAccounts(needs),
    ],
  }),
}
