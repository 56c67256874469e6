import type { FiguresView } from '../../../../platform/http/contract.js'
import { ColumnPlot } from './column-plot.js'
import { shortDay, weekdayInWords } from './in-words.js'
import { useSupervisionWords } from './supervision-words.js'

/** Requests by day. */
export function DayPlot({ figures: { byDay } }: { figures: FiguresView }) {
  const { say, many, number, language } = useSupervisionWords()
  const [busiest] = [...byDay].sort((a, b) => b.requests - a.requests)
  if (!busiest || busiest.requests === 0) return null
  const most = number(busiest.requests)
  return (
    <ColumnPlot
      title={say('byDay.finding', { most, day: weekdayInWords(busiest.day, language) })}
      key={`${byDay[0]?.day}-${byDay.length}`}
      start={busiest.day}
      top={most}
      columns={byDay.map(({ day, requests }) => ({
        key: day,
        value: requests,
        short: shortDay(day, language),
        words: say('byDay.value', { day: weekdayInWords(day, language), requests: many('requests', requests) }),
      }))}
      table={{
        head: [say('col.day'), say('col.requests')],
        rows: byDay.map(({ day, requests }) => [weekdayInWords(day, language), number(requests)]),
      }}
    />
  )
}
