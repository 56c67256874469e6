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
