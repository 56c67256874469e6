import { extendZodWithOpenApi, OpenAPIRegistry, OpenApiGeneratorV31 } from '@asteasolutions/zod-to-openapi'
import { z } from 'zod'
import { WEBHOOK_BODIES } from '../../features/webhooks/event-bodies.js'
import type { Call } from './call.js'
import { API_PREFIX, CALLS } from './calls.js'

extendZodWithOpenApi(z)

const problem = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.number().int(),
    code: z.string(),
    detail: z.string(),
    field: z.string().optional(),
    retryAfterS: z.number().optional(),
  })
  .openapi('Problem')

/** The OpenAPI 3.1 document of every call, from the schemas that check the requests. */
export function openApiDocument() {
  const registry = new OpenAPIRegistry()
  registry.registerComponent('securitySchemes', 'citizen', { type: 'http', scheme: 'bearer' })
  registry.registerComponent('securitySchemes', 'staff', { type: 'apiKey', in: 'cookie', name: '__Host-guichet' })
  for (const call of CALLS) registry.registerPath(toPath(call))
  for (const [name, body] of Object.entries(WEBHOOK_BODIES)) registry.registerWebhook(toWebhook(name, body))
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

function toPath({
  method,
  path,
  summary,
  query,
  body,
  answer,
  upload,
  success,
  security,
  roles,
  server,
  errors = [],
  mediaType,
  atRoot,
}: Call) {
  const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? '')
  const params = names.length > 0 ? z.object(Object.fromEntries(names.map((name) => [name, z.string()]))) : undefined
  const content = mediaType
    ? { [mediaType]: { schema: z.string() } }
    : { 'application/json': { schema: answer ?? z.looseObject({}) } }
  const any = [...CALLER_ERRORS, ...(body ? BODY_ERRORS : []), ...(atRoot ? [] : [STOPPING_ERROR])]
  const statuses = [...new Set([...errors, ...any])].sort()
  const faults = statuses.map((status) => [
    status,
    { description: 'Problem', content: mediaType === 'text/html' ? content : problemContent },
  ])
  return {
    method,
    path,
    summary,
    ...(atRoot ? { servers: [{ url: '/' }] } : {}),
    ...(security ? { security: [{ [security]: [] }] } : {}),
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
