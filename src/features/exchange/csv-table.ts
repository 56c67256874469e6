import Papa from 'papaparse'
import { decodeText } from '../../platform/text/clean-text.js'
import { ExchangeFault, MOST_ROWS, MOST_SHEET_BYTES, requireWithinBounds, type Table, toTable } from './table.js'

/** Characters at the head of a cell that a spreadsheet takes for a formula. Source: OWASP, "CSV Injection". */
const FORMULA = /^'*[=+\-@\t\r]/

/** A text that a spreadsheet shows as it is: an apostrophe is put before what it would take for a formula. */
export function guardFormula(text: string): string {
  return FORMULA.test(text) ? `'${text}` : text
}

/** A cell without the apostrophe that {@link guardFormula} put there. */
export function unguardFormula(text: string): string {
  return text.startsWith("'") && FORMULA.test(text) ? text.slice(1) : text
}

/**
 * Reads a CSV file: commas, semicolons or tabs, in UTF-8, in UTF-16 with its mark, or in the Windows encoding that spreadsheets of French offices still write.
 * @throws ExchangeFault `table_too_large`, `no_rows`, `not_a_table`, and what `requireWithinBounds` throws
 */
export function readCsv(bytes: Uint8Array): Table {
  if (bytes.length > MOST_SHEET_BYTES) throw new ExchangeFault('table_too_large')
  const text = decodeText(bytes)
  if (text.includes('\0')) throw new ExchangeFault('not_a_table')
  const { data } = Papa.parse<string[]>(text, {
    delimiter: delimiterOf(text),
    // More than is taken, so that too many are seen; the end of the last line begins another one, which is empty.
    preview: MOST_ROWS + 3,
  })
  if (data.length > 1 && data.at(-1)?.join('') === '') data.pop()
  requireWithinBounds(data)
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
  const counts = new Map(DELIMITERS.map((delimiter) => [delimiter, 0]))
  let isQuoted = false
  for (let at = text.search(/\S/); at >= 0 && at < text.length; at += 1) {
    const character = text.charAt(at)
    if (character === '"') isQuoted = !isQuoted
    else if (isQuoted) continue
    else if (character === '\n' || character === '\r') break
    else if (counts.has(character)) counts.set(character, (counts.get(character) ?? 0) + 1)
  }
  return DELIMITERS.reduce((most, one) => ((counts.get(one) ?? 0) > (counts.get(most) ?? 0) ? one : most))
}

/** In the order in which they are taken when headings have as many of several. */
const DELIMITERS: readonly string[] = [';', ',', '\t']
