import { alerts } from './features/alerts/index.js'
import { firstRun } from './features/first-run/index.js'
import { handoffs } from './features/handoffs/index.js'
import { practice } from './features/practice/index.js'
import { push } from './features/push/index.js'
import { replies } from './features/replies/index.js'
import { settings } from './features/settings/index.js'
import { statistics } from './features/statistics/index.js'
import { validation } from './features/validation/index.js'
import { webhooks } from './features/webhooks/index.js'

/** The product, feature by feature: what is taken out of this list is out of the product. */
export const FEATURES = [
  alerts,
  firstRun,
  handoffs,
  practice,
  push,
  replies,
  settings,
  statistics,
  validation,
  webhooks,
] as const
