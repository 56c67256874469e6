/** A place as its file writes it: values by column, and where it stands for a person who looks for it. */
export interface PlaceRecord {
  /** The line in a spreadsheet, headings included; the rank of the object in JSON. From 1. */
  row: number
  values: Readonly<Record<string, unknown>>
}

/** Longest record that is held in memory, in characters: a quote that is never closed must not swallow a whole file. */
export const MOST_RECORD_CHARACTERS = 200_000

/** Why a file cannot be read on. `row` is where, as in {@link PlaceRecord}. */
export class RecordsFault extends Error {
  readonly fault: 'not_utf8' | 'record_too_long' | 'not_json' | 'too_deep' | 'empty'
  readonly row: number
  constructor(fault: RecordsFault['fault'], row: number) {
    super(`${fault} at ${row}`)
    this.name = 'RecordsFault'
    this.fault = fault
    this.row = row
  }
}

const DELIMITERS = [',', ';', '\t'] as const

/**
 * Reads a CSV text piece by piece: commas, semicolons or tabs, quotes, line ends of any system. The first line names the columns; only the current
 * record is in memory. Source: RFC 4180.
 * @throws RecordsFault `record_too_long`
 */
export async function* csvRecords(pieces: AsyncIterable<string>): AsyncGenerator<PlaceRecord> {
  const reader = new CsvReader()
  let headings: string[] | null = null
  let row = 1
  const toRecord = (cells: string[]): PlaceRecord | null => {
    if (headings === null) {
      headings = cells.map((cell) => cell.trim().toLowerCase())
      return null
    }
    row += 1
    const isEmpty = cells.every((cell) => cell.trim() === '')
    const names = headings
    return isEmpty ? null : { row, values: Object.fromEntries(names.map((name, index) => [name, cells[index] ?? ''])) }
  }
  for await (const piece of pieces) {
    for (const cells of reader.push(piece)) {
      const record = toRecord(cells)
      if (record) yield record
    }
    if (reader.pending > MOST_RECORD_CHARACTERS) throw new RecordsFault('record_too_long', row + 1)
  }
  for (const cells of reader.end()) {
    const record = toRecord(cells)
    if (record) yield record
  }
}

/** Cuts characters into lines of cells; remembers what is not finished between two pieces. */
class CsvReader {
  #delimiter: string | null = null
  #unsure = ''
  #cells: string[] = []
  #cell = ''
  /** `closing`: a quote that ends the cell, unless another follows. */
  #quote: 'none' | 'open' | 'closing' = 'none'
  #size = 0

  /** Characters of the record that is not finished. */
  get pending(): number {
    return this.#size + this.#unsure.length
  }

  push(piece: string): string[][] {
    if (this.#delimiter !== null) return this.#cut(piece)
    this.#unsure += piece
    const headings = /^.*(?=[\r\n])/.exec(this.#unsure)?.[0]
    if (headings === undefined) return []
    return this.#begin(headings)
  }

  end(): string[][] {
    const before = this.#delimiter === null ? this.#begin(this.#unsure) : []
    const last = this.#size > 0 || this.#cells.length > 0 ? this.#cut('\n') : []
    return [...before, ...last]
  }

  /** The character that the headings use most separates the cells. */
  #begin(headings: string): string[][] {
    const counts = DELIMITERS.map((delimiter) => headings.split(delimiter).length)
    this.#delimiter = DELIMITERS[counts.indexOf(Math.max(...counts))] ?? ','
    const text = this.#unsure
    this.#unsure = ''
    return this.#cut(text)
  }

  #cut(piece: string): string[][] {
    const lines: string[][] = []
    for (const character of piece) {
      this.#size += 1
      if (this.#quote === 'open') {
        if (character === '"') this.#quote = 'closing'
        else this.#cell += character
      } else if (character === '"' && (this.#quote === 'closing' || this.#cell.trim() === '')) {
        // Doubled, it is a quote of the text; at the head of a cell, it opens one.
        this.#cell = this.#quote === 'closing' ? `${this.#cell}"` : ''
        this.#quote = 'open'
      } else if (character === this.#delimiter) this.#endCell()
      else if (character === '\n' || character === '\r') {
        const line = this.#endLine()
        if (line) lines.push(line)
      } else {
        this.#quote = 'none'
        this.#cell += character
      }
    }
    return lines
  }

  #endCell(): void {
    this.#cells.push(this.#cell)
    this.#cell = ''
    this.#quote = 'none'
  }

  /** `null` between the two characters of a line end, and for an empty line. */
  #endLine(): string[] | null {
    const isEmpty = this.#cells.length === 0 && this.#cell === ''
    this.#endCell()
    const cells = this.#cells
    this.#cells = []
    this.#size = 0
    return isEmpty ? null : cells
  }
}
