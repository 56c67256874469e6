import type { FiguresView } from '../../../../platform/http/contract.js'
import { weekdayName } from './in-words.js'
import { useSupervisionWords } from './supervision-words.js'
import { busyHours, shadeOf } from './week-hours.js'

/** Requests by weekday and hour: every cell has its number, and a shade that only repeats it. */
export function WeekTable({ figures }: { figures: FiguresView }) {
  const { say, number, language } = useSupervisionWords()
  const { week } = figures
  const most = Math.max(...week.flatMap(({ hours }) => hours))
  if (most === 0) return null
  const weekday = week.findIndex(({ hours }) => hours.includes(most))
  const hour = week[weekday]?.hours.indexOf(most) ?? 0
  const title = say('week.finding', { weekday: weekdayName(weekday + 1, language), hour: say('hour', { hour }) })
  return (
    <div class="plot wide">
      <table class="figures-table heat">
        <caption>
          {title}
          <span class="hint">{say('week.hint')}</span>
        </caption>
        <thead>
          <tr>
            <th scope="col">{say('col.hour')}</th>
            {week.map(({ days }, index) => (
              <th key={weekdayName(index + 1, language)} scope="col">
                <abbr title={weekdayName(index + 1, language)}>{weekdayName(index + 1, language, 'short')}</abbr>{' '}
                <span class="quiet">({days})</span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {busyHours(figures).map((one) => (
            <tr key={one}>
              <th scope="row">{say('hour', { hour: one })}</th>
              {week.map(({ hours }, index) => (
                <td key={weekdayName(index + 1, language)} class={`shade-${shadeOf(hours[one] ?? 0, most)}`}>
                  {number(hours[one] ?? 0)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
