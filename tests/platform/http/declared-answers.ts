import { isDeepStrictEqual } from 'node:util'
import type { Route } from '../../../src/platform/http/route.js'

/** Throws unless what a route answers is what it declares: no member is missing, and none is said that is not declared. */
export function requireDeclared({ method, path, answer: schema }: Route, answer: unknown): void {
  const refuse = (why: string) => {
    throw new Error(`${method} ${path} does not answer what it declares: ${why}`)
  }
  if (schema === null) return answer === null || answer === undefined ? undefined : refuse('nothing was declared')
  const sent: unknown = JSON.parse(JSON.stringify(answer))
  const read = schema.safeParse(sent)
  if (!read.success) return refuse(read.error.message)
  const declared: unknown = JSON.parse(JSON.stringify(read.data))
  if (!isDeepStrictEqual(declared, sent)) refuse(`of ${JSON.stringify(sent)}, it declares ${JSON.stringify(declared)}`)
}
