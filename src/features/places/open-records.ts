import { createReadStream } from 'node:fs'
import { isTooDeep } from '../../platform/text/json-depth.js'
import { csvRecords, MOST_RECORD_CHARACTERS, type PlaceRecord, RecordsFault } from './csv-records.js'

/**
 * Reads the objects of a JSON list, or objects one after another (JSONL), piece by piece; only the current one is in memory.
 * @throws RecordsFault `not_json`, `too_deep`, `record_too_long`
 */
export async function* jsonRecords(pieces: AsyncIterable<string>): AsyncGenerator<PlaceRecord> {
  const cutter = new ObjectCutter()
  let row = 0
  for await (const piece of pieces) {
    for (const text of cutter.push(piece)) {
      row += 1
      if (text === null) throw new RecordsFault('not_json', row)
      yield { row, values: toValues(text, row) }
    }
    if (cutter.pending > MOST_RECORD_CHARACTERS) throw new RecordsFault('record_too_long', row + 1)
  }
  if (cutter.pending > 0) throw new RecordsFault('not_json', row + 1)
}

function toValues(text: string, row: number): Record<string, unknown> {
  if (isTooDeep(text)) throw new RecordsFault('too_deep', row)
  try {
    const values = Object.entries(JSON.parse(text) as Record<string, unknown>)
    return Object.fromEntries(values.map(([name, value]) => [name.trim().toLowerCase(), value]))
  } catch {
    throw new RecordsFault('not_json', row)
  }
}

/** Cuts a text into its outermost objects; remembers what is not finished between two pieces. */
class ObjectCutter {
  #text = ''
  #depth = 0
  #string: 'none' | 'open' | 'escaped' = 'none'

  /** Characters of the object that is not finished. */
  get pending(): number {
    return this.#text.length
  }

  /** Whole objects as text; `null` where something else stands between them. */
  push(piece: string): (string | null)[] {
    const found: (string | null)[] = []
    for (const character of piece) {
      if (this.#depth === 0 && character !== '{') {
        if (!/[\s,[\]]/.test(character)) return [...found, null]
        continue
      }
      this.#text += character
      this.#follow(character)
      if (this.#depth > 0) continue
      found.push(this.#text)
      this.#text = ''
    }
    return found
  }

  #follow(character: string): void {
    if (this.#string === 'escaped') this.#string = 'open'
    else if (this.#string === 'open') {
      if (character === '\\') this.#string = 'escaped'
      else if (character === '"') this.#string = 'none'
    } else if (character === '"') this.#string = 'open'
    else if (character === '{') this.#depth += 1
    else if (character === '}') this.#depth -= 1
  }
}

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
