import { aggregateOf } from '../../src/platform/model/outcome.js'
import type { AskedQuestion, CaseReport } from '../peers/peers-report.js'
import { percent, percentAxis } from './percent-axis.js'
import { type Dots, drawChart, type Line } from './svg-chart.js'

const LEAST_TOP = 0.2

/**
 * Risk–coverage (El-Yaniv and Wiener, 2010): if only the surest share of the questions were answered, which share of the answers would be wrong.
 * A dot marks what the assistant does with its thresholds. Dashed, with the questions that no entry answers, where an answer is always wrong.
 */
export function drawRiskCoverage(cases: readonly CaseReport[]): string {
  const layers = cases.flatMap((report, colour) => layersOf(report, colour))
  const most = Math.max(...layers.flatMap((layer) => (layer.kind === 'line' ? layer.points.map(([, y]) => y) : [])), 0)
  return drawChart({
    title: 'Guichet: wrong answers against questions answered',
    description: 'For each case, the share of wrong answers when only the surest share of the questions is answered.',
    x: percentAxis('questions answered, surest first'),
    y: percentAxis('wrong among answers', Math.min(1, Math.max(LEAST_TOP, Math.ceil(most * 10) / 10))),
    layers,
  })
}

function layersOf({ name, systems, unanswerable }: CaseReport, colour: number): (Line | Dots)[] {
  const guichet = systems.find(({ id }) => id === 'guichet')
  if (!guichet) return []
  const inScope = guichet.asked.filter((one) => one.inScope)
  const lines: Line[] = [{ kind: 'line', name, colour, dashed: false, points: riskCurve(inScope) }]
  if (unanswerable > 0) {
    const others = `${name}, with ${unanswerable} questions that no entry answers`
    lines.push({ kind: 'line', name: others, colour, dashed: true, points: riskCurve(guichet.asked) })
  }
  const threshold = guichet.policy?.answer.toFixed(2) ?? '—'
  const { coverage, risk } = answered(inScope)
  const label = `${name}, as decided (threshold ${threshold}): ${percent(coverage)} answered, ${percent(risk)} wrong`
  const point = { x: coverage, y: risk, radius: 7, label: null, hint: label }
  return [...lines, { kind: 'dots', name: label, colour, points: [point] }]
}

/** Points from the surest question to all of them; none of no question. */
export function riskCurve(asked: readonly AskedQuestion[]): [coverage: number, risk: number][] {
  const surest = [...asked].sort((a, b) => (b.confidence ?? 0) - (a.confidence ?? 0))
  let wrong = 0
  return surest.map(({ rightAt }, i) => {
    wrong += rightAt === 1 ? 0 : 1
    return [(i + 1) / surest.length, wrong / (i + 1)]
  })
}

/** What the thresholds did: the share that was answered, and the share of wrong among these (0 of none). */
export function answered(asked: readonly AskedQuestion[]): { coverage: number; risk: number } {
  const given = asked.filter(({ outcome }) => outcome !== null && aggregateOf(outcome) === 'answered')
  const wrong = given.filter(({ rightAt }) => rightAt !== 1).length
  return { coverage: given.length / Math.max(1, asked.length), risk: wrong / Math.max(1, given.length) }
}
