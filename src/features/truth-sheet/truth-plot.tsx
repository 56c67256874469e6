import type { TruthWeek } from './contract.js'
import { TRUTH_ENDS } from './truth-sheet.js'

/** Of the drawing, in its own units: it is as wide as its column. */
const WIDTH = 640
const HEIGHT = 200
const GAP = 6

/** Shares of what became of questions by week, each column a hundred questions; a week of which too little is told is left empty, and what is untold of one is its blank top. */
export function TruthPlot({ weeks, title, labelOf }: Props) {
  const width = WIDTH / weeks.length
  return (
    <svg class="truth-plot" viewBox={`0 0 ${WIDTH} ${HEIGHT + 24}`} role="img" aria-label={title}>
      {weeks.map((week, index) => (
        <g transform={`translate(${index * width} 0)`}>
          <rect class="rest" x={GAP / 2} width={width - GAP} height={HEIGHT} />
          {partsOf(week).map(({ end, from, share }) => (
            <rect
              class={end}
              x={GAP / 2}
              y={(HEIGHT * (1 - from - share)).toFixed(1)}
              width={width - GAP}
              height={(HEIGHT * share).toFixed(1)}
            />
          ))}
          {index % 4 === weeks.length % 4 && (
            <text x={GAP / 2} y={HEIGHT + 18}>
              {labelOf(week)}
            </text>
          )}
        </g>
      ))}
    </svg>
  )
}

interface Props {
  weeks: readonly TruthWeek[]
  title: string
  /** Under a column. */
  labelOf: (week: TruthWeek) => string
}

/** The parts of a column, from the bottom. */
function partsOf({ questions }: TruthWeek) {
  const { total } = questions
  if (!total) return []
  let from = 0
  return TRUTH_ENDS.map((end) => {
    const part = { end, from, share: (questions[end] ?? 0) / total }
    from += part.share
    return part
  })
}
