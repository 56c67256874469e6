import { isDeepStrictEqual } from 'node:util'
import type { Route } from '../../../src/platform/http/route.js'

/** Throws unless what a route answers is what it declares: no member is missing, and none is said that is not declared. */
export function requireDeclared(route: Route, answer: unknown): void {
  const why = undeclared(route, JSON.parse(JSON.stringify(answer ?? null)))
  if (why !== null) throw new Error(`${route.method} ${route.path} does not answer what it declares: ${why}`)
}

function undeclared({ answer: schema }: Route, sent: unknown): string | null {
  if (schema === null) return sent === null ? null : 'nothing was declared'
  const read = schema.safeParse(sent)
  if (!read.success) return read.error.message
  const declared: unknown = JSON.parse(JSON.stringify(read.data))
  return isDeepStrictEqual(declared, sent) ? null : `of ${JSON.stringify(sent)}, only ${JSON.stringify(declared)}`
}
