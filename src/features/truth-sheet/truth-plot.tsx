import { STAFF_LANGUAGES, type StaffLanguage } from '../../platform/model/language.js'
import type { SayTruth } from '../../platform/model/say.js'
import { loadCatalogues } from '../entries/catalogue/load-catalogues.js'
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

/** Loads every sentence of truth sheets, from `<knowledgeDir>/messages/truth-sheet.<language>.json`. @throws when a catalogue cannot be read */
export async function loadTruthWords(knowledgeDir: string): Promise<SayTruth> {
  return loadCatalogues({ knowledgeDir, prefix: 'truth-sheet.', languages: STAFF_LANGUAGES }, 'title')
}

/** A whole number, or with one decimal, as a language writes it. */
export function numberIn(language: StaffLanguage, value: number, decimals = 0): string {
  return new Intl.NumberFormat(language, { maximumFractionDigits: decimals }).format(value)
}

/** How many of a hundred a share is: whole, outwards for the bounds of an interval, so that no rounding says more than is known. */
export function outOf100(language: StaffLanguage, share: number, rounded: 'nearest' | 'down' | 'up' = 'nearest') {
  const hundredths = Math.round(share * 1e6) / 1e4
  if (rounded === 'nearest') return numberIn(language, hundredths, 1)
  return numberIn(language, rounded === 'down' ? Math.floor(hundredths) : Math.ceil(hundredths))
}

/** A wait, in seconds under a minute, else in minutes, or in hours from two on. */
export function secondsInWords(language: StaffLanguage, seconds: number): string {
  const [unit, value] =
    seconds < 60 ? ['second', seconds] : seconds < 7_200 ? ['minute', seconds / 60] : ['hour', seconds / 3_600]
  const format = { style: 'unit', unit, unitDisplay: 'long', maximumFractionDigits: 0 } as const
  return new Intl.NumberFormat(language, format).format(value)
}
