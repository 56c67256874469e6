import { gzipSync } from 'node:zlib'
import type { Request, Response } from 'express'

/** A body in JSON that is the same for everyone, put in writing and compressed once: asking for it again and again costs next to nothing. */
export interface PreparedJson {
  plain: Buffer
  gzip: Buffer
}

/** @param view what JSON can write */
export function prepareJson(view: object): PreparedJson {
  const plain = Buffer.from(JSON.stringify(view))
  return { plain, gzip: gzipSync(plain, { level: 9 }) }
}

/** Answers with the body as the caller can read it. */
export function sendPrepared(request: Request, response: Response, { plain, gzip }: PreparedJson): void {
  response.vary('Accept-Encoding')
  response.type('application/json')
  if (request.acceptsEncodings('gzip') !== 'gzip') return void response.send(plain)
  response.set('Content-Encoding', 'gzip')
  response.send(gzip)
}
