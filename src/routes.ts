import { alertRoutes } from './features/alerts/contract.js'
import { auditRoutes } from './features/audit/contract.js'
import { conflictRoutes } from './features/conflicts/contract.js'
import { answersRoutes } from './features/entries/answers-contract.js'
import { entryRoutes } from './features/entries/contract.js'
import { tryRoutes } from './features/entries/try-contract.js'
import { failureRoutes } from './features/failures/contract.js'
import { exchangeRoutes } from './features/imports/contract.js'
import { nationalRoutes } from './features/national-feed/contract.js'
import { packRoutes } from './features/packs/contract.js'
import { publicationRoutes } from './features/publication/contract.js'
import { webhookRoutes } from './features/webhooks/contract.js'
import type { Route } from './platform/http/route.js'

/** Every route that is declared, feature by feature. */
export const ROUTES: readonly Route[] = [
  alertRoutes,
  auditRoutes,
  conflictRoutes,
  entryRoutes,
  tryRoutes,
  answersRoutes,
  failureRoutes,
  exchangeRoutes,
  nationalRoutes,
  packRoutes,
  publicationRoutes,
  webhookRoutes,
].flatMap((declared): Route[] => Object.values(declared))
