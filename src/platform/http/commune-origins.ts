import type { Request, RequestHandler } from 'express'
import { AppError } from '../model/app-error.js'
import type { Commune } from '../model/commune.js'
import { MASKED_HEADER } from './masked-header.js'
import type { NamedCommune } from './shapes.js'

/** What those pages may send: a token, a stream's last event, and what a call of the Model Context Protocol says of itself. */
const ALLOWED_HEADERS =
  'Authorization, Content-Type, Last-Event-ID, Accept-Language, MCP-Protocol-Version, Mcp-Method, Mcp-Name'

/**
 * Lets the pages of the communes' own sites call the citizen's routes. Staff routes have no such list: they answer this
 * server's pages only. Citizens carry a token, not a cookie, so no credentials are allowed. Which commune a request is about is not known yet: once it is,
 * {@link refuseOtherSites} looks again.
 */
export function allowCommuneOrigins({ communes }: Pick<KnownCommunes, 'communes'>): RequestHandler {
  return (request, response, next) => {
    const origin = request.get('origin')
    response.vary('Origin')
    if (!origin || !isOfSome(communes, origin)) return next()
    response.set('Access-Control-Allow-Origin', origin)
    response.set('Access-Control-Expose-Headers', `Retry-After, ${MASKED_HEADER}`)
    if (request.method !== 'OPTIONS') return next()
    response.set('Access-Control-Allow-Methods', 'GET, POST, DELETE')
    response.set('Access-Control-Allow-Headers', ALLOWED_HEADERS)
    response.set('Access-Control-Max-Age', '600')
    response.status(204).end()
  }
}

/** Refuses what a page of one commune's site asks of another's. @throws AppError `origin_refused` (403) */
export function refuseOtherSites(
  { communes }: Pick<KnownCommunes, 'communes'>,
  request: Request,
  { origins }: Commune,
): void {
  const origin = request.get('origin')
  // Pages of this server, and callers that are no page, belong to no commune's list; foreign pages were refused before.
  if (origin === undefined || origins.includes(origin) || !isOfSome(communes, origin)) return
  throw new AppError('origin_refused', 403)
}

/** Whether an origin is a commune's site. Looked up each time: an administrator may change the sites of her commune. */
export function isOfSome(communes: ReadonlyMap<string, Commune>, origin: string): boolean {
  for (const { origins } of communes.values()) if (origins.includes(origin)) return true
  return false
}

/** The communes of the server as they are now. */
export interface KnownCommunes {
  communes: ReadonlyMap<string, Commune>
  /** The one that is meant where none is named. */
  defaultCommuneId?: string
}

/** The commune named by a request, or the server's own. @throws AppError `unknown_commune` (404) */
export function communeOf({ communes, defaultCommuneId = '' }: KnownCommunes, id: string | undefined): Commune {
  const commune = communes.get(id ?? defaultCommuneId)
  if (!commune) throw new AppError('unknown_commune', 404, { field: 'communeId' })
  return commune
}

/** The communes of some accounts, by their names. */
export function communesOf(
  known: Pick<KnownCommunes, 'communes'>,
  accounts: readonly { communeId: string }[],
): NamedCommune[] {
  const ids = new Set(accounts.map(({ communeId }) => communeId))
  const communes = [...known.communes.values()].filter(({ id }) => ids.has(id))
  return communes.map(({ id, nom: name }) => ({ id, name })).sort((a, b) => a.name.localeCompare(b.name, 'fr'))
}
