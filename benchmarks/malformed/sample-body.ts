/** A schema of the OpenAPI document, as far as bodies go. */
export interface Schema {
  $ref?: string
  type?: string | string[]
  enum?: unknown[]
  const?: unknown
  anyOf?: Schema[]
  oneOf?: Schema[]
  allOf?: Schema[]
  items?: Schema
  minItems?: number
  minLength?: number
  minimum?: number
  pattern?: string
  format?: string
  properties?: Record<string, Schema>
  required?: string[]
}

/** The smallest value that a schema lets through. What only a program can check is left to the call's own example. */
export function sampleOf(schema: Schema, resolve: (reference: string) => Schema): unknown {
  if (schema.$ref) return sampleOf(resolve(schema.$ref), resolve)
  if (schema.const !== undefined) return schema.const
  if (schema.enum) return schema.enum[0]
  const [part] = schema.anyOf ?? schema.oneOf ?? []
  if (part) return sampleOf(part, resolve)
  if (schema.allOf) return Object.assign({}, ...schema.allOf.map((one) => sampleOf(one, resolve)))
  switch ([schema.type].flat()[0]) {
    case 'object':
      return Object.fromEntries(
        (schema.required ?? []).map((name) => [name, sampleOf(schema.properties?.[name] ?? {}, resolve)]),
      )
    case 'array':
      return Array.from({ length: schema.minItems ?? 0 }, () => sampleOf(schema.items ?? {}, resolve))
    case 'string':
      return sampleText(schema)
    case 'integer':
    case 'number':
      return Math.max(schema.minimum ?? 1, 1)
    case 'boolean':
      return true
    default:
      return null
  }
}

const FORMATS: Record<string, string> = {
  email: 'personne@exemple.fr',
  uri: 'https://exemple.fr/',
  date: '2026-12-01',
  'date-time': '2026-12-01T10:00:00Z',
}
const TEXTS = ['answered', 'abcdefgh-1234', '2026-12-01', '2026-12-01T10:00:00Z', '10:00', '1', 'ABCDEFGH']

function sampleText({ format = '', pattern, minLength = 1 }: Schema): string {
  const text = FORMATS[format]
  if (text !== undefined) return text
  const fits = (one: string) => one.length >= minLength && (!pattern || new RegExp(pattern, 'u').test(one))
  return TEXTS.find(fits) ?? 'a'.repeat(minLength)
}
