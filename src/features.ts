import { asking } from './assistant/routes/asking-routes.js'
import { callbacks } from './assistant/routes/callback-routes.js'
import { conversations } from './assistant/routes/conversation-routes.js'
import { screening } from './assistant/routes/screen-route.js'
import { accounts } from './features/accounts/index.js'
import { alerts } from './features/alerts/index.js'
import { appointments } from './features/appointments/index.js'
import { attachments } from './features/attachments/index.js'
import { audit } from './features/audit/index.js'
import { botpress } from './features/botpress/index.js'
import { conflicts } from './features/conflicts/index.js'
import { declaration } from './features/declaration/index.js'
import { entries } from './features/entries/index.js'
import { failures } from './features/failures/index.js'
import { firstRun } from './features/first-run/index.js'
import { handoffs } from './features/handoffs/index.js'
import { imports } from './features/imports/index.js'
import { mail } from './features/mail/index.js'
import { mcp } from './features/mcp/index.js'
import { nationalFeed } from './features/national-feed/index.js'
import { newTown } from './features/new-town/index.js'
import { openData } from './features/open-data/index.js'
import { packs } from './features/packs/index.js'
import { places } from './features/places/index.js'
import { pools } from './features/pools/index.js'
import { practice } from './features/practice/index.js'
import { publication } from './features/publication/index.js'
import { push } from './features/push/index.js'
import { remoteReplies } from './features/remote-replies/index.js'
import { replies } from './features/replies/index.js'
import { retention } from './features/retention/index.js'
import { service } from './features/service/index.js'
import { settings } from './features/settings/index.js'
import { sheets } from './features/sheets/index.js'
import { staffSearch } from './features/staff-search/index.js'
import { statistics } from './features/statistics/index.js'
import { tchap } from './features/tchap/index.js'
import { truthSheet } from './features/truth-sheet/index.js'
import { validation } from './features/validation/index.js'
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
  alerts,
  audit,
  declaration,
  entries,
  attachments,
  conflicts,
  publication,
  failures,
  firstRun,
  imports,
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
  staffSearch,
  statistics,
  truthSheet,
  retention,
  mail,
  push,
  webhooks,
] as const

/** One of them. */
export type ListedFeature = (typeof FEATURES)[number]

/** Every route of the product. */
export const ROUTES: readonly Route[] = FEATURES.flatMap(({ routes }): Route[] => Object.values(routes))
