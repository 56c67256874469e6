import type { Probability } from '../platform/model/turn.js'
import type { CandidateFeatures, PooledCandidate } from './candidate-features.js'
import { sigmoid, softmax } from './logistic.js'
import { MOST_CANDIDATES_OFFERED, type Policy } from './policy.js'
import { type Refit, refitted } from './refit.js'
import { rivalsOf } from './rivals.js'
import { type ScoringNetwork, scorerOf } from './scoring-network.js'

/** Everything fitted for one way of searching, with or without an encoder. */
export interface FusionModel {
  /** Score of a candidate, on {@link CandidateFeatures}. */
  ranking: ScoringNetwork
  /** When the first candidate has example questions: being like a question that people ask vouches for more than being like a text. */
  illustrated: Judgement
  /** When it has none. */
  bare: Judgement
}

/** How much the first candidate is to be believed, and what follows. */
export interface Judgement {
  /** Probability that the first candidate is right: the logistic of a score on {@link Signals}. */
  confidence: ScoringNetwork
  /** Probability that the right entry is among the next candidates, as many as a clarification proposes beside the first, when the first is wrong: likewise. */
  runnersUp: ScoringNetwork
  policy: Policy
  /** What agents' checks made of {@link confidence} where it is served. */
  refit?: Refit | null
}

/** A candidate in the order of its score. */
export interface RankedCandidate extends PooledCandidate {
  /** Fitted score: only its differences within a question mean something, and its height a little. */
  score: number
  /** Share of the candidate among all of the question, by softmax of the scores. */
  share: Probability
}

/** A ranked candidate with the probability that it answers the question. */
export interface ConfidentCandidate extends RankedCandidate {
  confidence: Probability
  /** Of the first: before a refit. */
  calibrated?: Probability
}

/** What the whole question says about whether its first candidate is right, by name. */
export type Signals = Record<string, number>

/** What is known of a question beside its candidates. */
export interface QuestionFacts {
  /** Words that carry meaning. */
  words: number
  /** Share of the question's information whose words no entry contains. */
  unknownShare: number
  /** Entries of the base. */
  entries: number
  /** Cosine with the nearest subject that the base does not answer; `null` without an encoder or a background. */
  elsewhere: number | null
  /** Cosine with the nearest question of everyday life; `null` likewise. */
  elsewhereQuestion: number | null
}

/** Orders candidates by the fitted score, best first; equal scores by position in the index. */
export function rankCandidates(candidates: readonly PooledCandidate[], ranking: ScoringNetwork): RankedCandidate[] {
  const score = scorerOf(ranking)
  const scores = candidates.map(({ features }) => score(features))
  const shares = candidates.length > 0 ? softmax(scores) : []
  return candidates
    .map(({ document, features, illustrated, nearest }, i) => {
      // Named one by one: a spread of each costs several times more.
      return { document, features, illustrated, nearest, score: scores[i] as number, share: shares[i] as number }
    })
    .sort((a, b) => b.share - a.share || a.document - b.document)
}

/** Names of {@link Signals} without an encoder. */
export const LEXICAL_SIGNALS = [
  /** Log-odds of the first candidate's share. */
  'shareLogit',
  /** Its share less that of the second. */
  'lead',
  /** Its score. */
  'score',
  'lexicalQuestions',
  'coverage',
  'titleLikeness',
  'questionLikeness',
  'utterancesLikeness',
  'questionCount',
  'unknownShare',
  /** Logarithm of the number of words, plus 1. */
  'logWords',
  /** Logarithm of the number of entries: in a larger base a near-double is more likely. */
  'logEntries',
  /** See {@link rivalsOf}. */
  'coveringRivals',
  'alikeRivals',
  /** Logarithms of the shares of the second candidate and of the third. */
  'secondShare',
  'thirdShare',
  /** Share of all after the third. */
  'tailShare',
] as const

/** Names of the {@link Signals} that an encoder adds. */
export const DENSE_SIGNALS = [
  'denseBest',
  'denseTitle',
  'denseThree',
  'denseCentre',
  /** Cosine with the middle of the first candidate less that with the nearest other one. */
  'centreLead',
  /** Cosine with the nearest subject that no entry answers less that with the middle of the first candidate: what is asked of somebody else. */
  'elsewhereLead',
  /** Cosine with the nearest question of everyday life less that with the nearest text of the first candidate. */
  'elsewhereQuestionLead',
  /** See {@link rivalsOf}. */
  'nearRivals',
] as const

/** Names of the {@link Signals} that a message in another language adds to those. */
export const ABROAD_SIGNALS = [
  'abroadBest',
  'abroadThree',
  'abroadCentre',
  /** `abroadThree` less that of the nearest other candidate. */
  'abroadLead',
] as const

/** The judgement that applies to a question, by its first candidate. */
export function judgementOf(ranked: readonly RankedCandidate[], model: FusionModel): Judgement {
  return ranked[0]?.illustrated ? model.illustrated : model.bare
}

/** The signals of a question with at least one candidate. */
export function signalsOf(ranked: readonly RankedCandidate[], facts: QuestionFacts): Signals {
  const [first, second] = ranked
  const features: CandidateFeatures = first?.features ?? {}
  const share = first?.share ?? 0
  return {
    ...features,
    shareLogit: logit(share),
    lead: share - (second?.share ?? 0),
    score: first?.score ?? 0,
    centreLead: leadOf(ranked, 'denseCentre'),
    abroadLead: leadOf(ranked, 'abroadThree'),
    elsewhereLead: facts.elsewhere === null ? 0 : facts.elsewhere - (features.denseCentre ?? 0),
    elsewhereQuestionLead: facts.elsewhereQuestion === null ? 0 : facts.elsewhereQuestion - (features.denseBest ?? 0),
    unknownShare: facts.unknownShare,
    logWords: Math.log1p(facts.words),
    logEntries: Math.log(Math.max(1, facts.entries)),
    ...rivalsOf(ranked),
    secondShare: Math.log(shareAt(ranked, 1) + LEAST_SHARE),
    thirdShare: Math.log(shareAt(ranked, 2) + LEAST_SHARE),
    tailShare: 1 - shareAt(ranked, 0) - shareAt(ranked, 1) - shareAt(ranked, 2),
  }
}

/**
 * Confidences of ranked candidates: the first gets the calibrated probability, refitted where it is, and the next, as many as a clarification proposes, the probability that one
 * of them is right, as the ranking shares it. Those after them are worth their share too, as long as anything is left of 1. The first is the largest; the
 * sum is at most 1.
 */
export function assignConfidences(
  ranked: readonly RankedCandidate[],
  facts: QuestionFacts,
  judgement: Judgement,
): ConfidentCandidate[] {
  if (ranked.length === 0) return []
  const signals = signalsOf(ranked, facts)
  const calibrated = sigmoid(scorerOf(judgement.confidence)(signals))
  const first = refitted(calibrated, judgement.refit)
  const next = (1 - first) * sigmoid(scorerOf(judgement.runnersUp)(signals))
  const shareOf = (some: readonly RankedCandidate[]) => some.reduce((sum, { share }) => sum + share, 0)
  const perShare = next / Math.max(SMALLEST, shareOf(ranked.slice(1, MOST_CANDIDATES_OFFERED)))
  const leftPerShare = (1 - first - next) / Math.max(SMALLEST, shareOf(ranked.slice(MOST_CANDIDATES_OFFERED)))
  const choices = inOrder([first, ...ranked.slice(1, MOST_CANDIDATES_OFFERED).map(({ share }) => share * perShare)])
  const least = choices.at(-1) as number
  const confident = ranked.map(({ document, features, illustrated, nearest, score, share }, i): ConfidentCandidate => {
    const confidence = choices[i] ?? Math.min(least, share * Math.min(perShare, leftPerShare))
    return { document, features, illustrated, nearest, score, share, confidence }
  })
  Object.assign(confident[0] as ConfidentCandidate, { calibrated })
  return confident
}

/**
 * Probabilities of which none is larger than one before it, with the same sum: those out of order share what they have (pool adjacent violators, Ayer and
 * others, 1955).
 */
export function inOrder(probabilities: readonly Probability[]): Probability[] {
  const pools: { sum: number; count: number }[] = []
  for (const probability of probabilities) {
    let pool = { sum: probability, count: 1 }
    for (let last = pools.at(-1); last && last.sum * pool.count < pool.sum * last.count; last = pools.at(-1)) {
      pool = { sum: pool.sum + last.sum, count: pool.count + last.count }
      pools.pop()
    }
    pools.push(pool)
  }
  return pools.flatMap(({ sum, count }) => Array.from({ length: count }, () => sum / count))
}

/** Added to a share before its logarithm is taken. */
const LEAST_SHARE = 1e-4
/** In place of 0, by which nothing is divided. */
const SMALLEST = 1e-300

/** Bounded log-odds: beyond ±8 the softmax says nothing more. */
function logit(share: Probability): number {
  return Math.max(-8, Math.min(8, Math.log(share / Math.max(1e-12, 1 - share))))
}

function shareAt(ranked: readonly RankedCandidate[], place: number): Probability {
  return ranked[place]?.share ?? 0
}

/** A cosine of the first candidate less the largest of the others. */
function leadOf(ranked: readonly RankedCandidate[], name: string): number {
  const [first, ...others] = ranked
  const own = first?.features[name]
  if (own === undefined) return 0
  return own - others.reduce((best, { features }) => Math.max(best, features[name] ?? -1), -1)
}
