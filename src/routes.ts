import { accountRoutes, sessionRoutes, staffAccountRoutes } from './features/accounts/contract.js'
import { alertRoutes } from './features/alerts/contract.js'
import { declarationRoutes } from './features/declaration/contract.js'
import { firstRunRoutes } from './features/first-run/contract.js'
import { handoffRoutes } from './features/handoffs/contract.js'
import { copilotRoutes } from './features/handoffs/copilot-contract.js'
import { deskRoutes } from './features/handoffs/desk-contract.js'
import { lifecycleRoutes } from './features/handoffs/lifecycle-contract.js'
import { routingRoutes } from './features/handoffs/routing-contract.js'
import { supervisionRoutes } from './features/handoffs/supervision-contract.js'
import { transcriptRoutes } from './features/mail/contract.js'
import { placeRoutes } from './features/places/contract.js'
import { practiceRoutes } from './features/practice/contract.js'
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
  declarationRoutes,
  firstRunRoutes,
  placeRoutes,
  retentionRoutes,
  screenRoutes,
  sessionRoutes,
  settingsRoutes,
  staffAccountRoutes,
  statisticsRoutes,
  handoffRoutes,
  copilotRoutes,
  deskRoutes,
  lifecycleRoutes,
  routingRoutes,
  supervisionRoutes,
  practiceRoutes,
  pushRoutes,
  replyRoutes,
  validationRoutes,
  transcriptRoutes,
  webhookRoutes,
].flatMap((declared): Route[] => Object.values(declared))
