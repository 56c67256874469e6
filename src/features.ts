import { alerts } from './features/alerts/index.js'
import { firstRun } from './features/first-run/index.js'
import { settings } from './features/settings/index.js'
import { statistics } from './features/statistics/index.js'
import { webhooks } from './features/webhooks/index.js'

/** The product, feature by feature: what is taken out of this list is out of the product. */
export const FEATURES = [alerts, firstRun, settings, statistics, webhooks] as const
