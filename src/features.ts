import { asking } from './assistant/routes/asking-routes.js'
import { callbacks } from './assistant/routes/callback-routes.js'
import { conversations } from './assistant/routes/conversation-routes.js'
import { screening } from './assistant/routes/screen-route.js'
import { accounts } from './features/accounts/index.js'
import { agentAlerts } from './features/agent-alerts/routes.js'
import { appointments } from './features/appointments/index.js'
import { attachments } from './features/attachments/routes.js'
import { audit } from './features/audit/routes.js'
import { botpress } from './features/botpress/index.js'
import { conflicts } from './features/conflicts/routes.js'
import { declaration } from './features/declaration/routes.js'
import { entries } from './features/entries/routes/entries-routes.js'
import { exchange } from './features/exchange/routes/exchange-routes.js'
import { failures } from './features/failures/routes.js'
import { firstRun } from './features/first-run/routes.js'
import { handoffs } from './features/handoffs/index.js'
import { mail } from './features/mail/routes.js'
import { maskedData } from './features/masked-data/routes.js'
import { mcp } from './features/mcp/index.js'
import { nationalFeed } from './features/national-feed/index.js'
import { newTown } from './features/new-town/index.js'
import { openData } from './features/open-data/routes.js'
import { packs } from './features/packs/routes/pack-routes.js'
import { places } from './features/places/routes.js'
import { pools } from './features/pools/routes.js'
import { practice } from './features/practice/routes.js'
import { publication } from './features/publication/index.js'
import { remarks } from './features/remarks/routes.js'
import { remoteReplies } from './features/remote-replies/routes.js'
import { replies } from './features/replies/routes.js'
import { retention } from './features/retention/routes/retention-routes.js'
import { service } from './features/service/routes.js'
import { settings } from './features/settings/index.js'
import { sheets } from './features/sheets/routes.js'
import { staffSearch } from './features/staff-search/routes.js'
import { statistics } from './features/statistics/routes.js'
import { tchap } from './features/tchap/routes.js'
import { townAlert } from './features/town-alert/routes.js'
import { truthSheet } from './features/truth-sheet/routes.js'
import { validation } from './features/validation/routes.js'
import { webhooks } from './features/webhooks/index.js'
import type { Route } from './platform/http/route.js'
import { chatPages } from './ui/chat-page/index.js'
import { plainPages } from './ui/plain/plain-routes.js'

/**
 * The product, feature by feature: what is taken out of this list is out of the product. A sweep does their duties in this order: what citizens wait for, what
 * becomes of it, what is erased, then what leaves the server.
 */
export const FEATURES = [
  service,
  asking,
  mcp,
  conversations,
  callbacks,
  chatPages,
  plainPages,
  sheets,
  accounts,
  townAlert,
  audit,
  declaration,
  entries,
  attachments,
  conflicts,
  publication,
  failures,
  firstRun,
  exchange,
  nationalFeed,
  newTown,
  openData,
  packs,
  places,
  pools,
  practice,
  replies,
  screening,
  settings,
  handoffs,
  remoteReplies,
  tchap,
  botpress,
  appointments,
  validation,
  remarks,
  maskedData,
  staffSearch,
  statistics,
  truthSheet,
  retention,
  mail,
  agentAlerts,
  webhooks,
] as const

/** One of them. */
export type ListedFeature = (typeof FEATURES)[number]

/** Every route of the product. */
export const ROUTES: readonly Route[] = FEATURES.flatMap(({ routes }): Route[] => Object.values(routes))
