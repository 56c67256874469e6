import type { FiguresView } from '../../../../platform/http/contract.js'
import { BarTable } from './bar-table.js'
import { DayPlot } from './day-plot.js'
import { HourPlot } from './hour-plot.js'
import { SpreadTable } from './spread-table.js'
import { Summary } from './summary.js'
import { useSupervisionWords } from './supervision-words.js'
import { tablesOf } from './tables.js'
import { WeekTable } from './week-table.js'

/** Everything that a period says: a summary, then when, then about what, then how it ended. */
export function FiguresBody({ figures }: { figures: FiguresView }) {
  const words = useSupervisionWords()
  const { say } = words
  return (
    <>
      <Summary figures={figures} />
      <div class="plots">
        {figures.byDay.length > 1 && <DayPlot figures={figures} />}
        <WeekTable figures={figures} />
        <HourPlot figures={figures} />
        {tablesOf(figures, words).map((table) => (
          <BarTable key={table.id} table={table} />
        ))}
        {figures.talkByCategory.length > 0 && (
          <SpreadTable
            title={say('talkBy.title')}
            rows={figures.talkByCategory.map(({ category, talk }) => ({
              name: words.named('category', category),
              spread: talk,
            }))}
          />
        )}
      </div>
    </>
  )
}
