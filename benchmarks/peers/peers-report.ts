import type { Outcome } from '../../src/platform/model/outcome.js'
import type { Probability } from '../../src/platform/model/turn.js'
import type { Policy } from '../../src/search/policy.js'
import type { Interval } from './bootstrap.js'

/** What one system gave for one question. */
export interface AskedQuestion {
  id: string
  style: string | null
  /** Whether some entry answers it. */
  inScope: boolean
  /** Place of the first right entry, from 1; `null` when it is not among the first ten, or there is none. */
  rightAt: number | null
  confidence: Probability | null
  outcome: Outcome | null
  ms: number
}

/** Quality over questions that some entry answers. */
export interface Hits {
  questions: number
  'hit@1': number
  'hit@3': number
  'hit@5': number
  mrr: number
  /** 95 %, of hit@1. */
  interval: Interval | null
}

/** A system on a case. */
export interface SystemReport extends Hits {
  id: string
  name: string
  /** `peer`: what a town would pick instead. `encoder`: the meaning of a model alone. */
  kind: 'guichet' | 'peer' | 'encoder'
  /** hit@1 over that of the best peer, with its paired 95 % interval; `null` without a peer. */
  ratio: number | null
  ratioInterval: Interval | null
  byStyle: Record<string, Hits>
  /** Milliseconds a question. */
  msMedian: number
  msP95: number
  residentMb: number
  peakMb: number
  /** From nothing; `null` when only the cached build was run. */
  buildS: number | null
  /** With the embeddings kept by an earlier build; `null` for a system that keeps none. */
  cachedBuildS: number | null
  encoderVersion: string | null
  policy: Policy | null
  asked: AskedQuestion[]
}

/** All systems on one case. */
export interface CaseReport {
  name: string
  entries: number
  /** Questions that some entry answers. */
  questions: number
  /** Questions that no entry answers: asked, for the confidence only. */
  unanswerable: number
  leftOut: number
  withIntents: boolean
  systems: SystemReport[]
  missing: { name: string; reason: string }[]
}

/** The file of `npm run bench -- peers`. */
export interface PeersReport {
  measuredAt: string
  machine: { cores: number; model: string; memoryGb: number; node: string }
  cases: CaseReport[]
}
