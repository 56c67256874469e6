import { createReadStream } from 'node:fs'
import { csvRecords } from './csv-records.js'
import { jsonRecords } from './json-records.js'
import { type PlaceRecord, RecordsFault } from './place-record.js'

/**
 * Reads the places of a CSV or JSON file, one after another; which it is shows at its first character. A byte order mark is passed over.
 * @throws RecordsFault, and what the file system throws
 */
export async function* openRecords(path: string): AsyncGenerator<PlaceRecord> {
  const pieces = utf8Pieces(path)
  const first = await firstWords(pieces)
  if (first === null) throw new RecordsFault('empty', 1)
  const whole = joined(first, pieces)
  yield* /^[[{]/.test(first) ? jsonRecords(whole) : csvRecords(whole)
}

async function* utf8Pieces(path: string): AsyncGenerator<string> {
  for await (const piece of createReadStream(path, 'utf8')) {
    const text = String(piece)
    // What is not UTF-8 would lose its accents without a word.
    if (text.includes('\ufffd')) throw new RecordsFault('not_utf8', 1)
    yield text
  }
}

/** The text from its first character that is not a space; `null` when there is none. */
async function firstWords(pieces: AsyncGenerator<string>): Promise<string | null> {
  for (let next = await pieces.next(); !next.done; next = await pieces.next()) {
    // `trimStart` takes a byte order mark for a space.
    const text = next.value.trimStart()
    if (text !== '') return text
  }
  return null
}

async function* joined(first: string, rest: AsyncIterable<string>): AsyncGenerator<string> {
  yield first
  yield* rest
}
