import type { Compared } from '../equality/equality-report.js'
import { percentAxis } from './percent-axis.js'
import { type Axis, drawChart } from './svg-chart.js'

const LOWEST = 0.7

/** Each group of wordings of the same needs: the share that was answered rightly within one press, with its interval, one line a group. */
export function drawEquality({ groups }: Compared): string {
  const y: Axis = {
    label: 'wordings, as in the table',
    ...{ from: 0, to: groups.length + 1, ticks: [], scale: 'linear' },
    format: String,
  }
  const [from, kinds] = [LOWEST, [...new Set(groups.map(({ kind }) => kind))]]
  return drawChart({
    title: 'Guichet: the same needs, as different people write them',
    description:
      'For each group of wordings, the share of needs answered rightly at once or one press away, with its interval.',
    x: percentAxis('right at once or one press away', 1, from),
    y,
    layers: groups.flatMap(({ name, kind, within }, i) => {
      const place = groups.length - i
      const hint = `${name}: ${(within.share * 100).toFixed(1)} %`
      const colour = kinds.indexOf(kind)
      return [
        {
          kind: 'line' as const,
          name: null,
          colour,
          dashed: false,
          points: within.interval.map((x) => [x, place] as const),
        },
        {
          kind: 'dots' as const,
          name: null,
          colour,
          points: [{ x: within.share, y: place, radius: 4, label: name, hint }],
        },
      ]
    }),
  })
}
