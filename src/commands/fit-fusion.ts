import { createHash } from 'node:crypto'
import { decide, outcomeOf } from '../assistant/decide.js'
import { fitNetwork, fitProbability } from '../search/fit-network.js'
import {
  assignConfidences,
  type FusionModel,
  type Judgement,
  type RankedCandidate,
  rankCandidates,
  signalsOf,
} from '../search/fusion.js'
import { type CandidateGroup, fitConditional, type Observation } from '../search/logistic.js'
import { MOST_CANDIDATES_OFFERED, type Policy, USUAL_CHOICE, USUAL_FLOOR } from '../search/policy.js'
import { createScorer, type ScoringNetwork } from '../search/scoring-network.js'
import type { JudgedCandidate, Observed, Teaching } from './calibration-data.js'
import { type Judged, type Quality, summarise } from './evaluation-summary.js'

/** What is fitted: on which side's evidence, and with which features and signals. */
export interface FitPlan {
  side: 'fused' | 'lexical' | 'abroad'
  features: readonly string[]
  signals: readonly string[]
  seed: number
  /** Largest share of wrong answers among those given, out-of-scope questions included. */
  promise: number
  /** Bounds of the threshold of `answer`, before `strictness` is added to it. */
  bounds: Record<Kind, { least: number; most: number }>
  strictness: number
  /** Most networks whose mean each fitted model is; default: as many as are shipped. One is a first look, in a third of the time. */
  networks?: number
  /** Called with what is about to be fitted: it takes minutes. */
  onProgress?: (next: string) => void
}

/** Whether the first candidate has example questions. */
export type Kind = 'illustrated' | 'bare'

/** A fitted model, and its quality on questions that it was not fitted on, by set. */
export interface Fitted {
  model: FusionModel
  quality: Record<string, Quality>
}

const FOLDS = 5
/** No set counts for more than this many questions, so that a long one does not decide alone. */
const MOST_COUNTED = 250
/** Questions that no entry of a set answers together count for this share of those that one does. */
const OUT_OF_SCOPE_SHARE = 0.3
/** So do those whose entry was removed: nearly all that citizens ask is hard, and these are the hardest. */
const REMOVED_SHARE = 0.05
const SHARES: Record<Observed['scope'], number> = { in: 1, out: OUT_OF_SCOPE_SHARE, removed: REMOVED_SHARE }
/** Of the ranking. By one network alone, a plain question's score, and with it its confidence, moves with the seed. */
const RANKING_FIT = { units: 12, networks: 3 }
/** Of the confidence: fewer questions than candidates teach it, so that its weights are held more. By one alone, a plain question's moves by a tenth. */
const CONFIDENCE_FIT = { units: 16, networks: 5, rounds: 80, decay: 4e-4 }
/** Of the probability that one of the next candidates is right. */
const RUNNERS_UP_FIT = { units: 8, networks: 5, rounds: 80, decay: 4e-4 }
/**
 * Three in ten questions that nobody can answer teach the confidence to tell them apart, more than a town gets: its height is then fitted as if they were
 * one in ten, which moves no question past another.
 */
const USUAL_SHARE = 1 / 3
/** Held hardly at all: two numbers are fitted on thousands of questions. */
const HEIGHT_RIDGE = 1e-3
const NO_POLICY: Policy = { answer: 1, gap: 0, floor: 1, choice: 1 }
/** Two answers closer than this are proposed side by side. */
const GAP = 0.15

/** A question ranked by a model that was not fitted on it. */
export interface Ranked {
  observed: Observed
  /** Best first; empty where nothing was found. */
  ranked: (RankedCandidate & { right: boolean })[]
  fold: number
  /** How much it counts, as its set {@link Teaching teaches}. */
  weights: Teaching
}

/**
 * Fits ranking, confidence and policy by cross-validation: every question is ranked by a model that did not see its entry, the confidence is
 * fitted on those rankings, and the thresholds and the reported quality come from confidences that did not see it either. The weights
 * that are kept are fitted on everything.
 */
export function fitFusion(observed: readonly Observed[], plan: FitPlan): Fitted {
  const rows = rankByFolds(observed, plan)
  const { judged, policies } = judgeByFolds(rows, plan)
  const sets = [...new Set(rows.map((row) => row.observed.set))]
  const quality = sets.map((set) => {
    const ofSet = rows.filter((row) => row.observed.set === set)
    return [set, summarise(ofSet.map((row) => judged.get(row) as Judged))] as const
  })
  tell(plan, 'ranking on all')
  const judgementOf = (kind: Kind): Judgement => {
    return { ...fitBeliefs(teachingOf(rows, kind), plan), policy: policies[kind] }
  }
  const model = {
    ranking: fitRanking(rows, plan),
    illustrated: judgementOf('illustrated'),
    bare: judgementOf('bare'),
  }
  return { model, quality: Object.fromEntries(quality) }
}

/** The questions of the plan's side, in their order, each ranked by a model that did not see its entry. */
export function rankByFolds(observed: readonly Observed[], plan: FitPlan): Ranked[] {
  const seen = observed.filter((one) => isOfSide(one, plan.side))
  const weights = weightsOf(seen)
  const rows = seen.map((one, i): Ranked => {
    return { observed: one, ranked: [], fold: foldOf(one.group, plan.seed), weights: weights[i] as Teaching }
  })
  for (let fold = 0; fold < FOLDS; fold += 1) {
    tell(plan, `ranking, part ${fold + 1} / ${FOLDS}`)
    const ranking = fitRanking(outside(rows, fold), plan)
    for (const row of inside(rows, fold)) row.ranked = rank(row.observed[plan.side], ranking)
  }
  return rows
}

/** Every question judged by a confidence that did not see its entry, and the policies chosen for that. */
export function judgeByFolds(
  rows: readonly Ranked[],
  plan: FitPlan,
): { judged: Map<Ranked, Judged>; policies: Record<Kind, Policy> } {
  tell(plan, 'confidence with example questions')
  const illustrated = judgeKind('illustrated', rows, plan)
  tell(plan, 'confidence without')
  const bare = judgeKind('bare', rows, plan)
  return {
    judged: new Map([...illustrated.judged, ...bare.judged]),
    policies: { illustrated: illustrated.policy, bare: bare.policy },
  }
}

function tell({ side, onProgress }: FitPlan, next: string): void {
  onProgress?.(`${side}: ${next}`)
}

/** Whether a question is asked of a side: those in other languages than French are apart. */
export function isOfSide({ isOtherLanguage }: Observed, side: FitPlan['side']): boolean {
  return isOtherLanguage === (side === 'abroad')
}

type Beliefs = Omit<Judgement, 'policy'>

/** Judges the questions of a kind out of fold, and chooses its policy. */
function judgeKind(kind: Kind, all: readonly Ranked[], plan: FitPlan): { policy: Policy; judged: Map<Ranked, Judged> } {
  const rows = teachingOf(all, kind)
  const outOfFold = new Map<Ranked, Beliefs>()
  for (let fold = 0; fold < FOLDS; fold += 1) {
    const believed = fitBeliefs(outside(rows, fold), plan)
    for (const row of inside(rows, fold)) outOfFold.set(row, believed)
  }
  const judgedWith = (policy: Policy): Map<Ranked, Judged> => {
    return new Map([...outOfFold].map(([row, believed]) => [row, judge(row, { ...believed, policy })]))
  }
  const policy = choosePolicy(judgedWith(NO_POLICY), kind, plan)
  const judged = [...judgedWith(policy)].filter(([row]) => kindOf(row) === kind)
  return { policy, judged: new Map(judged) }
}

/** The rows of a kind, or all where none of them teaches. */
function teachingOf(all: readonly Ranked[], kind: Kind): readonly Ranked[] {
  const some = all.filter((row) => kindOf(row) === kind)
  return teachersOf(some).length > 0 ? some : all
}

function fitBeliefs(rows: readonly Ranked[], plan: FitPlan): Beliefs {
  return { confidence: fitConfidence(rows, plan), runnersUp: fitRunnersUp(rows, plan) }
}

function kindOf({ ranked }: Ranked): Kind {
  return ranked[0]?.illustrated ? 'illustrated' : 'bare'
}

function inside(rows: readonly Ranked[], fold: number): Ranked[] {
  return rows.filter((row) => row.fold === fold)
}

function outside(rows: readonly Ranked[], fold: number): Ranked[] {
  return rows.filter((row) => row.fold !== fold)
}

function fitRanking(rows: readonly Ranked[], { side, features, seed, networks }: FitPlan): ScoringNetwork {
  // Where nothing teaches the ranking, what teaches the confidence does.
  const taught = rows.some(({ weights }) => weights.ranking > 0) ? 'ranking' : 'confidence'
  const teachers = rows.filter(({ weights }) => weights[taught] > 0)
  const groups = teachers.map(({ observed, weights }): CandidateGroup => {
    const candidates = observed[side]
    const vectors = candidates.map((candidate) => features.map((name) => candidate.features[name] ?? 0))
    return { features: vectors, right: candidates.map(({ right }) => right), weight: weights[taught] }
  })
  return fitNetwork(features, groups, { ...atMost(networks, RANKING_FIT), seed })
}

function fitConfidence(rows: readonly Ranked[], { signals, seed, networks }: FitPlan): ScoringNetwork {
  const taught = teachersOf(rows)
  const observations = taught.map((row) => observe(row, signals, row.ranked[0]?.right ?? false))
  const network = fitProbability(signals, observations, { ...atMost(networks, CONFIDENCE_FIT), seed })
  return atUsualHeight(
    network,
    signals,
    observations.map((one, i) => ({ ...one, weight: usualWeight(taught[i] as Ranked) })),
  )
}

/**
 * How likely one of the next candidates, as many as a clarification proposes, is right where the first is wrong: taught by the questions where it is, as few
 * of them out of scope as usual.
 */
function fitRunnersUp(rows: readonly Ranked[], { signals, seed, networks }: FitPlan): ScoringNetwork {
  const taught = teachersOf(rows).filter(({ ranked }) => !ranked[0]?.right)
  if (taught.length === 0) return { bias: 0, weights: {} }
  const observations = taught.map((row) => {
    const isNext = row.ranked.slice(1, MOST_CANDIDATES_OFFERED).some(({ right }) => right)
    return { ...observe(row, signals, isNext), weight: usualWeight(row) }
  })
  return fitProbability(signals, observations, { ...atMost(networks, RUNNERS_UP_FIT), seed })
}

function atMost<Fit extends { networks: number }>(networks: number | undefined, fit: Fit): Fit {
  return { ...fit, networks: Math.min(fit.networks, networks ?? fit.networks) }
}

/** Questions with a candidate whose set teaches the confidence. */
function teachersOf(rows: readonly Ranked[]): Ranked[] {
  return rows.filter(({ ranked, weights }) => ranked.length > 0 && weights.confidence > 0)
}

function observe({ observed, ranked, weights }: Ranked, signals: readonly string[], outcome: boolean): Observation {
  const values = signalsOf(ranked, observed.facts)
  return { features: signals.map((name) => values[name] ?? 0), outcome, weight: weights.confidence }
}

/** How much a question counts where those out of scope are as few as usual. */
function usualWeight({ observed, weights }: Ranked): number {
  return observed.scope === 'out' ? weights.confidence * USUAL_SHARE : weights.confidence
}

/** The network whose score is stretched and shifted so that its probabilities hold for the observations as they are weighed. */
function atUsualHeight(
  network: ScoringNetwork,
  signals: readonly string[],
  observations: readonly Observation[],
): ScoringNetwork {
  const score = createScorer(network)
  // A logistic regression: the answer against nothing, whose score is 0.
  const scored = observations.map(({ features, outcome, weight = 1 }): CandidateGroup => {
    const named = Object.fromEntries(signals.map((name, j) => [name, features[j] as number]))
    const rows = [
      [score(named), 1],
      [0, 0],
    ]
    return { features: rows, right: [outcome, !outcome], weight }
  })
  const { weights } = fitConditional(['stretch', 'shift'], scored, HEIGHT_RIDGE)
  const { stretch = 1, shift = 0 } = weights
  const stretched = Object.entries(network.weights).map(([name, weight]) => [name, weight * stretch])
  return {
    ...network,
    bias: network.bias * stretch + shift,
    weights: Object.fromEntries(stretched),
    units: (network.units ?? []).map((unit) => ({ ...unit, adds: unit.adds * stretch })),
  }
}

function rank(candidates: readonly JudgedCandidate[], ranking: ScoringNetwork): Ranked['ranked'] {
  const right = new Map(candidates.map((candidate) => [candidate.document, candidate.right]))
  return rankCandidates(candidates, ranking).map((one) => ({ ...one, right: right.get(one.document) ?? false }))
}

function judge({ observed, ranked }: Ranked, judgement: Judgement): Judged {
  const candidates = assignConfidences(ranked, observed.facts, judgement).map(({ document, confidence }) => ({
    id: `${document}`,
    confidence,
  }))
  const place = ranked.findIndex(({ right }) => right)
  return {
    outcome: outcomeOf(decide(candidates, judgement.policy)),
    confidence: candidates[0]?.confidence ?? 0,
    rightAt: place < 0 || place >= 10 ? null : place + 1,
    inScope: observed.scope === 'in',
    durationMs: 0,
  }
}

/**
 * The lowest `answer` that keeps the promise on these questions, within bounds. `floor` needs no search: confidences are probabilities, so that their sum over the choices
 * is how often the right entry is among them.
 */
function choosePolicy(judged: ReadonlyMap<Ranked, Judged>, kind: Kind, plan: FitPlan): Policy {
  // A question without weight would bring the threshold down to itself, as far as the next one that counts.
  const teachers = [...judged].filter(([{ weights }]) => weights.confidence > 0)
  const rows = teachers.map(([{ weights }, one]) => ({ ...one, weight: weights.confidence }))
  const answer = lowestKeeping(
    rows,
    ({ confidence }) => confidence,
    ({ rightAt }) => rightAt === 1,
    1 - plan.promise,
  )
  const { least, most } = plan.bounds[kind]
  const bounded = Math.max(least, Math.min(most, answer)) + plan.strictness
  return { answer: round(bounded), gap: GAP, floor: USUAL_FLOOR, choice: USUAL_CHOICE }
}

/** The lowest value such that, of the rows at or above it, at least `share` are good by weight; 1 when there is none. */
export function lowestKeeping<T extends { weight: number }>(
  rows: readonly T[],
  measure: (row: T) => number,
  isGood: (row: T) => boolean,
  share: number,
): number {
  const sorted = [...rows].sort((a, b) => measure(b) - measure(a))
  let lowest = 1
  let all = 0
  let good = 0
  for (const row of sorted) {
    all += row.weight
    good += isGood(row) ? row.weight : 0
    if (good / all >= share) lowest = measure(row)
  }
  return lowest
}

function weightsOf(observed: readonly Observed[]): Teaching[] {
  const counts = new Map<string, number>()
  const keyOf = ({ set, scope }: Observed) => `${scope} ${set}`
  for (const one of observed) counts.set(keyOf(one), (counts.get(keyOf(one)) ?? 0) + one.counts)
  return observed.map((one) => {
    const counted = Math.min(counts.get(`in ${one.set}`) ?? 0, MOST_COUNTED)
    const weight = (counted * SHARES[one.scope] * one.counts) / (counts.get(keyOf(one)) as number)
    return { ranking: weight * one.teaches.ranking, confidence: weight * one.teaches.confidence }
  })
}

function foldOf(group: string, seed: number): number {
  return createHash('sha256').update(`${seed} ${group}`).digest().readUInt32BE(0) % FOLDS
}

function round(value: number): number {
  return Math.min(1, Math.ceil(value * 1000 - 1e-6) / 1000)
}
