import type { Request } from 'express'
import type { HttpContext } from '../../../platform/http/http-context.js'

/** An address of this server, whole: under its public origin when one is set, else under the name by which it is called. */
export function ownAddress({ publicOrigin }: HttpContext, request: Request, path: string): string {
  return `${publicOrigin ?? `${request.protocol}://${request.get('host')}`}${path}`
}
