import { gzipSync } from 'node:zlib'
import type { Request, Response } from 'express'

/** A body that is the same for everyone, put in writing and compressed once: asking for it again and again costs next to nothing. */
export interface PreparedBody {
  plain: Buffer
  gzip: Buffer
}

/** @param view what JSON can write */
export function prepareJson(view: object): PreparedBody {
  return prepareText(JSON.stringify(view))
}

/** A body of any other type. */
export function prepareText(text: string): PreparedBody {
  const plain = Buffer.from(text)
  return { plain, gzip: gzipSync(plain, { level: 9 }) }
}

/** Answers with the body as the caller can read it. */
export function sendPrepared(
  request: Request,
  response: Response,
  { plain, gzip }: PreparedBody,
  type = 'application/json',
): void {
  response.vary('Accept-Encoding')
  response.type(type)
  if (request.acceptsEncodings('gzip') !== 'gzip') return void response.send(plain)
  response.set('Content-Encoding', 'gzip')
  response.send(gzip)
}
