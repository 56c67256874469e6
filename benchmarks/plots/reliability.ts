import { expectedCalibrationError } from '../../src/commands/evaluation-summary.js'
import type { AskedQuestion, CaseReport } from '../peers/peers-report.js'
import { percent, percentAxis } from './percent-axis.js'
import { type Dots, drawChart, type Line } from './svg-chart.js'

const BINS = 10
const LARGEST_RADIUS = 16
const DIAGONAL: Line = {
  kind: 'line',
  name: 'a confidence that keeps its promise',
  colour: 4,
  dashed: true,
  points: [
    [0, 0],
    [1, 1],
  ],
}

/** Questions whose confidences are close: how sure the assistant was, and how often it was right. */
export interface Bin {
  confidence: number
  right: number
  count: number
}

/**
 * Reliability diagram (DeGroot and Fienberg, 1983): ten bins of confidence, how often the first entry was right in each. A dot's area is the number of questions.
 * Above the diagonal it is too modest, below too sure.
 */
export function drawReliability(cases: readonly CaseReport[]): string {
  return drawChart({
    title: 'Guichet: is a confidence kept?',
    description: 'For ten bins of confidence, the share of questions whose first entry was right.',
    x: percentAxis('mean confidence of the bin'),
    y: percentAxis('first entry right'),
    layers: [DIAGONAL, ...cases.flatMap(layersOf)],
  })
}

function layersOf({ name, systems }: CaseReport, colour: number): (Line | Dots)[] {
  const asked = systems.find(({ id }) => id === 'guichet')?.asked
  if (!asked) return []
  const bins = binsOf(asked)
  const most = Math.max(...bins.map(({ count }) => count))
  const judged = asked.map(({ confidence, rightAt, inScope, ms }) => {
    return { outcome: 'answered' as const, confidence: confidence ?? 0, rightAt, inScope, durationMs: ms }
  })
  const error = expectedCalibrationError(judged)?.toFixed(3) ?? '—'
  const points = bins.map(({ confidence, right, count }) => ({
    x: confidence,
    y: right,
    radius: Math.max(3, LARGEST_RADIUS * Math.sqrt(count / most)),
    label: null,
    hint: `${name}: ${count} questions, confidence ${percent(confidence)}, right ${percent(right)}`,
  }))
  const line = { kind: 'line' as const, name: null, colour, dashed: false }
  return [
    { ...line, points: bins.map(({ confidence, right }) => [confidence, right] as const) },
    { kind: 'dots', name: `${name} (calibration error ${error})`, colour, points },
  ]
}

/** Bins of equal width, empty ones left out. */
export function binsOf(asked: readonly AskedQuestion[]): Bin[] {
  const bins = Array.from({ length: BINS }, () => ({ confidence: 0, right: 0, count: 0 }))
  for (const { confidence, rightAt } of asked) {
    const bin = bins[Math.min(BINS - 1, Math.floor((confidence ?? 0) * BINS))] as Bin
    bin.confidence += confidence ?? 0
    bin.right += rightAt === 1 ? 1 : 0
    bin.count += 1
  }
  return bins
    .filter(({ count }) => count > 0)
    .map(({ confidence, right, count }) => ({ confidence: confidence / count, right: right / count, count }))
}
