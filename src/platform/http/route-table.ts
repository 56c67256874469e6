import type { RequestHandler } from 'express'
import { AppError } from '../model/app-error.js'
import type { Route } from './route.js'

/** A declared route that an address means, and the parameters of its path as they were written. */
export interface FoundRoute {
  route: Route
  params: Readonly<Record<string, string>>
}

/** The declared routes by their addresses, as routers match them: in any case, with or without a slash at the end. */
export interface RouteTable {
  /** The route of a method and a path; `HEAD` is answered by `GET`. */
  at(method: string, path: string): FoundRoute | undefined
  /** The methods of an address; none when nothing is there. */
  methodsAt(path: string): string[]
}

/** @param routes of one place: all under the prefix, or all beside it */
export function routeTable(routes: readonly Route[]): RouteTable {
  const known = routes.map((route) => ({ route, method: route.method.toUpperCase(), pattern: patternOf(route) }))
  return {
    at(method, path) {
      const wanted = method === 'HEAD' ? 'GET' : method
      for (const one of known) {
        const found = one.method === wanted ? one.pattern.exec(path) : null
        if (found) return { route: one.route, params: found.groups ?? {} }
      }
      return undefined
    },
    methodsAt: (path) =>
      known.flatMap(({ method, pattern }) =>
        !pattern.test(path) ? [] : method === 'GET' ? ['GET', 'HEAD'] : [method],
      ),
  }
}

function patternOf({ path }: Route): RegExp {
  const plain = path.replace(/[.]/g, '\\.').replace(/\{(\w+)\}/g, '(?<$1>[^/]+)')
  return new RegExp(`^${plain}/?$`, 'i')
}

/** Says which methods an address of the contract has, to whoever used another one. Other addresses are left to the next handler. */
export function methodNotAllowed(table: RouteTable): RequestHandler {
  return (request, response, next) => {
    const methods = table.methodsAt(request.path)
    if (methods.length === 0) return next()
    response.set('Allow', [...new Set([...methods, 'OPTIONS'])].join(', '))
    throw new AppError('method_not_allowed', 405)
  }
}
