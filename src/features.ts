import { webhooks } from './features/webhooks/index.js'
import type { Feature } from './platform/feature.js'

type NeedsOf<F> = F extends Feature<infer Needs> ? Needs : never

/** The product, feature by feature: what is taken out of this list is out of the product. */
export const FEATURES = [webhooks] as const

/** What the features need together, each no more than its own part. */
export type FeatureNeeds = NeedsOf<(typeof FEATURES)[0]>
