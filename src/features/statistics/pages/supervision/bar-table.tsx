import { FEWEST } from './definition-list.js'
import { useSupervisionWords } from './supervision-words.js'
import type { Table, TableRow } from './tables.js'

/** A table whose numbers are drawn as bars beside them: the plot and its numbers are one. */
export function BarTable({ table: { id, title, rows } }: { table: Table }) {
  const { say, number } = useSupervisionWords()
  const most = Math.max(1, ...rows.map(({ now }) => now))
  return (
    <div class="plot">
      <table class="figures-table bars" aria-labelledby={`table-${id}`}>
        <caption id={`table-${id}`}>{title}</caption>
        <thead>
          <tr>
            <td />
            <th scope="col" class="number">
              {say('col.number')}
            </th>
            <th scope="col" class="number">
              {say('col.before')}
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.key}>
              <th scope="row" class={row.isPart ? 'part' : undefined}>
                {row.name}
                <Bar share={row.now / most} />
              </th>
              <td class="number">{number(row.now)}</td>
              <td class="number quiet">
                <Before row={row} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function Before({ row: { before } }: { row: TableRow }) {
  const { say, number } = useSupervisionWords()
  if (before === undefined) return null
  return <>{before === null ? say('fewerThan', { count: FEWEST }) : number(before)}</>
}

/** A bar says nothing that the number beside it does not. */
function Bar({ share }: { share: number }) {
  return (
    <svg class="bar" viewBox="0 0 100 1" preserveAspectRatio="none" aria-hidden="true" focusable="false">
      <rect class="bar-track" width="100" height="1" />
      <rect class="bar-value" width={Math.max(share * 100, share > 0 ? 0.8 : 0)} height="1" />
    </svg>
  )
}
