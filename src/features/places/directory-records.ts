import { createReadStream } from 'node:fs'
import { createGunzip } from 'node:zlib'

/** A record of the national directory, not yet checked. */
export type DirectoryRecord = Record<string, unknown>

/** Characters of the longest record taken; those of the national directory have some thousands. */
const MOST_RECORD = 2_000_000

/** The file is not a directory: no JSON, or a record without end. */
export class DirectoryFault extends Error {
  constructor(options: { cause?: unknown } = {}) {
    super('not a directory of the administration', options)
    this.name = 'DirectoryFault'
  }
}

/**
 * Reads the records of the national directory, version 4: `{"service":[…]}` or a list, as `.json` or `.json.gz`. Only the current record is in memory: the
 * whole country's file has hundreds of megabytes.
 * @param isWanted looks at the text of a record before it is parsed
 * @throws DirectoryFault, and what the file system throws
 */
export async function* directoryRecords(
  path: string,
  isWanted: (text: string) => boolean,
): AsyncGenerator<DirectoryRecord> {
  const file = createReadStream(path)
  const unpacked = path.endsWith('.gz') ? file.pipe(createGunzip()) : file
  if (unpacked !== file) file.on('error', (error) => unpacked.destroy(error))
  unpacked.setEncoding('utf8')
  const cutter = new RecordCutter()
  try {
    for await (const piece of unpacked) {
      for (const text of cutter.push(String(piece))) if (isWanted(text)) yield JSON.parse(text) as DirectoryRecord
    }
  } catch (cause) {
    if (isFileError(cause)) throw cause
    throw cause instanceof DirectoryFault ? cause : new DirectoryFault({ cause })
  }
  if (!cutter.isWhole) throw new DirectoryFault()
}

function isFileError(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error
}

const [QUOTE, BACKSLASH, OPEN_BRACE, CLOSE_BRACE, OPEN_BRACKET, CLOSE_BRACKET] = [34, 92, 123, 125, 91, 93]

/** Cuts a text into the objects of its outermost list. */
class RecordCutter {
  #kept = ''
  #depth = 0
  /** Depth at which records begin: inside a list, or inside the list of an object; 0 until the text has begun. */
  #recordDepth = 0
  #isInString = false
  #isEscaped = false

  /** Whether the text has ended where it should. */
  get isWhole(): boolean {
    return this.#recordDepth > 0 && this.#depth === 0
  }

  push(piece: string): string[] {
    const found: string[] = []
    let start = 0
    for (let at = 0; at < piece.length; at += 1) {
      const code = piece.charCodeAt(at)
      if (this.#isInString) this.#followString(code)
      else if (code === QUOTE) this.#isInString = true
      else if (code === OPEN_BRACE || code === OPEN_BRACKET) {
        this.#recordDepth ||= code === OPEN_BRACE ? 2 : 1
        if (this.#depth === this.#recordDepth) start = at
        this.#depth += 1
      } else if (code === CLOSE_BRACE || code === CLOSE_BRACKET) {
        this.#depth -= 1
        if (this.#depth !== this.#recordDepth) continue
        found.push(this.#kept + piece.slice(start, at + 1))
        this.#kept = ''
      }
    }
    if (this.#depth > this.#recordDepth && this.#recordDepth > 0) this.#kept += piece.slice(start)
    if (this.#kept.length > MOST_RECORD) throw new DirectoryFault()
    return found
  }

  #followString(code: number): void {
    if (this.#isEscaped) this.#isEscaped = false
    else if (code === BACKSLASH) this.#isEscaped = true
    else if (code === QUOTE) this.#isInString = false
  }
}
