/** A sheet of text: its first line names the columns. */
export interface Table {
  headings: string[]
  rows: TableRow[]
}

/** A row of a sheet; `line` is its number as a spreadsheet shows it, headings included, from 1. */
export interface TableRow {
  line: number
  cells: string[]
}

/** Most rows of a sheet that is imported. */
export const MOST_ROWS = 5_000
/** Most columns of a sheet that is imported. */
export const MOST_COLUMNS = 100
/** Largest file of a sheet, in bytes. */
export const MOST_SHEET_BYTES = 16 * 1024 * 1024

/** Cuts cells into a table; empty rows are left out, and leave the numbers of the others as they are. The first row that is not empty has the headings. */
export function toTable(lines: readonly (readonly string[])[]): Table | null {
  const written = lines
    .map((cells, index): TableRow => ({ line: index + 1, cells: cells.map((cell) => cell.trim()) }))
    .filter(({ cells }) => cells.some((cell) => cell !== ''))
  const [first, ...rows] = written
  return first ? { headings: first.cells, rows } : null
}
