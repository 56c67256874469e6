import express, { type RequestHandler } from 'express'
import type { z } from 'zod'
import { parseBody } from '../../../platform/http/problem.js'
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

/** Keeps a large body of JSON as its bytes: it is parsed elsewhere, see `parseJsonBody`. @param limit in the words of Express, `24mb` */
export function keepBody(limit: string): RequestHandler[] {
  const refuseOtherSets: RequestHandler = (request, _response, next) => {
    const [, set] = /charset\s*=\s*"?([^\s;"]+)/i.exec(request.get('content-type') ?? '') ?? []
    if (set !== undefined && !/^utf-?8$/i.test(set)) throw new AppError('unsupported_media_type', 415)
    next()
  }
  return [refuseOtherSets, express.raw({ limit, type: () => true })]
}

/** The bytes that `keepBody` kept; none when nothing was sent. */
export function bodyOf(body: unknown): Buffer {
  return Buffer.isBuffer(body) ? body : Buffer.alloc(0)
}

/** A body of more is parsed by another process alone: here it would hold everybody. Bytes, as the largest body of any other call. */
const LARGEST_PARSED = 1024 * 1024

/**
 * Reads a body that is small; `null` for a large one. What is plainly wrong starts no process.
 * @throws AppError `invalid_json` (400), and those of `parseBody`
 */
export function parseSmallBody<T>(schema: z.ZodType<T>, body: unknown): T | null {
  const bytes = bodyOf(body)
  return bytes.length > LARGEST_PARSED ? null : parseBody(schema, parseJsonBody(bytes))
}
