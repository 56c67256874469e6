import { strFromU8, zipSync } from 'fflate'
import type { CellValue } from 'read-excel-file/universal'
import { unzipBounded, type ZipBounds } from './bounded-zip.js'
import {
  ExchangeFault,
  MOST_COLUMNS,
  MOST_ROWS,
  MOST_SHEET_BYTES,
  requireWithinBounds,
  type Table,
  toTable,
} from './table.js'

/** Bounds of a workbook once unpacked. */
const BOUNDS: ZipBounds = { files: 500, bytes: 64 * 1024 * 1024 }
/** Longest text of a cell. Source: Excel specifications and limits. */
const MOST_CELL_CHARACTERS = 32_767
const COLUMN_WIDTH = 40
/** What a spreadsheet shows of a number that is of the format of dates, and no date: its line is refused in these words. */
const NO_DAY = '########'

/**
 * Reads the first sheet of an XLSX workbook; dates become ISO days. What it unpacks to, how much it holds and how far its cells reach are checked before it is
 * read, because its reader makes a row of each line up to the last.
 * @throws ExchangeFault `table_too_large`, `not_a_table`, `no_rows`, and what `requireWithinBounds` throws
 */
export async function readXlsx(bytes: Uint8Array): Promise<Table> {
  if (bytes.length > MOST_SHEET_BYTES) throw new ExchangeFault('table_too_large')
  const files = await unpack(bytes)
  for (const [path, content] of files) {
    if (!path.endsWith('.xml')) continue
    const xml = strFromU8(content)
    // A workbook declares nothing of its own: who does hides what it unfolds to.
    if (xml.includes('<!DOCTYPE')) throw new ExchangeFault('not_a_table')
    requireFew(xml)
    if (path.includes('sheet')) requireNear(xml)
  }
  const lines = await cellsOf(packAnew(files))
  const texts = lines.map((cells) => cells.map(toText))
  requireWithinBounds(texts)
  const table = toTable(texts)
  if (!table || table.rows.length === 0) throw new ExchangeFault('no_rows')
  return table
}

/** An XLSX workbook of one sheet, its headings in bold. Every cell is a text and of the format of text: none is taken for a formula, even once edited. */
export async function writeXlsx({ headings, rows }: Table): Promise<Uint8Array> {
  const cell = (text: string) => ({ value: text.slice(0, MOST_CELL_CHARACTERS), type: String, format: '@', wrap: true })
  const sheet = [
    headings.map((text) => ({ ...cell(text), fontWeight: 'bold' as const })),
    ...rows.map(({ cells }) => cells.map(cell)),
  ]
  const columns = headings.map(() => ({ width: COLUMN_WIDTH }))
  // Both libraries are loaded late: a server starts without them, and few ever need them.
  const { default: writeXlsxFile } = await import('write-excel-file/node')
  return writeXlsxFile(sheet, { columns, stickyRowsCount: 1 }).toBuffer()
}

async function unpack(bytes: Uint8Array): Promise<Map<string, Uint8Array>> {
  try {
    return await unzipBounded(bytes, BOUNDS)
  } catch (error) {
    const isLarge = error instanceof ExchangeFault && error.code.startsWith('archive_too_')
    throw new ExchangeFault(isLarge ? 'table_too_large' : 'not_a_table')
  }
}

/** The files that were unpacked, as an archive whose directory says the truth: the reader of sheets unpacks by itself, and believes it. */
function packAnew(files: ReadonlyMap<string, Uint8Array>): Uint8Array {
  return zipSync(Object.fromEntries(files), { level: 0 })
}

/** Refuses more rows than are read, empty ones included, and more cells or shared texts than they could hold. */
function requireFew(xml: string): void {
  const counts = new Map<string, number>()
  for (const [tag] of xml.matchAll(/<(?:row|c|si)[\s/>]/g)) {
    const name = tag.slice(1, -1)
    counts.set(name, (counts.get(name) ?? 0) + 1)
  }
  if ((counts.get('row') ?? 0) > MOST_ROWS + 1)
    throw new ExchangeFault('too_many_rows', { line: String(MOST_ROWS + 2), most: String(MOST_ROWS) })
  const mostCells = (MOST_ROWS + 1) * MOST_COLUMNS
  if ((counts.get('c') ?? 0) > mostCells || (counts.get('si') ?? 0) > mostCells)
    throw new ExchangeFault('table_too_large')
}

/** Refuses a sheet with an address beyond what is read, or one that hides its address behind a character reference. */
function requireNear(xml: string): void {
  for (const [, address = ''] of xml.matchAll(/<[^<>]*\sr\s*=\s*["']([^"']*)["']/g)) {
    const [, letters = '', digits = ''] = /^([A-Z]{0,3})(\d{0,7})$/.exec(address) ?? []
    const column = [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0)
    const isAddress = letters !== '' || digits !== ''
    if (!isAddress) throw new ExchangeFault('table_too_large')
    if (Number(digits) > MOST_ROWS + 1)
      throw new ExchangeFault('too_many_rows', { line: digits, most: String(MOST_ROWS) })
    if (column > MOST_COLUMNS) throw new ExchangeFault('too_many_columns', { line: digits, most: String(MOST_COLUMNS) })
  }
}

async function cellsOf(bytes: Uint8Array): Promise<(CellValue | null)[][]> {
  try {
    const { readSheet } = await import('read-excel-file/universal')
    return await readSheet(new Uint8Array(bytes).buffer)
  } catch {
    throw new ExchangeFault('not_a_table')
  }
}

function toText(value: CellValue | null): string {
  if (value === null) return ''
  return value instanceof Date ? toDay(value) : String(value)
}

function toDay(date: Date): string {
  const time = Number.isNaN(date.getTime()) ? '' : date.toISOString()
  return /^\d{4}-/.test(time) ? time.slice(0, 10) : NO_DAY
}
