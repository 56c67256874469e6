import type { ComponentChildren, Key } from 'preact'

/** A column of a table: its head, and what it says of a row. */
export interface Column<Row> {
  name: string
  cell: (row: Row) => ComponentChildren
  isNumber?: boolean
  /** Its look in a row, besides. */
  look?: (row: Row) => string | undefined
  /** Language of what it says, where it is not that of the page. */
  lang?: string
}

interface Props<Row> {
  caption: string
  /** The caption is for screen readers alone: a heading says the same. */
  isCaptionHidden?: boolean
  /** The first tells the rows apart. */
  columns: readonly Column<Row>[]
  rows: readonly Row[]
  keyOf: (row: Row, index: number) => Key
  /** `facts`: words rather than numbers, on a sheet. */
  kind?: 'figures' | 'facts'
  /** Besides. */
  class?: string
  /** Too wide for a narrow screen, it is moved within itself. */
  isScrolled?: boolean
}

/** Rows of facts. The first cell of each names it. */
export function Table<Row>(props: Props<Row>) {
  const { caption, isCaptionHidden, columns, rows, keyOf, kind = 'figures', class: more, isScrolled } = props
  const [first, ...others] = columns
  const table = (
    <table class={more ? `${kind}-table ${more}` : `${kind}-table`} aria-label={isCaptionHidden ? caption : undefined}>
      {!isCaptionHidden && <caption>{caption}</caption>}
      <thead>
        <tr>
          {columns.map(({ name, isNumber }) => (
            <Head key={name} name={name} isNumber={isNumber} />
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row, index) => (
          <tr key={keyOf(row, index)}>
            <th scope="row" class={first?.look?.(row)} lang={first?.lang}>
              {first?.cell(row)}
            </th>
            {others.map(({ name, isNumber, look, lang, cell }) => (
              <td
                key={name}
                class={[isNumber && 'number', look?.(row)].filter(Boolean).join(' ') || undefined}
                lang={lang}
              >
                {cell(row)}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
  if (!isScrolled) return table
  return (
    /* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard */
    <section class="scrolled" aria-label={caption} tabIndex={0}>
      {table}
    </section>
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
