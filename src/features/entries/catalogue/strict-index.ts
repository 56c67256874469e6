import type { Probability } from '../../../platform/model/turn.js'
import type { OfferThresholds } from '../../../search/policy.js'
import type { Refit } from '../../../search/refit.js'
import type { SearchIndex } from '../../../search/search-index.js'

/** What the promises ask of a content, above what was calibrated, and of which confidences. */
export interface Strictness {
  /** Least confidence of an answer; 0 when the calibrated one keeps the promise. */
  least: Probability
  /** When a choice is proposed, and what is in it; `null` when too few questions were measured, and the calibrated one stays. */
  offer: OfferThresholds | null
  /** What agents' checks made of the confidences; `null` when too few say, and they stay as they were calibrated. */
  refit: Refit | null
}

const made = new WeakMap<SearchIndex, { of: Strictness; strict: SearchIndex }>()

/** The same index, whose results ask at least this of an answer and of a choice, by refitted confidences. One object as long as the same is asked of it. */
export function strictIndex(index: SearchIndex, strictness: Strictness): SearchIndex {
  const { least, offer, refit } = strictness
  if (least === 0 && offer === null && refit === null) return index
  const known = made.get(index)
  if (known?.of === strictness) return known.strict
  const strict: SearchIndex = {
    size: index.size,
    encoderVersion: index.encoderVersion,
    degraded: index.degraded,
    async search(text, options) {
      const found = await index.search(text, { ...options, refit })
      const { policy } = found
      const asked = offer && { ...offer, floor: Math.max(policy.floor, offer.floor) }
      return { ...found, policy: { ...policy, answer: Math.max(policy.answer, least), ...asked } }
    },
  }
  made.set(index, { of: strictness, strict })
  return strict
}
