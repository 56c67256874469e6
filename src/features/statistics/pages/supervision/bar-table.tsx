import { Bar } from '../../../../ui/kit/chart.js'
import { Table as FiguresTable } from '../../../../ui/kit/table.js'
import { useSupervisionWords } from './supervision-words.js'
import { FEWEST, type Table, type TableRow } from './tables.js'

/** A table whose numbers are drawn as bars beside them: the plot and its numbers are one. */
export function BarTable({ table: { title, rows }, class: more }: { table: Table; class?: string | undefined }) {
  const { say, number } = useSupervisionWords()
  const most = Math.max(1, ...rows.map(({ now }) => now))
  const before = (told: TableRow['before']) =>
    told === null ? say('fewerThan', { count: FEWEST }) : told === undefined ? null : number(told)
  return (
    <div class={more ? `plot ${more}` : 'plot'}>
      <FiguresTable
        class="bars"
        caption={title}
        rows={rows}
        keyOf={({ key }) => key}
        columns={[
          {
            name: '',
            look: ({ isPart }) => (isPart ? 'part' : undefined),
            cell: ({ name, now }) => (
              <>
                {name}
                <Bar share={now / most} />
              </>
            ),
          },
          { name: say('col.number'), isNumber: true, cell: ({ now }) => number(now) },
          { name: say('col.before'), isNumber: true, look: () => 'quiet', cell: (row) => before(row.before) },
        ]}
      />
    </div>
  )
}
