import type { ComponentChildren, Key } from 'preact'

/** A column of a table: its head, and what it says of a row. */
export interface Column<Row> {
  name: string
  cell: (row: Row) => ComponentChildren
  isNumber?: boolean
  /** Its look in a row, besides. */
  look?: (row: Row) => string | undefined
}

interface Props<Row> {
  caption: string
  /** The caption is for screen readers alone: a heading says the same. */
  isCaptionHidden?: boolean
  /** The first tells the rows apart. */
  columns: readonly Column<Row>[]
  rows: readonly Row[]
  keyOf: (row: Row, index: number) => Key
  /** Besides `figures-table`. */
  class?: string
}

/** Rows of facts. The first cell of each names it. */
export function Table<Row>({ caption, isCaptionHidden, columns, rows, keyOf, class: more }: Props<Row>) {
  const [first, ...others] = columns
  return (
    <table class={more ? `figures-table ${more}` : 'figures-table'}>
      <caption class={isCaptionHidden ? 'visually-hidden' : undefined}>{caption}</caption>
      <thead>
        <tr>
          {columns.map((column) => (
            <Head key={column.name} name={column.name} isNumber={column.isNumber} />
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row, index) => (
          <tr key={keyOf(row, index)}>
            <th scope="row" class={first?.look?.(row)}>
              {first?.cell(row)}
            </th>
            {others.map((column) => (
              <td
                key={column.name}
                class={[column.isNumber && 'number', column.look?.(row)].filter(Boolean).join(' ') || undefined}
              >
                {column.cell(row)}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

/** A column whose cells say all by themselves has no head. */
function Head({ name, isNumber }: { name: string; isNumber: boolean | undefined }) {
  if (name === '') return <td />
  return (
    <th scope="col" class={isNumber ? 'number' : undefined}>
      {name}
    </th>
  )
}
