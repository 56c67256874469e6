/** Why a file cannot be read at all; each has its sentence `fault.<code>` in `knowledge/messages/admin-exchange.*.json`. */
export type ExchangeFaultCode =
  | 'not_a_zip'
  | 'archive_too_large'
  | 'archive_too_many'
  | 'unsafe_path'
  | 'not_a_table'
  | 'table_too_large'
  | 'too_many_rows'
  | 'too_many_columns'
  | 'cell_too_long'
  | 'bot_too_large'
  | 'no_rows'
  | 'no_question_column'
  | 'nothing_of_botpress'

/** A file that cannot be read at all. */
export class ExchangeFault extends Error {
  readonly code: ExchangeFaultCode
  /** What its sentence names. */
  readonly parameters: Record<string, string>
  constructor(code: ExchangeFaultCode, parameters: Record<string, string> = {}) {
    super(code)
    this.name = 'ExchangeFault'
    this.code = code
    this.parameters = parameters
  }
}

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
/** Longest text of a cell, in characters: two thousand questions, or an answer five times over. */
const MOST_CELL = 100_000
/** Largest file of a sheet, in bytes. */
export const MOST_SHEET_BYTES = 16 * 1024 * 1024

/**
 * Refuses a sheet that goes beyond what is read, and says where it does.
 * @throws ExchangeFault `too_many_rows`, `too_many_columns`, `cell_too_long`
 */
export function requireWithinBounds(lines: readonly (readonly string[])[]): void {
  if (lines.length > MOST_ROWS + 1)
    throw new ExchangeFault('too_many_rows', { line: String(MOST_ROWS + 2), most: String(MOST_ROWS) })
  for (const [index, cells] of lines.entries()) {
    const line = String(index + 1)
    if (cells.length > MOST_COLUMNS) throw new ExchangeFault('too_many_columns', { line, most: String(MOST_COLUMNS) })
    const column = cells.findIndex((cell) => cell.length > MOST_CELL)
    if (column >= 0)
      throw new ExchangeFault('cell_too_long', { cell: columnName(column) + line, most: String(MOST_CELL) })
  }
}

/** A column as spreadsheets name it: `A` to `Z`, then `AA`. @param column from 0 */
function columnName(column: number): string {
  const last = String.fromCharCode(65 + (column % 26))
  return column < 26 ? last : columnName(Math.floor(column / 26) - 1) + last
}

/** Cuts cells into a table; empty rows are left out, and leave the numbers of the others as they are. The first row that is not empty has the headings. */
export function toTable(lines: readonly (readonly string[])[]): Table | null {
  const written = lines
    .map((cells, index): TableRow => ({ line: index + 1, cells: cells.map((cell) => cell.trim()) }))
    .filter(({ cells }) => cells.some((cell) => cell !== ''))
  const [first, ...rows] = written
  return first ? { headings: first.cells, rows } : null
}
