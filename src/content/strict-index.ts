import type { Probability } from '../domain/probability.js'
import type { Offer } from '../retrieval/policy.js'
import type { SearchIndex } from '../retrieval/search-index.js'

/** What the promises ask of a content, above what was calibrated. */
export interface Strictness {
  /** Least confidence of an answer; 0 when the calibrated one keeps the promise. */
  least: Probability
  /** When a choice is proposed, and what is in it; `null` when too few questions were measured, and the calibrated one stays. */
  offer: Offer | null
}

/** The same index, whose results ask at least this of an answer and of a choice. */
export function strictIndex(index: SearchIndex, { least, offer }: Strictness): SearchIndex {
  if (least === 0 && offer === null) return index
  return {
    size: index.size,
    encoderVersion: index.encoderVersion,
    degraded: index.degraded,
    async search(text, options) {
      const found = await index.search(text, options)
      const { policy } = found
      const asked = offer && { ...offer, floor: Math.max(policy.floor, offer.floor) }
      return { ...found, policy: { ...policy, answer: Math.max(policy.answer, least), ...asked } }
    },
  }
}
