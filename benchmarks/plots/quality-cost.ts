import type { CaseReport, SystemReport } from '../peers/peers-report.js'
import { percent, percentAxis } from './percent-axis.js'
import { type Axis, type Dots, drawChart } from './svg-chart.js'

const LARGEST_RADIUS = 22
/** Factor by which the axis goes beyond the slowest, so that its label fits. */
const ROOM_FOR_LABELS = 12
/** Marks of milliseconds, enough for any of these systems. */
const DECADES = [0.01, 0.1, 1, 10, 100, 1_000]

/** Quality against cost on one case: hit@1 and the median milliseconds of a question; a dot's area is the resident memory. */
export function drawQualityCost({ name, systems }: CaseReport): string {
  const most = Math.max(...systems.map(({ residentMb }) => residentMb))
  const layer = (kind: SystemReport['kind'], title: string, colour: number): Dots => ({
    kind: 'dots',
    name: title,
    colour,
    points: systems.filter((system) => system.kind === kind).map((system) => dot(system, most)),
  })
  return drawChart({
    title: `Quality against cost: ${name}`,
    description: 'Share of questions whose first entry is right against the median time of a question, by system.',
    x: millisecondAxis(systems.map(({ msMedian }) => msMedian)),
    y: hitAxis(systems.map((system) => system['hit@1'])),
    layers: [
      layer('guichet', 'Guichet', 0),
      layer('peer', 'what a town would pick instead', 1),
      layer('encoder', 'an encoder alone', 2),
    ].filter(({ points }) => points.length > 0),
  })
}

function dot(system: SystemReport, most: number): Dots['points'][number] {
  const { msMedian, residentMb } = system
  const hit = percent(system['hit@1'])
  return {
    x: msMedian,
    y: system['hit@1'],
    radius: LARGEST_RADIUS * Math.sqrt(residentMb / most),
    label: `${system.name}, ${residentMb.toFixed(0)} MB`,
    hint: `${system.name}: ${hit}, ${msMedian.toFixed(2)} ms, ${residentMb.toFixed(0)} MB`,
  }
}

/** From a tenth below the worst to a tenth above the best, so that close systems can be told apart. */
function hitAxis(values: readonly number[]): Axis {
  const from = Math.max(0, Math.floor(Math.min(...values) * 10 - 0.5) / 10)
  const to = Math.min(1, Math.ceil(Math.max(...values) * 10 + 0.5) / 10)
  return percentAxis('first entry right (hit@1)', to, from)
}

function millisecondAxis(values: readonly number[]): Axis {
  const from = Math.min(...values) / 2
  const to = Math.max(...values) * ROOM_FOR_LABELS
  const ticks = DECADES.filter((mark) => mark >= from && mark <= to)
  return { label: 'median milliseconds a question', from, to, ticks, format: String, scale: 'log' }
}
