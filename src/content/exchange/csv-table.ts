import Papa from 'papaparse'
import { decodeText } from '../../domain/decode-text.js'
import { ExchangeFault } from './exchange-fault.js'
import { guardFormula, unguardFormula } from './guard-formula.js'
import { MOST_COLUMNS, MOST_ROWS, MOST_SHEET_BYTES, type Table, toTable } from './table.js'

/**
 * Reads a CSV file: commas, semicolons or tabs, in UTF-8, in UTF-16 with its mark, or in the Windows encoding that spreadsheets of French offices still write.
 * @throws ExchangeFault `table_too_large`, `no_rows`, `not_a_table`
 */
export function readCsv(bytes: Uint8Array): Table {
  if (bytes.length > MOST_SHEET_BYTES) throw new ExchangeFault('table_too_large')
  const text = decodeText(bytes)
  if (text.includes('\0')) throw new ExchangeFault('not_a_table')
  const { data } = Papa.parse<string[]>(text, {
    delimiter: delimiterOf(text),
    // One more than is taken, so that too many are seen.
    preview: MOST_ROWS + 2,
  })
  if (data.length > MOST_ROWS + 1 || data.some((cells) => cells.length > MOST_COLUMNS))
    throw new ExchangeFault('table_too_large')
  const table = toTable(data.map((cells) => cells.map(unguardFormula)))
  if (!table || table.rows.length === 0) throw new ExchangeFault('no_rows')
  return table
}

/** A CSV file that French spreadsheets open as it is: semicolons, UTF-8 with its mark; no cell is taken for a formula. */
export function writeCsv({ headings, rows }: Table): string {
  const lines = [headings, ...rows.map(({ cells }) => cells)].map((cells) => cells.map(guardFormula))
  return `\ufeff${Papa.unparse(lines, { delimiter: ';', newline: '\r\n' })}\r\n`
}

/** The character that separates the headings, quotes apart: the one that they have most. */
function delimiterOf(text: string): string {
  const headings = /^\s*((?:"[^"]*"|[^"\r\n])*)/.exec(text)?.[1]?.replace(/"[^"]*"/g, '') ?? ''
  const counts = DELIMITERS.map((delimiter) => headings.split(delimiter).length)
  return DELIMITERS[counts.indexOf(Math.max(...counts))] ?? ';'
}

const DELIMITERS = [';', ',', '\t'] as const
