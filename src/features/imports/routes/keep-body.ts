import express, { type RequestHandler } from 'express'
import type { z } from 'zod'
import { parseBody } from '../../../platform/http/problem.js'
import { AppError } from '../../../platform/model/app-error.js'
import { parseJsonBody } from './body-pieces.js'

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
