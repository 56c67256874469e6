import { extendZodWithOpenApi, OpenAPIRegistry, OpenApiGeneratorV31 } from '@asteasolutions/zod-to-openapi'
import { z } from 'zod'
import type { Feature } from '../feature.js'
import { ROLES } from '../model/role.js'
import { type Access, API_PREFIX, isCounted, type Route } from './route.js'
import { problemShape } from './shapes.js'

extendZodWithOpenApi(z)

/** Made anew, since it names itself in the document only from here on. */
const problem = z.object(problemShape.shape).openapi('Problem')

/** The OpenAPI 3.1 document of what some features serve and send, from the schemas that check the requests. */
export function openApiDocument(features: readonly Pick<Feature<never>, 'routes' | 'sends'>[]) {
  const registry = new OpenAPIRegistry()
  registry.registerComponent('securitySchemes', 'citizen', { type: 'http', scheme: 'bearer' })
  registry.registerComponent('securitySchemes', 'staff', { type: 'apiKey', in: 'cookie', name: '__Host-guichet' })
  for (const { routes, sends = {} } of features) {
    for (const route of Object.values(routes)) registry.registerPath(toPath(route))
    for (const [name, body] of Object.entries(sends)) registry.registerWebhook(toWebhook(name, body))
  }
  return new OpenApiGeneratorV31(registry.definitions).generateDocument({
    openapi: '3.1.0',
    info: { title: 'Guichet', version: '1', license: { name: 'EUPL-1.2', identifier: 'EUPL-1.2' } },
    servers: [{ url: API_PREFIX }],
  })
}

/** What a commune's other software is sent, when its administrator asked for it (docs/webhooks.md). */
function toWebhook(name: string, body: z.ZodObject) {
  const header = (said: string) => z.string().openapi({ description: said })
  return {
    method: 'post' as const,
    path: name,
    summary: `Sent to the addresses that the commune registered for ${name}`,
    request: {
      headers: z.object({
        'webhook-id': header('The same at each try: by it a receiver knows what it has already'),
        'webhook-timestamp': header('When it was sent, in seconds since 1970'),
        'webhook-signature': header('One or more `v1,<base64>`: HMAC-SHA256 of `id.timestamp.body`'),
      }),
      body: { content: { 'application/json': { schema: body } } },
    },
    responses: {
      '2XX': { description: 'Taken; anything else is tried again' },
      410: { description: 'Wanted no more: the webhook is stopped' },
    },
  }
}

const problemContent = { 'application/problem+json': { schema: problem } }

/** What any call with a body, any call at all, and any call under the prefix may be refused for. */
const BODY_ERRORS = [400, 413, 415]
const CALLER_ERRORS = [429]
const STOPPING_ERROR = 503

/** Who is meant by a route's access, as a scheme of security; `null` where anyone is. */
function schemeOf(access: Access): 'citizen' | 'staff' | null {
  if (access === 'anyone') return null
  return access === 'citizen' || access === 'sender' ? 'citizen' : 'staff'
}

/** Of a staff's route: the roles to which it is open. */
function rolesOf(access: Access) {
  if (access === 'account' || access === 'session') return ROLES
  return typeof access === 'string' ? null : access
}

function toPath(route: Route) {
  const { method, path, summary, access, server, query, body, upload, answer, mediaType, atRoot } = route
  const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? '')
  const params = names.length > 0 ? z.object(Object.fromEntries(names.map((name) => [name, z.string()]))) : undefined
  const content = { [mediaType ?? 'application/json']: { schema: mediaType ? z.string() : (answer ?? z.null()) } }
  const scheme = schemeOf(access)
  const roles = rolesOf(access)
  const success = route.status ?? (answer === null ? 204 : 200)
  const any = [
    ...(isCounted(route, 'nothing') ? [] : CALLER_ERRORS),
    ...(body ? BODY_ERRORS : []),
    ...(atRoot ? [] : [STOPPING_ERROR]),
  ]
  const statuses = [...new Set([...(route.errors ?? []), ...any])].sort()
  const faults = statuses.map((status) => [
    status,
    { description: 'Problem', content: mediaType === 'text/html' ? content : problemContent },
  ])
  return {
    method,
    path,
    summary,
    ...(atRoot ? { servers: [{ url: '/' }] } : {}),
    ...(scheme ? { security: [{ [scheme]: [] }] } : {}),
    // Roles are no part of OpenAPI's cookies: an extension says them.
    ...(roles ? { 'x-roles': [...roles] } : {}),
    ...(server ? { 'x-server': true } : {}),
    request: {
      ...(params ? { params } : {}),
      ...(query ? { query: query as z.ZodObject } : {}),
      ...(body ? { body: { content: { 'application/json': { schema: body } } } } : {}),
      ...(upload ? { body: { content: { [upload]: { schema: z.string() } } } } : {}),
    },
    responses: {
      [success]: success === 204 || success === 302 ? { description: 'Done' } : { description: 'Done', content },
      ...Object.fromEntries(faults),
    },
  }
}
