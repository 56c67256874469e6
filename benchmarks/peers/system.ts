import type { Outcome } from '../../src/platform/model/outcome.js'
import type { Probability } from '../../src/platform/model/turn.js'
import type { SearchDocument } from '../../src/search/analysed-document.js'
import type { Policy } from '../../src/search/policy.js'

/** Entries that a system gives for a question. */
export const RANKED = 10

/** What a system gives for one question. */
export interface Finding {
  /** Entries, best first, at most {@link RANKED}. */
  ids: string[]
  /** Calibrated probability that the first entry answers; `null` of a system that promises none. */
  confidence: Probability | null
  /** What the assistant would do; `null` of a system that only ranks. */
  outcome: Outcome | null
}

/** A way of finding entries, ready to be asked. */
export interface System {
  find(question: string): Promise<Finding>
  /** What it answers with, when it has an encoder. */
  encoderVersion?: string
  /** Its thresholds, when it decides. */
  policy?: Policy
}

/** Makes a system of a base. `cacheDir` is where embeddings are kept; those without an encoder ignore it. */
export type BuildSystem = (documents: readonly SearchDocument[], cacheDir: string | null) => Promise<System>

/** The finding of a system that only ranks. */
export function ranking(ids: readonly string[]): Finding {
  return { ids: ids.slice(0, RANKED), confidence: null, outcome: null }
}
