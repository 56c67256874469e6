import { extendZodWithOpenApi, OpenAPIRegistry, OpenApiGeneratorV31 } from '@asteasolutions/zod-to-openapi'
import { z } from 'zod'
import * as contract from './contract.js'

extendZodWithOpenApi(z)

type Method = 'get' | 'post' | 'delete'
interface Call {
  method: Method
  path: string
  summary: string
  body?: z.ZodType
  success: number
  security?: 'citizen' | 'staff'
  errors?: number[]
  stream?: boolean
}

/** Every call of the contract; the shapes of answers are the interfaces of `contract.ts`. */
const CALLS: Call[] = [
  { method: 'post', path: '/ask', summary: 'Answer one question without a conversation', body: contract.askRequest, success: 200, errors: [404, 422, 429] },
  { method: 'get', path: '/communes/{id}', summary: 'What a page needs of a commune', success: 200, errors: [404] },
  { method: 'post', path: '/conversations', summary: 'Start a conversation', body: contract.startRequest, success: 201, errors: [404, 422, 429] },
  { method: 'post', path: '/conversations/{id}/messages', summary: 'Send a message; idempotent by clientId', body: contract.messageRequest, success: 200, security: 'citizen', errors: [401, 404, 409, 422, 429, 503] },
  { method: 'get', path: '/conversations/{id}/messages', summary: 'Read messages after a sequence number', success: 200, security: 'citizen', errors: [401, 404, 422] },
  { method: 'get', path: '/conversations/{id}/events', summary: 'Follow a conversation', success: 200, security: 'citizen', errors: [401, 404], stream: true },
  { method: 'post', path: '/conversations/{id}/messages/{mid}/feedback', summary: 'Rate an answer', body: contract.feedbackRequest, success: 204, security: 'citizen', errors: [401, 404, 422] },
  { method: 'post', path: '/conversations/{id}/handoff', summary: 'Call an agent, or leave a message', body: contract.handoffRequest, success: 201, security: 'citizen', errors: [401, 404, 409, 422] },
  { method: 'delete', path: '/conversations/{id}/handoff', summary: 'Stop waiting for an agent', success: 200, security: 'citizen', errors: [401, 404, 409] },
  { method: 'post', path: '/conversations/{id}/close', summary: 'End a conversation', success: 204, security: 'citizen', errors: [401, 404] },
  { method: 'delete', path: '/conversations/{id}', summary: 'Erase a conversation', success: 204, security: 'citizen', errors: [401, 404] },
  { method: 'post', path: '/session', summary: 'Sign in', body: contract.signInRequest, success: 200, errors: [401, 403, 422, 429] },
  { method: 'get', path: '/session', summary: 'Who is signed in', success: 200, security: 'staff', errors: [401] },
  { method: 'delete', path: '/session', summary: 'Sign out', success: 204, security: 'staff', errors: [401, 403] },
  { method: 'get', path: '/agent/queue', summary: 'The queue', success: 200, security: 'staff', errors: [401, 403] },
  { method: 'get', path: '/agent/events', summary: 'Follow the queue', success: 200, security: 'staff', errors: [401, 403], stream: true },
  { method: 'post', path: '/agent/availability', summary: 'Be available or away', body: contract.availabilityRequest, success: 200, security: 'staff', errors: [401, 403, 422] },
  { method: 'get', path: '/agent/handoffs/{id}', summary: 'A handoff with its whole conversation', success: 200, security: 'staff', errors: [401, 403, 404] },
  { method: 'post', path: '/agent/handoffs/{id}/claim', summary: 'Take a handoff: one agent wins', success: 200, security: 'staff', errors: [401, 403, 404, 409] },
  { method: 'post', path: '/agent/handoffs/{id}/messages', summary: 'Speak to the citizen', body: contract.agentMessageRequest, success: 200, security: 'staff', errors: [401, 403, 404, 409, 422] },
  { method: 'post', path: '/agent/handoffs/{id}/release', summary: 'Put a handoff back in the queue', success: 200, security: 'staff', errors: [401, 403, 404, 409] },
  { method: 'post', path: '/agent/handoffs/{id}/resolve', summary: 'End a handoff', body: contract.resolveRequest, success: 200, security: 'staff', errors: [401, 403, 404, 409, 422] },
]

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
  return new OpenApiGeneratorV31(registry.definitions).generateDocument({
    openapi: '3.1.0',
    info: { title: 'Guichet', version: '1', license: { name: 'EUPL-1.2', identifier: 'EUPL-1.2' } },
    servers: [{ url: '/api/v1' }],
  })
}

function toPath({ method, path, summary, body, success, security, errors = [], stream }: Call) {
  const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? '')
  const params = names.length > 0 ? z.object(Object.fromEntries(names.map((name) => [name, z.string()]))) : undefined
  const content = stream ? { 'text/event-stream': { schema: z.string() } } : { 'application/json': { schema: z.looseObject({}) } }
  const faults = errors.map((status) => [status, { description: 'Problem', content: { 'application/problem+json': { schema: problem } } }])
  return {
    method,
    path,
    summary,
    ...(security ? { security: [{ [security]: [] }] } : {}),
    request: { ...(params ? { params } : {}), ...(body ? { body: { content: { 'application/json': { schema: body } } } } : {}) },
    responses: { [success]: success === 204 ? { description: 'Done' } : { description: 'Done', content }, ...Object.fromEntries(faults) },
  }
}
