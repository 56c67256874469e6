import type { RequestHandler } from 'express'
import type { HttpContext } from './http-context.js'

const START = /^\/conversations\/?$/i
const ACT = /^\/(?:ask|conversations\/[^/]+\/messages)\/?$/i
/** Hundreds of kilobytes, for programs that read it once. */
const DESCRIPTION = /^\/openapi\.json\/?$/i

/** Counts what an address asks of the assistant before its body is read, and of what is long to send: who asks too much costs no more than that. */
export function limitActs({ limits }: Pick<HttpContext, 'limits'>): RequestHandler {
  return async (request, _response, next) => {
    if (request.method === 'POST') {
      if (START.test(request.path)) await limits.start(request)
      else if (ACT.test(request.path)) await limits.address(request)
    } else if (DESCRIPTION.test(request.path)) await limits.address(request)
    next()
  }
}
