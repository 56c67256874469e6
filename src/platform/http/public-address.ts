import type { Request, RequestHandler } from 'express'
import { AppError } from '../model/app-error.js'
import type { Commune } from '../model/commune.js'
import { communeOf, type KnownCommunes } from './commune-origins.js'

/** Where the server and its communes are reached. */
export interface Addresses {
  /** Origin of the server as its users type it; `null` when nobody has said. */
  publicOrigin: string | null
  /** The commune whose own name this is, if it is one's. */
  communeAt: (hostname: string) => Commune | undefined
}

/** The communes of the server, and the names under which some are reached. */
export interface NamedCommunes extends KnownCommunes, Pick<Addresses, 'communeAt'> {}

/** The name in a host, as the DNS compares it: `Chat.Ville.fr.:443` is `chat.ville.fr`. Pure. */
export function hostnameOf(host: string): string {
  return host
    .replace(/:\d{1,5}$/, '')
    .replace(/\.$/, '')
    .toLowerCase()
}

/** Where the server itself is reached: its public origin when one is set, else the name by which it is called. */
export function serverAddress({ publicOrigin }: Pick<Addresses, 'publicOrigin'>, request: Request): string {
  return publicOrigin ?? `${request.protocol}://${request.get('host')}`
}

/** Where citizens and programs reach a commune: under its own name when it has one, else where the server is. Every link that they follow begins so. */
export function publicAddressOf(
  needs: Pick<Addresses, 'publicOrigin'>,
  request: Request,
  { publicUrl }: Pick<Commune, 'publicUrl'>,
): string {
  return publicUrl ?? serverAddress(needs, request)
}

/**
 * The commune under whose own name a request comes; `undefined` under any other name. Told by `Host`, which the proxy passes: what is in
 * `X-Forwarded-Host` may be anybody's.
 */
export function communeNamedBy({ communeAt }: Pick<Addresses, 'communeAt'>, request: Request): Commune | undefined {
  return communeAt(hostnameOf(request.headers.host ?? ''))
}

/**
 * The commune that a request is about: the one that it names, else the one by whose name it comes, else the server's own. Under a commune's name there is no
 * other. @throws AppError `unknown_commune` (404)
 */
export function communeMeant(known: NamedCommunes, request: Request, id: string | undefined): Commune {
  const named = communeNamedBy(known, request)
  if (!named) return communeOf(known, id)
  if (id !== undefined && id !== named.id) throw new AppError('unknown_commune', 404, { field: 'communeId' })
  return named
}

/** Whether what is of a commune may be told to a request: under another commune's name, it may not. */
export function isToldUnderName(
  needs: Pick<Addresses, 'communeAt'>,
  request: Request,
  { communeId }: { communeId: string },
): boolean {
  const named = communeNamedBy(needs, request)
  return named === undefined || named.id === communeId
}

/** Refuses under a commune's own name what is of the server or of staff. @throws AppError `not_at_this_address` (403) */
export function refuseUnderNames(needs: Pick<Addresses, 'communeAt'>): RequestHandler {
  return (request, _response, next) => {
    if (communeNamedBy(needs, request)) throw new AppError('not_at_this_address', 403)
    next()
  }
}
