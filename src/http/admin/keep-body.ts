import express, { type RequestHandler } from 'express'
import { AppError } from '../../domain/app-error.js'

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
