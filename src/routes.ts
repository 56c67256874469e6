import { webhookRoutes } from './features/webhooks/contract.js'
import type { Route } from './platform/http/route.js'

/** Every route that is declared, feature by feature. */
export const ROUTES: readonly Route[] = [webhookRoutes].flatMap((declared): Route[] => Object.values(declared))
