import fc from 'fast-check'
import { anyText, anyValue, nested, PROTOTYPE_KEYS } from './bad-values.js'

/** A body, with the headers that announce it. */
export interface SpoiltBody {
  body: Buffer | string
  headers: Record<string, string>
  /** Whether no server may take it: what it should have been cannot be guessed. */
  isHopeless: boolean
}

const JSON_TYPE = { 'content-type': 'application/json' }

/** Ways of spoiling a body that was right, by their names. */
export const BODY_RULES: Record<string, (sample: unknown) => fc.Arbitrary<SpoiltBody>> = {
  'wrong type': (sample) =>
    fc.tuple(placeIn(sample), anyValue).map(([place, value]) => asJson(replaceAt(sample, place, value))),
  deep: (sample) =>
    fc
      .tuple(
        placeIn(sample),
        fc.constantFrom(10, 100, 1_000, 10_000),
        fc.constantFrom('list' as const, 'object' as const),
      )
      .map(([place, depth, shape]) => ({
        ...asText(JSON.stringify(replaceAt(sample, place, HOLE)).replace(`"${HOLE}"`, nested(depth, shape))),
        isHopeless: true,
      })),
  huge: (sample) =>
    fc
      .tuple(placeIn(sample), fc.constantFrom(3_000, 30_000, 70_000, 300_000), fc.constantFrom('a', 'é', ' ', '0', '('))
      .map(([place, length, letter]) => asJson(replaceAt(sample, place, letter.repeat(length)))),
  'long list': (sample) =>
    fc
      .tuple(placeIn(sample), fc.constantFrom(100, 5_000, 30_000), fc.constantFrom(0, '', null, 'a'))
      .map(([place, length, item]) =>
        asJson(
          replaceAt(
            sample,
            place,
            Array.from({ length }, () => item),
          ),
        ),
      ),
  unicode: (sample) =>
    fc.tuple(placeIn(sample), anyText).map(([place, text]) => asJson(replaceAt(sample, place, text))),
  prototype: (sample) =>
    fc
      .tuple(fc.constantFrom(...PROTOTYPE_KEYS), anyValue)
      .map(([key, value]) => asText(withMember(sample, `${JSON.stringify(key)}:${JSON.stringify(value) ?? 'null'}`))),
  missing: (sample) =>
    fc.nat({ max: 20 }).map((nth) => {
      const entries = Object.entries((sample ?? {}) as object)
      return asJson(Object.fromEntries(entries.filter((_, index) => index !== nth % Math.max(1, entries.length))))
    }),
  unknown: (sample) =>
    fc
      .tuple(anyText, anyValue)
      .map(([key, value]) => asText(withMember(sample, `${JSON.stringify(key)}:${JSON.stringify(value) ?? 'null'}`))),
  duplicate: (sample) =>
    fc.tuple(fc.nat({ max: 20 }), anyValue).map(([nth, value]) => {
      const keys = Object.keys((sample ?? {}) as object)
      const key = keys[nth % Math.max(1, keys.length)] ?? 'a'
      return asText(withMember(sample, `${JSON.stringify(key)}:${JSON.stringify(value) ?? 'null'}`))
    }),
  'another root': () => anyValue.map((value) => asText(JSON.stringify(value) ?? 'null')),
  truncated: (sample) =>
    fc.nat({ max: 400 }).map((at) => {
      const text = JSON.stringify(sample ?? {})
      return { ...asText(text.slice(0, at % text.length)), isHopeless: true }
    }),
  'not text': (sample) =>
    fc.uint8Array({ minLength: 1, maxLength: 60 }).map((bytes) => ({
      body: Buffer.concat([Buffer.from(JSON.stringify(sample ?? {}).slice(0, -1)), bytes]),
      headers: JSON_TYPE,
      isHopeless: true,
    })),
  'content type': (sample) =>
    fc.constantFrom(...TYPES).map((headers) => ({
      body: JSON.stringify(sample ?? {}),
      headers,
      // Some servers read a type that ends oddly.
      isHopeless: !headers['content-type']?.endsWith(';'),
    })),
}

const TYPES: Record<string, string>[] = [
  {},
  { 'content-type': '' },
  { 'content-type': 'text/plain' },
  { 'content-type': 'application/x-www-form-urlencoded' },
  { 'content-type': 'multipart/form-data; boundary=x' },
  { 'content-type': 'application/xml' },
  { 'content-type': 'application/json; charset=klingon' },
  { 'content-type': 'application/json; charset=utf-32' },
  { 'content-type': 'application/json;;;' },
  { 'content-type': `application/${'x'.repeat(4_000)}+json; charset=klingon` },
  { ...JSON_TYPE, 'content-encoding': 'gzip' },
  { ...JSON_TYPE, 'content-encoding': 'br' },
  { ...JSON_TYPE, 'content-encoding': 'deflate, gzip' },
  { ...JSON_TYPE, 'content-encoding': 'rot13' },
]

const HOLE = 'hole-to-fill'

function asJson(value: unknown): SpoiltBody {
  return asText(JSON.stringify(value) ?? 'null')
}

function asText(body: string): SpoiltBody {
  return { body, headers: JSON_TYPE, isHopeless: false }
}

/** The text of an object with one more member, which JSON allows to have a name that it already has. */
function withMember(sample: unknown, member: string): string {
  const text = JSON.stringify(sample ?? {})
  if (!text.startsWith('{')) return `{${member}}`
  return text === '{}' ? `{${member}}` : `${text.slice(0, -1)},${member}}`
}

type Place = readonly (string | number)[]

function placeIn(sample: unknown): fc.Arbitrary<Place> {
  return fc.constantFrom(...placesOf(sample))
}

/** Where something stands in a value, the value itself included. */
function placesOf(value: unknown, at: Place = []): Place[] {
  if (typeof value !== 'object' || value === null) return [at]
  return [at, ...Object.entries(value).flatMap(([key, inner]) => placesOf(inner, [...at, key]))]
}

function replaceAt(value: unknown, [key, ...rest]: Place, by: unknown): unknown {
  if (key === undefined) return by
  if (Array.isArray(value)) return value.map((one, index) => (String(index) === key ? replaceAt(one, rest, by) : one))
  return { ...(value as object), [key]: replaceAt((value as Record<string, unknown>)[key], rest, by) }
}
