import type { Probability } from '../platform/model/turn.js'
import { type CandidateGroup, fitConditional, sigmoid } from './logistic.js'

/** How a calibrated confidence is corrected: its log-odds are stretched and shifted (Platt, 1999). */
export interface Refit {
  /** Above 0, so that no order changes. */
  stretch: number
  shift: number
  /** Below this confidence next to none was judged: what is less keeps its proportion to it. */
  from: Probability
}

/** A confidence, and whether what it vouched for was right. */
export interface JudgedConfidence {
  confidence: Probability
  isRight: boolean
}

/** Log-odds of confidences in which the calibration is believed beforehand, evenly from 1 % to 99 %, … */
const BELIEVED = Array.from({ length: 19 }, (_, place) => (place - 9) / 2)
/** … each as if so many answers had been right exactly as often as was said: together they weigh as much as some 100 judged answers of confidence 0.9, and hold the stretch where all judged confidences are alike. */
const BELIEF = 5
/** A ridge of the fit beside that belief, which does the work. */
const RIDGE = 1e-3
/** Where judgements contradict the very order of confidences, it is flattened and not turned around. */
const LEAST_STRETCH = 0.1
/** Confidences nearer to 1 are judged as this one. */
const SUREST: Probability = 0.999
/** Were it 1, nothing would be refitted. */
const MOST_FROM: Probability = 0.99
/** Share of the judged confidences that are below {@link Refit.from}. */
const FEW = 0.05

/**
 * Two numbers that make confidences come true, drawn to no change by {@link BELIEF}. Rounded to tenths of log-odds, less than the judgements tell: one more of them
 * seldom changes what is served. The same for the same judgements in any order. Pure.
 * @param judged at least one
 */
export function fitRefit(judged: readonly JudgedConfidence[]): Refit {
  const sorted = [...judged].sort((a, b) => a.confidence - b.confidence || Number(a.isRight) - Number(b.isRight))
  const scores = sorted.map(({ confidence }) => logit(Math.min(confidence, SUREST)))
  const believed = BELIEVED.flatMap((score) => {
    const probability = sigmoid(score)
    return [observed(score, true, BELIEF * probability), observed(score, false, BELIEF * (1 - probability))]
  })
  const groups = sorted.map(({ isRight }, i) => observed(scores[i] as number, isRight, 1))
  const { weights } = fitConditional(['stretch', 'shift'], [...groups, ...believed], RIDGE)
  const { stretch = 1, shift = 0 } = weights
  const held = Math.max(LEAST_STRETCH, tenths(stretch))
  // What rounding the stretch moves is given back where the judged confidences are.
  const mean = scores.reduce((sum, score) => sum + score, 0) / scores.length
  const from = sorted[Math.floor(FEW * sorted.length)]?.confidence ?? 0
  return {
    stretch: held,
    shift: tenths(shift + (stretch - held) * mean),
    from: Math.min(MOST_FROM, Math.floor(from * 100) / 100),
  }
}

/** A confidence as it is refitted; as it is without a refit. Keeps the order, and the bounds 0 and 1. */
export function refitted(confidence: Probability, refit: Refit | null | undefined): Probability {
  if (!refit) return confidence
  const { stretch, shift, from } = refit
  if (confidence >= from) return sigmoid(stretch * logit(confidence) + shift)
  return (confidence / from) * sigmoid(stretch * logit(from) + shift)
}

/** A logistic regression: right against wrong, whose score is 0. */
function observed(score: number, isRight: boolean, weight: number): CandidateGroup {
  const features = [
    [score, 1],
    [0, 0],
  ]
  return { features, right: [isRight, !isRight], weight }
}

function logit(probability: Probability): number {
  return Math.log(probability / (1 - probability))
}

/** Never -0, which a file gives back as 0. */
function tenths(value: number): number {
  return Math.round(value * 10) / 10 + 0
}
