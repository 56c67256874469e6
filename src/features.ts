import { screening } from './assistant/routes/screen-route.js'
import { accounts } from './features/accounts/index.js'
import { alerts } from './features/alerts/index.js'
import { declaration } from './features/declaration/index.js'
import { firstRun } from './features/first-run/index.js'
import { handoffs } from './features/handoffs/index.js'
import { mail } from './features/mail/index.js'
import { places } from './features/places/index.js'
import { practice } from './features/practice/index.js'
import { push } from './features/push/index.js'
import { replies } from './features/replies/index.js'
import { retention } from './features/retention/index.js'
import { settings } from './features/settings/index.js'
import { statistics } from './features/statistics/index.js'
import { validation } from './features/validation/index.js'
import { webhooks } from './features/webhooks/index.js'

/** The product, feature by feature: what is taken out of this list is out of the product. */
export const FEATURES = [
  accounts,
  alerts,
  declaration,
  firstRun,
  handoffs,
  mail,
  places,
  practice,
  push,
  replies,
  retention,
  screening,
  settings,
  statistics,
  validation,
  webhooks,
] as const
