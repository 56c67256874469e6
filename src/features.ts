import { alerts } from './features/alerts/index.js'
import { audit } from './features/audit/index.js'
import { conflicts } from './features/conflicts/index.js'
import { entries } from './features/entries/index.js'
import { failures } from './features/failures/index.js'
import { imports } from './features/imports/index.js'
import { nationalFeed } from './features/national-feed/index.js'
import { packs } from './features/packs/index.js'
import { publication } from './features/publication/index.js'
import { webhooks } from './features/webhooks/index.js'

/** The product, feature by feature: what is taken out of this list is out of the product. */
export const FEATURES = [
  alerts,
  audit,
  conflicts,
  entries,
  failures,
  imports,
  nationalFeed,
  packs,
  publication,
  webhooks,
] as const
