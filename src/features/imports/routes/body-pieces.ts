import { AppError } from '../../../platform/model/app-error.js'

/** Bytes that are handed from process to process at once: few enough that nobody waits for them. */
const PIECE = 1024 * 1024

/** Entries that are handed to another process at once. */
export const ENTRIES_AT_ONCE = 50

/** Bytes in pieces, without a copy. */
export function* piecesOf(bytes: Buffer): Generator<Buffer> {
  for (let at = 0; at < bytes.length; at += PIECE) yield bytes.subarray(at, at + PIECE)
}

/** A list in shorter ones, for the same reason. */
export function* slicesOf<T>(all: readonly T[], most: number): Generator<T[]> {
  for (let at = 0; at < all.length; at += most) yield all.slice(at, at + most)
}

/** Parses a body as Express does: an object or a list; nothing is an empty object. @throws AppError `invalid_json` (400) */
export function parseJsonBody(bytes: Buffer): unknown {
  if (bytes.length === 0) return {}
  try {
    const value: unknown = JSON.parse(bytes.toString('utf8'))
    if (typeof value === 'object' && value !== null) return value
  } catch {
    // Told below, without a word of what was sent.
  }
  throw new AppError('invalid_json', 400)
}
