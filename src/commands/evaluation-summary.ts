import { aggregateOf, type Outcome } from '../platform/model/outcome.js'
import type { Probability } from '../platform/model/turn.js'
import { seededRandom } from '../platform/text/seeded-random.js'

const BINS = 10
const DRAWS = 400
const SEED = 20_261_127

/** What a calibration error would be if every confidence were exactly kept: so few questions give as much by chance. */
interface ErrorByChance {
  mean: number
  /** One set of questions in twenty gives more. */
  p95: number
}

/** Expected calibration error (Naeini, 2015): mean over bins of |mean confidence − share right|, weighted by their size. */
export function expectedCalibrationError(judged: readonly Judged[]): number | null {
  return judged.length === 0 ? null : errorOf(judged, isRight)
}

/**
 * Calibration errors of the same confidences, right as often as each says, drawn again and again with a fixed seed: the consistency resampling of
 * reliability diagrams (Bröcker and Smith, 2007). `null` of nothing.
 */
export function calibrationErrorByChance(judged: readonly Judged[]): ErrorByChance | null {
  if (judged.length === 0) return null
  const random = seededRandom(SEED)
  const errors = Array.from({ length: DRAWS }, () => errorOf(judged, ({ confidence }) => random() < confidence))
  errors.sort((a, b) => a - b)
  return {
    mean: errors.reduce((sum, error) => sum + error, 0) / DRAWS,
    p95: errors[Math.ceil(0.95 * DRAWS) - 1] as number,
  }
}

function errorOf(judged: readonly Judged[], isKept: (one: Judged) => boolean): number {
  const bins = new Float64Array(BINS)
  for (const one of judged) {
    const bin = Math.min(BINS - 1, Math.floor(one.confidence * BINS))
    bins[bin] = (bins[bin] as number) + one.confidence - (isKept(one) ? 1 : 0)
  }
  return bins.reduce((sum, gap) => sum + Math.abs(gap), 0) / judged.length
}

/** One point of the risk–coverage curve: answering the surest `coverage` of the questions, `risk` of the answers are wrong. */
export interface RiskPoint {
  coverage: Probability
  risk: Probability
  /** Least confidence among those answered. */
  confidence: Probability
}

/** Quality of a set of predictions. A number that the questions do not define is `null`. */
export interface Quality {
  questions: number
  inScope: number
  outOfScope: number
  /** Share of in-scope questions with a right entry at the first places. */
  'hit@1': number | null
  'hit@3': number | null
  'hit@5': number | null
  'hit@10': number | null
  /** Mean over in-scope questions of 1 / place of the first right entry, 0 beyond the tenth. */
  mrr: number | null
  /** Share of in-scope questions answered at the policy's threshold. */
  coverage: number | null
  /** Share of right ones among in-scope questions that were answered. */
  accuracy: number | null
  /** Share of right ones among all that were answered; out-of-scope ones are wrong. */
  accuracyAll: number | null
  clarificationRate: number | null
  /** Share of clarifications whose two or three choices hold a right entry. */
  clarificationHit: number | null
  outOfScopeAnsweredRate: number | null
  outOfScopeClarificationRate: number | null
  /** Over all questions, at most 100 points. Out-of-scope questions count as wrong when answered. */
  riskCoverage: RiskPoint[]
  /** Area under the risk–coverage curve: mean risk over all coverages. */
  riskCoverageArea: number | null
  /** How well the confidence tells right answers from wrong ones: 1 as well as can be, 0 no better than chance (see `normalisedArea`). */
  nauc: number | null
  /** Probability that an in-scope question has a higher confidence than an out-of-scope one. */
  auroc: number | null
  /** Expected calibration error of "the first candidate is right", 10 bins of equal width, over all questions. */
  ece: number | null
  /** What `ece` would be if every confidence were exactly kept. */
  eceByChance: ErrorByChance | null
  durationMs: { p50: number | null; p95: number | null; p99: number | null }
}

const CURVE_POINTS = 100
const CHOICES = 3

/** Summarises predictions. */
export function summarise(judged: readonly Judged[]): Quality {
  const inScope = judged.filter((one) => one.inScope)
  const outOfScope = judged.filter((one) => !one.inScope)
  const answered = judged.filter(isAnswered)
  const clarified = inScope.filter(isClarification)
  const hitAt = (k: number) => share(inScope, ({ rightAt }) => rightAt !== null && rightAt <= k)
  const curve = riskCurve(judged)
  return {
    questions: judged.length,
    inScope: inScope.length,
    outOfScope: outOfScope.length,
    'hit@1': hitAt(1),
    'hit@3': hitAt(3),
    'hit@5': hitAt(5),
    'hit@10': hitAt(10),
    mrr: mean(inScope.map(({ rightAt }) => (rightAt === null ? 0 : 1 / rightAt))),
    coverage: share(inScope, isAnswered),
    accuracy: share(
      answered.filter((one) => one.inScope),
      isRight,
    ),
    accuracyAll: share(answered, isRight),
    clarificationRate: share(inScope, isClarification),
    clarificationHit: share(clarified, ({ rightAt }) => rightAt !== null && rightAt <= CHOICES),
    outOfScopeAnsweredRate: share(outOfScope, isAnswered),
    outOfScopeClarificationRate: share(outOfScope, isClarification),
    riskCoverage: thin(curve),
    riskCoverageArea: mean(curve.map(({ risk }) => risk)),
    nauc: normalisedArea(judged),
    auroc: areaUnderRoc(
      inScope.map(({ confidence }) => confidence),
      outOfScope.map(({ confidence }) => confidence),
    ),
    ece: expectedCalibrationError(judged),
    eceByChance: calibrationErrorByChance(judged),
    durationMs: percentiles(judged.map(({ durationMs }) => durationMs)),
  }
}

/** Area under the ROC curve by ranks (Mann–Whitney), ties count half. `null` when a side is empty. */
export function areaUnderRoc(positives: readonly number[], negatives: readonly number[]): number | null {
  if (positives.length === 0 || negatives.length === 0) return null
  const all = [
    ...positives.map((value) => ({ value, positive: true })),
    ...negatives.map((value) => ({ value, positive: false })),
  ]
  all.sort((a, b) => a.value - b.value)
  let rankSum = 0
  for (let start = 0; start < all.length; ) {
    let end = start
    while (end < all.length && all[end]?.value === all[start]?.value) end += 1
    const meanRank = (start + 1 + end) / 2
    for (let i = start; i < end; i += 1) if (all[i]?.positive) rankSum += meanRank
    start = end
  }
  return (rankSum - (positives.length * (positives.length + 1)) / 2) / (positives.length * negatives.length)
}

/** Percentiles by nearest rank; `null` of nothing. */
export function percentiles(values: readonly number[]): { p50: number | null; p95: number | null; p99: number | null } {
  const sorted = [...values].sort((a, b) => a - b)
  const at = (p: number) => sorted[Math.max(0, Math.ceil(p * sorted.length) - 1)] ?? null
  return { p50: at(0.5), p95: at(0.95), p99: at(0.99) }
}

/**
 * Normalised area of abstention, nAUC (Gisserot-Boukhlef and others, 2024, arXiv:2402.12997, section 3.3), of the measure "the first candidate is right":
 * (area of a random order − area of this one) / (area of a random order − area of the best one), each the mean risk over all coverages. A random order
 * risks the same everywhere; the best one has every right answer before every wrong one. 1 at best, 0 as by chance, below 0 worse than chance.
 * `null` where every order is as good: all are right, or none.
 */
export function normalisedArea(judged: readonly Judged[]): number | null {
  const right = judged.filter(isRight).length
  if (right === 0 || right === judged.length) return null
  const area = mean(riskCurve(judged).map(({ risk }) => risk)) as number
  const best = mean(judged.map((_, i) => Math.max(0, i + 1 - right) / (i + 1))) as number
  const random = 1 - right / judged.length
  return (random - area) / (random - best)
}

/** Equal confidences have no order: the wrong ones among them are spread evenly. */
function riskCurve(judged: readonly Judged[]): RiskPoint[] {
  const surest = [...judged].sort((a, b) => b.confidence - a.confidence)
  const curve: RiskPoint[] = []
  let wrong = 0
  while (curve.length < surest.length) {
    const start = curve.length
    const { confidence } = surest[start] as Judged
    const end = surest.findIndex((one, i) => i > start && one.confidence !== confidence)
    const tied = surest.slice(start, end < 0 ? surest.length : end)
    const share = tied.filter((one) => !isRight(one)).length / tied.length
    for (const _ of tied) {
      wrong += share
      const answered = curve.length + 1
      curve.push({ coverage: answered / surest.length, risk: wrong / answered, confidence })
    }
  }
  return curve
}

function thin(curve: readonly RiskPoint[]): RiskPoint[] {
  const step = Math.max(1, Math.ceil(curve.length / CURVE_POINTS))
  return curve.filter((_, i) => (i + 1) % step === 0 || i === curve.length - 1)
}

function isAnswered({ outcome }: Judged): boolean {
  return aggregateOf(outcome) === 'answered' && outcome !== 'answered_small_talk'
}

function isClarification({ outcome }: Judged): boolean {
  return aggregateOf(outcome) === 'clarification'
}

function share<T>(items: readonly T[], test: (item: T) => boolean): number | null {
  return items.length === 0 ? null : items.filter(test).length / items.length
}

/** Mean of numbers; `null` of nothing. */
export function mean(values: readonly number[]): number | null {
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length
}

/** What was predicted for one question, with what was expected. */
export interface Judged {
  outcome: Outcome
  /** Of the first candidate; 0 when there was none. */
  confidence: Probability
  /** Place of the first right entry among the ranked, from 1; `null` when there is none among them. */
  rightAt: number | null
  /** Whether some entry answers it. */
  inScope: boolean
  durationMs: number
}

/** Whether the first candidate is right. */
export function isRight({ rightAt }: Judged): boolean {
  return rightAt === 1
}
