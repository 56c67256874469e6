import type { RequestHandler } from 'express'
import type { HttpContext } from './http-context.js'

const START = /^\/conversations\/?$/i
const ACT = /^\/(?:ask|conversations\/[^/]+\/messages)\/?$/i

/** Counts what an address asks of the assistant before its body is read: who asks too much costs no more than that. */
export function limitActs({ limits }: Pick<HttpContext, 'limits'>): RequestHandler {
  return async (request, _response, next) => {
    if (request.method === 'POST') {
      if (START.test(request.path)) await limits.start(request)
      else if (ACT.test(request.path)) await limits.address(request)
    }
    next()
  }
}
