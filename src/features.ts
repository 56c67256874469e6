import { handoffs } from './features/handoffs/index.js'
import { practice } from './features/practice/index.js'
import { push } from './features/push/index.js'
import { replies } from './features/replies/index.js'
import { validation } from './features/validation/index.js'
import { webhooks } from './features/webhooks/index.js'

/** The product, feature by feature: what is taken out of this list is out of the product. */
export const FEATURES = [handoffs, practice, push, replies, validation, webhooks] as const
