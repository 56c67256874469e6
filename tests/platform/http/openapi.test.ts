import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { Express } from 'express'
import { z } from 'zod'
import { ROUTES } from '../../../src/features.js'
import { LANGUAGES } from '../../../src/platform/model/language.js'
import { ROLES } from '../../../src/platform/model/role.js'
import { startTestServer, type TestServer } from './harness.js'

let server: TestServer
let document: z.infer<typeof openApi>

/** The shape of an OpenAPI 3.1 document, as far as this one goes. Source: https://spec.openapis.org/oas/v3.1.0 */
const mediaTypes = z.record(z.string().regex(/^[\w.+-]+\/[\w.+-]+$/), z.strictObject({ schema: z.looseObject({}) }))
const response = z.strictObject({ description: z.string().min(1), content: mediaTypes.optional() })
const parameter = z.strictObject({
  name: z.string(),
  in: z.enum(['path', 'query', 'header', 'cookie']),
  required: z.boolean().optional(),
  description: z.string().optional(),
  schema: z.looseObject({}),
})
const servers = z.array(z.strictObject({ url: z.string() }))
const operation = z.strictObject({
  summary: z.string().min(1),
  parameters: z.array(parameter).optional(),
  requestBody: z.strictObject({ content: mediaTypes, required: z.boolean().optional() }).optional(),
  responses: z.record(z.string().regex(/^[1-5](\d\d|XX)$/), response),
  security: z.array(z.record(z.string(), z.array(z.string()))).optional(),
  servers: servers.optional(),
  'x-roles': z.array(z.enum(ROLES)).optional(),
  'x-server': z.boolean().optional(),
})
const openApi = z.strictObject({
  openapi: z.string().regex(/^3\.1\.\d+$/),
  info: z.strictObject({
    title: z.string(),
    version: z.string(),
    license: z.strictObject({ name: z.string(), identifier: z.string() }),
  }),
  servers,
  paths: z.record(
    z.string().startsWith('/'),
    z.partialRecord(z.enum(['get', 'post', 'delete', 'put', 'patch']), operation),
  ),
  components: z.strictObject({
    schemas: z.record(z.string(), z.looseObject({})),
    parameters: z.record(z.string(), z.looseObject({})).optional(),
    securitySchemes: z.record(
      z.string(),
      z.discriminatedUnion('type', [
        z.strictObject({ type: z.literal('http'), scheme: z.string() }),
        z.strictObject({ type: z.literal('apiKey'), in: z.enum(['query', 'header', 'cookie']), name: z.string() }),
      ]),
    ),
  }),
  webhooks: z.record(z.string(), z.strictObject({ post: operation })).optional(),
})

beforeAll(async () => {
  server = await startTestServer()
  document = openApi.parse((await server.call('GET', '/openapi.json')).body)
})
afterAll(() => server.stop())

function operations() {
  return Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, described]) => ({ path, method, ...described })),
  )
}

interface Layer {
  route?: { path: string | string[]; stack: { method: string }[] }
  handle?: { stack?: Layer[] }
}

/** The pages without script are forms and links: a citizen's browser reads them, no program. */
const isPages = (stack: Layer[] = []) => stack.some(({ route }) => route?.path === '/effacee')

/** Every route of the server but the pages without script, as its router declares it: `get /queue`. */
function routes(layers: Layer[]): string[] {
  return layers.flatMap(({ route, handle }) => {
    if (!route) return isPages(handle?.stack) ? [] : routes(handle?.stack ?? [])
    const methods = new Set(route.stack.map(({ method }) => method))
    const paths = [route.path].flat().map((path) => path.replace(/:(\w+)/g, '{$1}'))
    return [...methods].flatMap((method) => paths.map((path) => `${method} ${path}`))
  })
}

describe('the OpenAPI document', () => {
  it('resolves each of its references', () => {
    const references = [...JSON.stringify(document).matchAll(/"\$ref":"([^"]+)"/g)].map(
      ([, reference]) => reference ?? '',
    )
    expect(references.length).toBeGreaterThan(0)
    for (const reference of references) {
      const found = reference
        .replace(/^#\//, '')
        .split('/')
        .reduce<unknown>((node, key) => (node as Record<string, unknown>)[key], document)
      expect([reference, found]).toEqual([reference, expect.any(Object)])
    }
  })

  it('declares each parameter of its paths, and each security scheme that it names', () => {
    for (const { path, parameters = [], security = [] } of operations()) {
      const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name)
      const inPath = parameters.filter(({ in: place }) => place === 'path')
      expect(inPath.map(({ name }) => name)).toEqual(names)
      for (const { required } of inPath) expect(required).toBe(true)
      const schemes = security.flatMap((one) => Object.keys(one))
      expect(Object.keys(document.components.securitySchemes)).toEqual(expect.arrayContaining(schemes))
    }
  })

  it('names every route that exists, and none that does not', () => {
    const declared = routes((server.app.server as Express & { router: { stack: Layer[] } }).router.stack).map((one) =>
      one.replace(' /agent', ' '),
    )
    // The mount points of routers are not kept by Express: the agents' and the prefix are taken away on both sides.
    const documented = operations().map(({ method, path }) => `${method} ${path.replace(/^\/agent/, '')}`)
    const assets = [
      'get /widget.js',
      ...LANGUAGES.filter((one) => one !== 'fr').map((one) => `get /assets/widget.${one}.json`),
    ]
    const pages = ['index', 'demarches', 'la-mairie'].flatMap((name) => [`get /${name}`, `get /${name}.html`])
    const shown = ['get /', ...pages, ...assets]
    expect(declared.filter((route) => !shown.includes(route)).sort()).toEqual(documented.sort())
  })

  it('gives addresses that answer', async () => {
    for (const { method, path, servers: own } of operations()) {
      const address = `${own ? '' : document.servers[0]?.url}${path.replace(/\{\w+\}/g, 'x')}`
      const { status, body } = await server.fetch(address, { method: method.toUpperCase() })
      expect([method, path, status]).not.toEqual([method, path, 405])
      expect(body?.code).not.toBe('not_found')
    }
  })

  it('describes the body of each call that has one, as the server checks it', () => {
    const withBody = operations().filter(({ requestBody }) => requestBody?.content['application/json'])
    expect(withBody.map(({ path }) => path)).toHaveLength(ROUTES.filter(({ body }) => body).length)
    for (const { requestBody, responses } of withBody) {
      expect(requestBody?.content['application/json']?.schema).toBeDefined()
      for (const status of [400, 413, 415, 422]) expect(responses).toHaveProperty(String(status))
    }
    const sent = document.paths['/conversations/{id}/messages']?.post?.requestBody?.content['application/json']
    expect(sent?.schema).toMatchObject({
      type: 'object',
      required: ['clientId', 'text'],
      additionalProperties: false,
      properties: { text: { type: 'string', maxLength: 2000 } },
    })
  })
})
