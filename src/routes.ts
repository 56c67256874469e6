import { accountRoutes, sessionRoutes, staffAccountRoutes } from './features/accounts/contract.js'
import { alertRoutes } from './features/alerts/contract.js'
import { auditRoutes } from './features/audit/contract.js'
import { conflictRoutes } from './features/conflicts/contract.js'
import { declarationRoutes } from './features/declaration/contract.js'
import { answersRoutes } from './features/entries/answers-contract.js'
import { entryRoutes } from './features/entries/contract.js'
import { tryRoutes } from './features/entries/try-contract.js'
import { failureRoutes } from './features/failures/contract.js'
import { firstRunRoutes } from './features/first-run/contract.js'
import { handoffRoutes } from './features/handoffs/contract.js'
import { copilotRoutes } from './features/handoffs/copilot-contract.js'
import { deskRoutes } from './features/handoffs/desk-contract.js'
import { lifecycleRoutes } from './features/handoffs/lifecycle-contract.js'
import { routingRoutes } from './features/handoffs/routing-contract.js'
import { supervisionRoutes } from './features/handoffs/supervision-contract.js'
import { exchangeRoutes } from './features/imports/contract.js'
import { transcriptRoutes } from './features/mail/contract.js'
import { nationalRoutes } from './features/national-feed/contract.js'
import { packRoutes } from './features/packs/contract.js'
import { placeRoutes } from './features/places/contract.js'
import { practiceRoutes } from './features/practice/contract.js'
import { publicationRoutes } from './features/publication/contract.js'
import { pushRoutes } from './features/push/contract.js'
import { replyRoutes } from './features/replies/contract.js'
import { retentionRoutes, screenRoutes } from './features/retention/contract.js'
import { settingsRoutes } from './features/settings/contract.js'
import { statisticsRoutes } from './features/statistics/contract.js'
import { validationRoutes } from './features/validation/contract.js'
import { webhookRoutes } from './features/webhooks/contract.js'
import type { Route } from './platform/http/route.js'

/** Every route that is declared, feature by feature. */
export const ROUTES: readonly Route[] = [
  accountRoutes,
  alertRoutes,
  answersRoutes,
  auditRoutes,
  conflictRoutes,
  copilotRoutes,
  declarationRoutes,
  deskRoutes,
  entryRoutes,
  exchangeRoutes,
  failureRoutes,
  firstRunRoutes,
  handoffRoutes,
  lifecycleRoutes,
  nationalRoutes,
  packRoutes,
  placeRoutes,
  practiceRoutes,
  publicationRoutes,
  pushRoutes,
  replyRoutes,
  retentionRoutes,
  routingRoutes,
  screenRoutes,
  sessionRoutes,
  settingsRoutes,
  staffAccountRoutes,
  statisticsRoutes,
  supervisionRoutes,
  transcriptRoutes,
  tryRoutes,
  validationRoutes,
  webhookRoutes,
].flatMap((declared): Route[] => Object.values(declared))
