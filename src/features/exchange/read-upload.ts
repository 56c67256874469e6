import { isZip, unzipTexts } from './bounded-zip.js'
import { readCsv } from './csv-table.js'
import type { LineFault } from './import-plan.js'
import { readBotpress } from './read-botpress.js'
import { ExchangeFault, type Table } from './table.js'
import { type ColumnMapping, guessMapping } from './table-columns.js'
import { type ImportedRow, tableRows } from './table-rows.js'
import { readXlsx } from './xlsx-table.js'

/** A file that somebody gives. */
export interface Upload {
  name: string
  bytes: Uint8Array
}

/** What a file is, once read. */
export type ReadUpload =
  | { kind: 'table'; table: Table; mapping: ColumnMapping }
  | { kind: 'botpress'; rows: ImportedRow[]; faults: LineFault[] }

/**
 * Reads a file that somebody gives, whatever it is: a sheet, or the archive or the list of a bot. What it is shows in its bytes, not in its name alone.
 * @throws ExchangeFault
 */
export async function readUpload({ name, bytes }: Upload): Promise<ReadUpload> {
  if (isZip(bytes)) return /\.xls[xm]$/i.test(name) ? toTable(await readXlsx(bytes)) : toBot(await unzipTexts(bytes))
  if (/\.json$/i.test(name)) return toBot(new Map([[name, new TextDecoder().decode(bytes)]]))
  // The header of the binary format of before 2007.
  if (bytes[0] === 0xd0 && bytes[1] === 0xcf) throw new ExchangeFault('not_a_table')
  return toTable(readCsv(bytes))
}

/** The lines of a file as they are imported. @param mapping what its columns say; guessed when absent. @throws ExchangeFault */
export function rowsOf(read: ReadUpload, mapping?: ColumnMapping): { rows: ImportedRow[]; faults: LineFault[] } {
  return read.kind === 'table' ? { rows: tableRows(read.table, mapping ?? read.mapping), faults: [] } : read
}

function toTable(table: Table): ReadUpload {
  return { kind: 'table', table, mapping: guessMapping(table.headings) }
}

function toBot(files: ReadonlyMap<string, string>): ReadUpload {
  return { kind: 'botpress', ...readBotpress(files) }
}
