import type { FiguresView } from '../../../../platform/http/contract.js'
import { ColumnPlot } from './column-plot.js'
import { durationInWords } from './in-words.js'
import { useSupervisionWords } from './supervision-words.js'
import { busyHours } from './week-hours.js'

/** How long the first reply took, by the hour of the request. */
export function HourPlot({ figures }: { figures: FiguresView }) {
  const words = useSupervisionWords()
  const { say, number } = words
  const hours = busyHours(figures).flatMap((hour) => figures.byHour[hour] ?? [])
  const told = hours.filter(({ first }) => first.medianS !== null)
  const [slowest] = [...told].sort((a, b) => (b.first.medianS ?? 0) - (a.first.medianS ?? 0))
  if (!slowest) {
    return (
      <div class="plot wide">
        <p class="plot-title">{say('hours.title')}</p>
        <p class="hint">{say('hours.empty')}</p>
      </div>
    )
  }
  const hourName = (hour: number) => say('hour', { hour })
  const inWords = (seconds: number | null) => (seconds === null ? '' : durationInWords(seconds, words))
  const most = Math.max(...told.map(({ first }) => first.p90S ?? 0))
  return (
    <ColumnPlot
      title={say('hours.finding', { hour: hourName(slowest.hour), duration: inWords(slowest.first.medianS) })}
      key={`${figures.period.from}-${figures.period.to}`}
      start={String(slowest.hour)}
      top={durationInWords(most, words)}
      legend={{ column: say('hours.bar'), mark: say('hours.mark') }}
      columns={hours.map(({ hour, first }) => ({
        key: String(hour),
        value: first.medianS,
        mark: first.p90S,
        short: hourName(hour),
        words:
          first.medianS === null
            ? say('hours.none', { hour: hourName(hour) })
            : say('hours.value', {
                hour: hourName(hour),
                median: inWords(first.medianS),
                p90: inWords(first.p90S),
              }),
      }))}
      table={{
        head: [say('col.hour'), say('col.number'), say('col.median'), say('col.p90')],
        rows: hours.map(({ hour, first }) => [
          hourName(hour),
          number(first.count),
          inWords(first.medianS),
          inWords(first.p90S),
        ]),
      }}
    />
  )
}
