import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { z } from 'zod'
import { FEATURES, ROUTES } from '../../../src/features.js'
import { fateOf } from '../../../src/platform/http/mask-typed.js'
import { openApiDocument } from '../../../src/platform/http/openapi.js'
import { type Fates, TYPED_QUERIES } from '../../../src/platform/http/typed-text.js'

interface Schema {
  $ref?: string
  type?: string | string[]
  enum?: unknown[]
  const?: unknown
  pattern?: string
  format?: string
  properties?: Record<string, Schema>
  items?: Schema
  additionalProperties?: Schema | boolean
  anyOf?: Schema[]
  oneOf?: Schema[]
  allOf?: Schema[]
}

/** Formats that only a program writes. */
const MACHINE = new Set(['date', 'date-time', 'uuid', 'time'])

/** Paths of the fields in which a person may type anything: neither a choice of a list, nor an id of which the letters are known. */
function typedIn(schema: Schema, path: readonly string[] = []): string[] {
  const parts = [...(schema.anyOf ?? []), ...(schema.oneOf ?? []), ...(schema.allOf ?? [])].flatMap((one) =>
    typedIn(one, path),
  )
  const isText = [schema.type].flat().includes('string') && !schema.enum && schema.const === undefined
  const isOfMachine = (schema.pattern !== undefined && schema.format === undefined) || MACHINE.has(schema.format ?? '')
  const isAnything = Object.keys(schema).length === 0
  return [
    ...parts,
    ...(isText && !isOfMachine ? [path.join('.')] : []),
    ...(isAnything ? [[...path, 'anything'].join('.')] : []),
    ...Object.entries(schema.properties ?? {}).flatMap(([name, one]) => typedIn(one, [...path, name])),
    ...(schema.items ? typedIn(schema.items, [...path, '*']) : []),
    ...(typeof schema.additionalProperties === 'object' ? typedIn(schema.additionalProperties, [...path, '*']) : []),
  ]
}

const paths = openApiDocument(FEATURES).paths as Record<
  string,
  Record<string, { requestBody?: { content: Record<string, { schema: Schema }> } }>
>
const bodies = Object.entries(paths).flatMap(([path, calls]) =>
  Object.entries(calls).flatMap(([method, { requestBody }]) => {
    const schema = requestBody?.content['application/json']?.schema
    const fields = schema ? [...new Set(typedIn(schema))] : []
    return fields.length > 0 ? [{ call: `${method} ${path}`, fields }] : []
  }),
)

/** What becomes of what is typed, of each call. */
const FATES: Readonly<Record<string, Fates>> = Object.fromEntries(
  ROUTES.flatMap(({ method, path, typed }) => (typed ? [[`${method} ${path}`, typed]] : [])),
)

const fateIn = (fates: Fates | undefined, field: string) => fates && fateOf(fates, field.split('.'))

describe('what is typed', () => {
  it('has a fate, in every field of every call', () => {
    expect(bodies.length).toBeGreaterThan(50)
    const forgotten = bodies.flatMap(({ call, fields }) =>
      fields.filter((field) => !fateIn(FATES[call], field)).map((field) => `${call}: ${field}`),
    )
    expect(forgotten).toEqual([])
  })

  it('has no fate where nothing is typed', () => {
    const stale = Object.entries(FATES).flatMap(([call, fates]) => {
      const fields = bodies.find((one) => one.call === call)?.fields ?? []
      return Object.keys(fates)
        .filter((pattern) => !fields.some((field) => fateOf({ [pattern]: 'masked' }, field.split('.'))))
        .map((pattern) => `${call}: ${pattern}`)
    })
    expect(stale).toEqual([])
  })

  it('has a fate in every address', async () => {
    const files = readdirSync('src', { recursive: true })
      .map((name) => join('src', String(name)))
      .filter((file) => file.endsWith('.ts') && /export const \w+Query\b/.test(readFileSync(file, 'utf8')))
    const queries: [string, string[]][] = []
    for (const file of files) {
      const contract = (await import(resolve(file))) as Record<string, unknown>
      for (const [name, schema] of Object.entries(contract))
        if (name.endsWith('Query'))
          queries.push([
            name,
            typedIn(z.toJSONSchema(schema as z.ZodType, { io: 'input', unrepresentable: 'any' }) as Schema),
          ])
    }
    expect(queries.length).toBeGreaterThan(5)
    const typed = queries.flatMap(([name, fields]) => fields.map((field) => ({ name, field })))
    expect(
      typed.filter(({ name, field }) => !field.endsWith('anything') && !fateIn(TYPED_QUERIES[name], field)),
    ).toEqual([])
  })
})
