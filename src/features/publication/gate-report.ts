import type { Probability } from '../../platform/model/turn.js'

/** An entry as a report names it. */
export interface NamedEntry {
  id: string
  title: string
}

/** What the assistant does with an example question asked as a first question, none of its own words in the index. */
export type GateOutcome =
  | { kind: 'answered'; by: NamedEntry; confidence: Probability }
  /** It asks which of these is meant. */
  | { kind: 'clarified'; among: NamedEntry[] }
  | { kind: 'unanswered' }

/** An example question as a report shows it. */
export interface ShownQuestion {
  question: string
  /** Whether citizens really asked it. */
  isFromCitizens: boolean
}

/** A question that is dealt with otherwise than before. `before` is `null` for one that is new. */
export interface ChangedQuestion extends ShownQuestion {
  /** Whose it is. */
  entry: NamedEntry
  before: GateOutcome | null
  after: GateOutcome
}

/** Questions of one entry that another one takes. */
export interface GateTheft {
  from: NamedEntry
  by: NamedEntry
  count: number
  /** Some of them, those that citizens really asked first. */
  examples: ShownQuestion[]
}

/** A share with its 95 % interval, all in [0, 1]; `null` of nothing. */
export type GateShare = { share: number; low: number; high: number } | null

/** What the example questions show of a content. */
export interface GateMeasure {
  asked: number
  /** Answered at once, with the confidence that the promise asks. */
  answered: number
  wrong: number
  /** Answered among asked. */
  coverage: GateShare
  /** Wrong among answered. */
  error: GateShare
}

/** How many questions changed, and which way. */
export interface GateCounts {
  /** Answered by their own entry since. */
  gained: number
  /** Answered by another entry since. */
  stolen: number
  /** New ones, which another entry answers than the one that they were added to. */
  misplaced: number
  /** Answered at once before, and asked back about since. */
  ambiguous: number
  /** Answered before, or asked back about, and not any more. */
  lost: number
}

/** Whether a publication is let through. `doubtful` is, with something to look at: the error is measured above the promise, or questions are stolen. */
export type GateVerdict = 'passed' | 'doubtful' | 'blocked'

/** `promise`: it is broken, and more than it is now. `theft`: an entry loses more than a tenth of its questions to another one. */
export type GateBlock = 'promise' | 'theft'

/** What publishing some entries would change. */
export interface GateReport {
  /** ISO instant. */
  at: string
  servedVersion: string
  candidateVersion: string
  counts: GateCounts
  /** Most questions first, at most 20. */
  thefts: GateTheft[]
  /** The same of new questions: harmless to others, and useless where they are. */
  misplaced: GateTheft[]
  /** Examples of each, at most 20. */
  gained: ChangedQuestion[]
  ambiguous: ChangedQuestion[]
  lost: ChangedQuestion[]
  /** Of the entries to be published alone: what becomes of their own questions. */
  own: { asked: number; answered: number; stolen: number; ambiguous: number; unanswered: number; fromCitizens: number }
  /** Most wrong answers among those given that are promised. */
  promise: number
  before: GateMeasure
  after: GateMeasure
  verdict: GateVerdict
  /** Why, when it is blocked. */
  blockedBy: GateBlock[]
  /** Questions that were asked anew, of those of `after`: the others keep their decision. */
  rerun: number
  /** Whether all were, since what was not expected to change did. */
  complete: boolean
  durationMs: number
}
