import type { Probability } from '../domain/probability.js'
import type { SearchIndex } from '../retrieval/search-index.js'

/** The same index, whose results ask at least this confidence of an answer. */
export function strictIndex(index: SearchIndex, least: Probability): SearchIndex {
  if (least === 0) return index
  return {
    size: index.size,
    encoderVersion: index.encoderVersion,
    degraded: index.degraded,
    async search(text, options) {
      const found = await index.search(text, options)
      return { ...found, policy: { ...found.policy, answer: Math.max(found.policy.answer, least) } }
    },
  }
}
