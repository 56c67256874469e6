import { type Schema, sampleOf } from './sample-body.js'

/** A call of the OpenAPI document, as far as sending it goes. */
export interface Operation {
  /** `post /conversations/{id}/messages` */
  name: string
  method: string
  /** With the prefix of the API where it has one. */
  path: string
  security: 'citizen' | 'staff' | null
  /** A body that the schema lets through; `undefined` when the call has none. */
  sample: unknown
  isStream: boolean
  /** Statuses that the document says. */
  statuses: ReadonlySet<number>
}

interface Described {
  security?: Record<string, unknown>[]
  servers?: unknown
  requestBody?: { content: Record<string, { schema: Schema }> }
  responses: Record<string, { content?: Record<string, unknown> }>
}

/** The parts of an OpenAPI document that are read. */
export interface OpenApi {
  servers: { url: string }[]
  paths: Record<string, Record<string, Described>>
}

/** Every call of the document. */
export function readOperations(document: OpenApi): Operation[] {
  const resolve = (reference: string) =>
    reference
      .replace(/^#\//, '')
      .split('/')
      .reduce<unknown>((node, key) => (node as Record<string, unknown>)[key], document) as Schema
  return Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, { security, servers, requestBody, responses }]): Operation => {
      const schema = requestBody?.content['application/json']?.schema
      return {
        name: `${method} ${path}`,
        method: method.toUpperCase(),
        path: servers ? path : `${document.servers[0]?.url ?? ''}${path}`,
        security: (Object.keys(security?.[0] ?? {})[0] ?? null) as Operation['security'],
        sample: schema ? sampleOf(schema, resolve) : undefined,
        isStream: Object.values(responses).some(({ content }) => content && 'text/event-stream' in content),
        statuses: new Set(Object.keys(responses).map(Number)),
      }
    }),
  )
}
