import { z } from 'zod'
import type { Feature } from '../feature.js'
import { ROLES } from '../model/role.js'
import { type Access, API_PREFIX, isCounted, type Route } from './route.js'
import { problemShape } from './shapes.js'

const SECURITY_SCHEMES = {
  citizen: { type: 'http', scheme: 'bearer' },
  staff: { type: 'apiKey', in: 'cookie', name: '__Host-guichet' },
  staffToken: { type: 'apiKey', in: 'header', name: 'X-CSRF-Token' },
}

/** The OpenAPI 3.1 document of what some features serve and send, from the schemas that check the requests. */
export function openApiDocument(features: readonly Pick<Feature<never>, 'routes' | 'sends'>[]) {
  const paths: Record<string, Record<string, unknown>> = {}
  const webhooks: Record<string, unknown> = {}
  for (const { routes, sends = {} } of features) {
    for (const route of Object.values(routes))
      paths[route.path] = { ...paths[route.path], [route.method]: toOperation(route) }
    for (const [name, body] of Object.entries(sends)) webhooks[name] = { post: toWebhook(name, body) }
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Guichet', version: '1', license: { name: 'EUPL-1.2', identifier: 'EUPL-1.2' } },
    servers: [{ url: API_PREFIX }],
    paths,
    webhooks,
    components: { schemas: { Problem: schemaOf(problemShape, 'output') }, securitySchemes: SECURITY_SCHEMES },
  }
}

/** A schema in JSON Schema, in which OpenAPI 3.1 says what is sent and answered: as a caller writes it, or as it is read. */
function schemaOf(schema: z.ZodType, io: 'input' | 'output') {
  const { $schema: _, ...said } = z.toJSONSchema(schema, {
    io,
    unrepresentable: 'any',
    override({ jsonSchema }) {
      if (jsonSchema.format !== undefined) delete jsonSchema.pattern
      // A later version may answer more.
      if (io === 'output' && jsonSchema.additionalProperties === false) delete jsonSchema.additionalProperties
    },
  })
  return said
}

/** The members of an object as parameters of a request. */
function parametersOf(place: 'path' | 'query' | 'header', shape: z.ZodType | undefined) {
  const { properties = {}, required = [] } = shape ? schemaOf(shape, 'input') : {}
  return Object.entries(properties).map(([name, schema]) => ({
    name,
    in: place,
    ...(required.includes(name) ? { required: true } : {}),
    schema,
  }))
}

/** What a commune's other software is sent, when its administrator asked for it (docs/webhooks.md). */
function toWebhook(name: string, body: z.ZodObject) {
  const header = (said: string) => z.string().describe(said)
  return {
    summary: `Sent to the addresses that the commune registered for ${name}`,
    parameters: parametersOf(
      'header',
      z.object({
        'webhook-id': header('The same at each try: by it a receiver knows what it has already'),
        'webhook-timestamp': header('When it was sent, in seconds since 1970'),
        'webhook-signature': header('One or more `v1,<base64>`: HMAC-SHA256 of `id.timestamp.body`'),
      }),
    ),
    requestBody: { required: true, content: { 'application/json': { schema: schemaOf(body, 'output') } } },
    responses: {
      '2XX': { description: 'Taken; anything else is tried again' },
      410: { description: 'Wanted no more: the webhook is stopped' },
    },
  }
}

const problemContent = { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } }

/** What any call with a body, any call at all, and any call under the prefix may be refused for. */
const BODY_ERRORS = [400, 413, 415]
const CALLER_ERRORS = [429]
const STOPPING_ERROR = 503

const TEXT = { type: 'string' } as const

/** A body in JSON; one that may be empty may be left out. */
function toBody(schema: z.ZodType) {
  const required = !schema.safeParse({}).success
  return { required, content: { 'application/json': { schema: schemaOf(schema, 'input') } } }
}

/** Who is meant by a route's access, as schemes of security; none where anyone is. */
function schemesOf({ access, method }: Pick<Route, 'access' | 'method'>): (keyof typeof SECURITY_SCHEMES)[] {
  if (access === 'anyone') return []
  if (access === 'citizen' || access === 'sender') return ['citizen']
  return method === 'get' || access === 'session' ? ['staff'] : ['staff', 'staffToken']
}

/** Of a staff's route: the roles to which it is open. */
function rolesOf(access: Access) {
  if (access === 'account' || access === 'session') return ROLES
  return typeof access === 'string' ? null : access
}

function toOperation(route: Route) {
  const { path, summary, access, server, query, body, upload, answer, mediaType, acknowledges, atRoot } = route
  const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? '')
  const params = names.length > 0 ? z.object(Object.fromEntries(names.map((name) => [name, z.string()]))) : undefined
  const said = mediaType ? TEXT : schemaOf(answer ?? z.null(), 'output')
  const content = { [mediaType ?? 'application/json']: { schema: said } }
  const sent = body ? toBody(body) : upload && { required: true, content: { [upload]: { schema: TEXT } } }
  const schemes = schemesOf(route)
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
    summary,
    ...(atRoot ? { servers: [{ url: '/' }] } : {}),
    ...(schemes.length > 0 ? { security: [Object.fromEntries(schemes.map((scheme) => [scheme, []]))] } : {}),
    // Roles are no part of OpenAPI's cookies: an extension says them.
    ...(roles ? { 'x-roles': [...roles] } : {}),
    ...(server ? { 'x-server': true } : {}),
    parameters: [...parametersOf('path', params), ...parametersOf('query', query)],
    ...(sent ? { requestBody: sent } : {}),
    responses: {
      [success]: success === 204 || success === 302 ? { description: 'Done' } : { description: 'Done', content },
      ...(acknowledges ? { 202: { description: 'Taken; nothing is answered' } } : {}),
      ...Object.fromEntries(faults),
    },
  }
}
