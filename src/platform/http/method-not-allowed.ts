import type { RequestHandler } from 'express'
import { AppError } from '../model/app-error.js'
import { CALLS } from './calls.js'

const KNOWN = CALLS.filter(({ atRoot }) => !atRoot).map(({ method, path }) => ({
  pattern: new RegExp(`^${path.replace(/[.]/g, '\\.').replace(/\{\w+\}/g, '[^/]+')}/?$`),
  methods: method === 'get' ? ['GET', 'HEAD'] : [method.toUpperCase()],
}))

/**
 * Says which methods an address of the contract has, to whoever used another one. Other addresses are left to the next handler, and so is what a feature
 * would serve that is left out of the list.
 */
export const methodNotAllowed: RequestHandler = (request, response, next) => {
  const methods = KNOWN.filter(({ pattern }) => pattern.test(request.path)).flatMap(({ methods }) => methods)
  if (methods.length === 0 || methods.includes(request.method)) return next()
  response.set('Allow', [...methods, 'OPTIONS'].join(', '))
  throw new AppError('method_not_allowed', 405)
}
