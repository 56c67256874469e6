import { useId, useState } from 'preact/hooks'
import { Button } from './button.js'
import { Table } from './table.js'

/** A column of a chart. */
export interface ChartColumn {
  key: string
  /** Height of the column; `null` where there is nothing to say. */
  value: number | null
  /** A second value, drawn as a line across, above the column. */
  mark?: number | null
  /** What the column says, in words. */
  words: string
  /** Under the axis. */
  short: string
}

/** How a chart of columns is read, in words. */
export interface ChartWords {
  /** With the arrows. */
  help: string
  /** Of the button that shows its numbers, or hides them. */
  show: string
  hide: string
}

interface ColumnChartProps {
  words: ChartWords
  /** Says what the plot shows. */
  title: string
  columns: ChartColumn[]
  /** Key of the column that the title speaks of: it is read first. */
  start: string
  /** The highest value, in words. */
  top: string
  /** Names of the column and of the line, where there are both. */
  legend?: { column: string; mark: string }
  /** The same numbers as a table: head, then rows. */
  table: { head: string[]; rows: string[][] }
}

const HEIGHT = 100

/**
 * A plot of columns. It is read with the arrows, one column after another, or by pointing; the same numbers are a table, one press away, and on paper.
 */
export function ColumnChart({ words, title, columns, start, top, legend, table }: ColumnChartProps) {
  const [at, setAt] = useState(
    Math.max(
      0,
      columns.findIndex(({ key }) => key === start),
    ),
  )
  const [open, setOpen] = useState(false)
  const id = useId()
  const read = Math.min(at, columns.length - 1)
  return (
    <figure class="plot wide">
      <figcaption id={`${id}-title`}>{title}</figcaption>
      {legend && (
        <p class="legend">
          <span class="legend-column" aria-hidden="true" /> {legend.column}
          <span class="legend-mark" aria-hidden="true" /> {legend.mark}
        </p>
      )}
      <p class="axis-top quiet">{top}</p>
      <ReadColumns id={id} columns={columns} at={read} onRead={setAt} />
      <div class="axis quiet" aria-hidden="true">
        {[columns[0], columns[columns.length >> 1], columns.at(-1)].map((column) => (
          <span key={column?.key}>{column?.short}</span>
        ))}
      </div>
      <p class="readout" aria-hidden="true">
        {columns[read]?.words}
      </p>
      <p id={`${id}-help`} class="visually-hidden">
        {words.help}
      </p>
      <Button
        look="quiet"
        icon="down"
        label={open ? words.hide : words.show}
        aria-expanded={open}
        aria-controls={`${id}-table`}
        onClick={() => setOpen(!open)}
      />
      <div id={`${id}-table`} class={open ? 'numbers open' : 'numbers'}>
        <Table
          caption={title}
          isCaptionHidden
          columns={table.head.map((name, at) => ({ name, isNumber: at > 0, cell: (row: string[]) => row[at] }))}
          rows={table.rows}
          keyOf={([name = '']) => name}
        />
      </div>
    </figure>
  )
}

interface ReadProps {
  /** Of the chart. */
  id: string
  columns: ChartColumn[]
  /** Index of the column that is read. */
  at: number
  onRead: (at: number) => void
}

/** The columns, of which one is read: the arrows and the pointer choose it. */
function ReadColumns({ id, columns, at, onRead }: ReadProps) {
  return (
    <div
      class="columns"
      role="slider"
      tabIndex={0}
      aria-labelledby={`${id}-title`}
      aria-describedby={`${id}-help`}
      aria-valuemin={1}
      aria-valuemax={columns.length}
      aria-valuenow={at + 1}
      aria-valuetext={columns[at]?.words ?? ''}
      onKeyDown={(event) => {
        const next = moved(event.key, at, columns.length)
        if (next === null) return
        event.preventDefault()
        onRead(next)
      }}
      onPointerMove={(event) => onRead(pointed(event, columns.length))}
      onPointerDown={(event) => onRead(pointed(event, columns.length))}
    >
      <Columns columns={columns} at={at} />
    </div>
  )
}

/** Each column has a place of one; a mark is a line across it. */
function Columns({ columns, at }: { columns: ChartColumn[]; at: number }) {
  const most = Math.max(1e-9, ...columns.flatMap(({ value, mark }) => [value ?? 0, mark ?? 0]))
  const height = (value: number) => (value / most) * HEIGHT
  return (
    <svg viewBox={`0 0 ${columns.length} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden="true" focusable="false">
      {columns.map(({ key, value, mark }, index) => (
        <g key={key} class={index === at ? 'column chosen' : 'column'}>
          <rect class="column-place" x={index} width="1" height={HEIGHT} />
          {value !== null && (
            <rect
              class="column-value"
              x={index + 0.12}
              width="0.76"
              y={HEIGHT - height(value)}
              height={height(value)}
            />
          )}
          {mark !== null && mark !== undefined && (
            <rect class="column-mark" x={index + 0.04} width="0.92" y={HEIGHT - height(mark)} height="2" />
          )}
        </g>
      ))}
    </svg>
  )
}

/** A bar beside a number, which says the same. @param share of the longest bar, 0 to 1 */
export function Bar({ share }: { share: number }) {
  return (
    <svg class="bar" viewBox="0 0 100 1" preserveAspectRatio="none" aria-hidden="true" focusable="false">
      <rect class="bar-track" width="100" height="1" />
      <rect class="bar-value" width={Math.max(share * 100, share > 0 ? 0.8 : 0)} height="1" />
    </svg>
  )
}

/** The column that a key leads to; `null` for other keys. */
function moved(key: string, at: number, count: number): number | null {
  const last = count - 1
  const steps: Record<string, number> = {
    ArrowRight: at + 1,
    ArrowUp: at + 1,
    ArrowLeft: at - 1,
    ArrowDown: at - 1,
    PageUp: at + 7,
    PageDown: at - 7,
    Home: 0,
    End: last,
  }
  const next = steps[key]
  return next === undefined ? null : Math.min(Math.max(next, 0), last)
}

function pointed(event: PointerEvent, count: number): number {
  const { left, width } = (event.currentTarget as HTMLElement).getBoundingClientRect()
  return Math.min(Math.max(Math.floor(((event.clientX - left) / width) * count), 0), count - 1)
}
