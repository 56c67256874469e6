import { z } from 'zod'
import { namedEntryShape } from '../entries/contract.js'

/** What the assistant does with an example question asked as a first question, none of its own words in the index. */
const outcome = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('answered'), by: namedEntryShape, confidence: z.number() }),
  /** It asks which of these is meant. */
  z.object({ kind: z.literal('clarified'), among: z.array(namedEntryShape) }),
  z.object({ kind: z.literal('unanswered') }),
])

/** An example question as a report shows it. */
const shown = z.object({
  question: z.string(),
  /** Whether citizens really asked it. */
  isFromCitizens: z.boolean(),
})

/** A question that is dealt with otherwise than before. `before` is `null` for one that is new. */
const changed = z.object({
  ...shown.shape,
  /** Whose it is. */
  entry: namedEntryShape,
  before: outcome.nullable(),
  after: outcome,
})

/** Questions of one entry that another one takes. */
const theft = z.object({
  from: namedEntryShape,
  by: namedEntryShape,
  count: z.number(),
  /** Some of them, those that citizens really asked first. */
  examples: z.array(shown),
})

/** A share with its 95 % interval, all in [0, 1]; `null` of nothing. */
const share = z.object({ share: z.number(), low: z.number(), high: z.number() }).nullable()

/** What the example questions show of a content. */
const measure = z.object({
  asked: z.number(),
  /** Answered at once, with the confidence that the promise asks. */
  answered: z.number(),
  wrong: z.number(),
  /** Answered among asked. */
  coverage: share,
  /** Wrong among answered. */
  error: share,
})

/** How many questions changed, and which way. */
const counts = z.object({
  /** Answered by their own entry since. */
  gained: z.number(),
  /** Answered by another entry since. */
  stolen: z.number(),
  /** New ones, which another entry answers than the one that they were added to. */
  misplaced: z.number(),
  /** Answered at once before, and asked back about since. */
  ambiguous: z.number(),
  /** Answered before, or asked back about, and not any more. */
  lost: z.number(),
})

/** What citizens are answered to a question that somebody asked in vain. */
const reply = z.discriminatedUnion('kind', [
  /** `says`: its sentence first. */
  z.object({ kind: z.literal('answered'), by: namedEntryShape, says: z.string() }),
  z.object({ kind: z.literal('clarified'), among: z.array(namedEntryShape) }),
  z.object({ kind: z.literal('unanswered') }),
  /** Before any search: danger, a wish for a person, courtesies. */
  z.object({ kind: z.literal('otherwise') }),
])
const replayed = z.object({ question: z.string(), before: reply, after: reply })

/** Questions that citizens asked in vain, asked of what is served and of what would be. */
export const replayShape = z.object({
  /** Different questions, of the latest that are kept. */
  asked: z.number(),
  counts: z.object({ found: z.number(), lost: z.number(), moved: z.number() }),
  /** Answered once it is published, and not today; at most 20 of each. */
  found: z.array(replayed),
  /** Answered today, and not any more. */
  lost: z.array(replayed),
  /** Answered by another entry than today. */
  moved: z.array(replayed),
})
/** See {@link replayShape}. */
export type Replay = z.infer<typeof replayShape>
export type ReplayedQuestion = z.infer<typeof replayed>
export type ReplayReply = z.infer<typeof reply>

/** What publishing some entries would change. */
export const gateReportShape = z.object({
  /** ISO instant. */
  at: z.string(),
  servedVersion: z.string(),
  candidateVersion: z.string(),
  replay: replayShape,
  counts,
  /** Most questions first, at most 20. */
  thefts: z.array(theft),
  /** The same of new questions: harmless to others, and useless where they are. */
  misplaced: z.array(theft),
  /** Examples of each, at most 20. */
  gained: z.array(changed),
  ambiguous: z.array(changed),
  lost: z.array(changed),
  /** Of the entries to be published alone: what becomes of their own questions. */
  own: z.object({
    asked: z.number(),
    answered: z.number(),
    stolen: z.number(),
    ambiguous: z.number(),
    unanswered: z.number(),
    fromCitizens: z.number(),
  }),
  /** Most wrong answers among those given that are promised. */
  promise: z.number(),
  before: measure,
  after: measure,
  /** Whether it is let through. `doubtful` is, with something to look at: the error is measured above the promise, or questions are stolen. */
  verdict: z.enum(['passed', 'doubtful', 'blocked']),
  /** Why, when it is blocked. `promise`: it is broken, and more than it is now. `theft`: an entry loses more than a tenth of its questions to another one. */
  blockedBy: z.array(z.enum(['promise', 'theft'])),
  /** Example questions that were asked of what would be served: those of the entries to be published, and those of others that come nearest to what is new. */
  rerun: z.number(),
  durationMs: z.number(),
})

/** What a report is made of. */
export type GateOutcome = z.infer<typeof outcome>
export type ShownQuestion = z.infer<typeof shown>
export type ChangedQuestion = z.infer<typeof changed>
export type GateTheft = z.infer<typeof theft>
export type GateMeasure = z.infer<typeof measure>
export type GateCounts = z.infer<typeof counts>
export type GateReport = z.infer<typeof gateReportShape>
export type GateVerdict = GateReport['verdict']
