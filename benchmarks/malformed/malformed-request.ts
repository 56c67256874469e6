import fc from 'fast-check'
import { anyText } from './bad-values.js'
import type { Operation } from './operations.js'
import { BODY_RULES, type SpoiltBody } from './spoil-body.js'

/** Who sends a request; `none` has nothing to show. */
export const CALLERS = ['none', 'citizen', 'agent', 'admin', 'super-admin'] as const
/** One of {@link CALLERS}. */
export type Caller = (typeof CALLERS)[number]

/** A request that was made wrong. */
export interface MalformedRequest {
  operation: Operation
  /** What is wrong with it. */
  rule: string
  caller: Caller
  method: string
  /** Path and query, as they are sent; `{id}` and the like stand where the caller puts an id of her own. */
  address: string
  headers: Record<string, string>
  body: Buffer | string | null
}

/** Calls that would end what the other requests need, or set the whole content to work: their right callers send them only what cannot be taken. */
const COSTLY = [
  / \/session/,
  / \/account\//,
  / \/admin\/accounts\//,
  /^put \/admin\/(settings|sign-in|security|accounts)/,
  /sign-in-policy/,
  /^put \/admin\/answers/,
  /^post \/admin\/(publish|imports|publications|packs|exchange)/,
  /publish/,
]

/** Requests made wrong from those of a document; calls with a body twice as often as the others. */
export function malformedRequest(operations: readonly Operation[]): fc.Arbitrary<MalformedRequest> {
  const withBody = operations.filter(({ sample }) => sample !== undefined)
  return fc.constantFrom(...operations, ...withBody).chain((operation) => fc.oneof(...rulesOf(operation)))
}

function rulesOf(operation: Operation): fc.Arbitrary<MalformedRequest>[] {
  const { sample } = operation
  const bodies = Object.entries(BODY_RULES)
    // A call without a body must not mind one: a few rules are enough.
    .filter(([name]) => sample !== undefined || name === 'another root' || name === 'content type')
    .map(([name, spoil]) =>
      fc
        .tuple(spoil(sample), anyCaller(operation))
        .map(([spoilt, caller]) => withBody(operation, { name, spoilt, caller })),
    )
  return [...bodies, ...aroundRules(operation)]
}

function withBody(
  operation: Operation,
  { name, spoilt, caller }: { name: string; spoilt: SpoiltBody; caller: Caller },
): MalformedRequest {
  const { body, headers, isHopeless } = spoilt
  const isSafe = (isHopeless && operation.sample !== undefined) || operation.method === 'GET'
  return { ...plain(operation), rule: name, caller: isSafe ? caller : lesser(operation, caller), body, headers }
}

/** What is wrong outside the body. */
function aroundRules(operation: Operation): fc.Arbitrary<MalformedRequest>[] {
  const who = anyCaller(operation).map((caller) => lesser(operation, caller))
  const whole = plain(operation)
  const rules: fc.Arbitrary<MalformedRequest>[] = [
    fc
      .tuple(who, fc.array(fc.tuple(fc.constantFrom(...QUERY_NAMES), anyText), { maxLength: 6 }), fc.boolean())
      .map(([caller, pairs, isDoubled]) => {
        const query = queryOf(isDoubled ? [...pairs, ...pairs] : pairs)
        return { ...whole, rule: 'query', caller, address: `${whole.address}?${query}` }
      }),
    fc
      .tuple(who, fc.constantFrom(...ODD_HEADERS))
      .map(([caller, headers]) => ({ ...whole, rule: 'headers', caller, headers: { ...whole.headers, ...headers } })),
    fc
      .tuple(who, fc.constantFrom('GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE', 'PROPFIND'))
      .map(([caller, method]) => ({ ...whole, rule: 'method', caller: isCostly(operation) ? 'none' : caller, method })),
  ]
  if (!/\{\w+\}/.test(operation.path)) return rules
  return [
    ...rules,
    fc.tuple(who, anyText, fc.boolean()).map(([caller, id, isRaw]) => ({
      ...whole,
      rule: 'path',
      caller,
      address: operation.path.replace(/\{\w+\}/g, () => (isRaw ? rawSegment(id) : encode(id) || '%20')),
    })),
  ]
}

/** Mostly somebody who may make the call: a refusal at the door tries nothing behind it. */
function anyCaller({ security }: Operation): fc.Arbitrary<Caller> {
  const right: Caller[] = security === 'staff' ? ['admin', 'super-admin', 'agent'] : [security ?? 'none']
  return fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom(...right) },
    { weight: 1, arbitrary: fc.constantFrom(...CALLERS) },
  )
}

function plain(operation: Operation): MalformedRequest {
  const { method, path, sample } = operation
  return {
    operation,
    rule: '',
    caller: 'none',
    method,
    address: path,
    headers: sample === undefined ? {} : { 'content-type': 'application/json' },
    body: sample === undefined ? null : JSON.stringify(sample),
  }
}

/** Who may send what might be taken. */
function lesser(operation: Operation, caller: Caller): Caller {
  return isCostly(operation) && operation.method !== 'GET' ? (caller === 'citizen' ? 'citizen' : 'none') : caller
}

function isCostly({ name }: Operation): boolean {
  return COSTLY.some((pattern) => pattern.test(name))
}

const QUERY_NAMES = [
  'after',
  'commune',
  'langue',
  'language',
  'page',
  'limit',
  'cursor',
  'from',
  'to',
  'format',
  'within',
  'q',
  'text',
  'version',
  'a[b]',
  '__proto__',
  'after[]',
]

const ODD_HEADERS: Record<string, string>[] = [
  { authorization: 'Bearer' },
  { authorization: `Bearer ${'a'.repeat(5_000)}` },
  { authorization: 'Basic ://' },
  { cookie: '__Host-guichet=;;;=;__Host-guichet-known=%' },
  { cookie: `__Host-guichet=${'a'.repeat(4_000)}; __Host-guichet-known=${'-'.repeat(3_000)}` },
  { cookie: '__proto__=1; constructor=2' },
  { 'accept-language': ';;;q=,=*,fr-'.repeat(300) },
  { accept: `${'a/b;q=0.1,'.repeat(500)}` },
  { 'accept-encoding': 'gzip;q=foo, *;q=-1' },
  { 'last-event-id': '-1' },
  { 'last-event-id': '9'.repeat(1_000) },
  { 'x-csrf-token': 'é'.normalize('NFC').charCodeAt(0).toString() },
  { origin: 'null' },
  { origin: 'javascript:alert(1)' },
  { host: 'ailleurs.example:99999' },
  { host: 'a b' },
  { 'x-forwarded-for': ', , ::1%eth0, 999.999.999.999' },
  { 'x-forwarded-proto': 'javascript' },
  { range: 'bytes=0-0,-1,9-1' },
  { 'if-none-match': 'W/"'.repeat(500) },
  { 'if-modified-since': 'the day before' },
  { expect: '200-ok' },
  { 'sec-fetch-site': 'cross-site' },
  { 'x-http-method-override': 'DELETE' },
]

function queryOf(pairs: readonly (readonly [string, string])[]): string {
  return pairs.map(([name, value]) => `${encode(name)}=${encode(value)}`).join('&') || '%'
}

/** As `encodeURIComponent`, for any text. */
function encode(text: string): string {
  return encodeURIComponent(text.replace(/[\ud800-\udfff]/g, '\ufffd')).slice(0, 6_000)
}

/** A segment that is not encoded as it should be; what Node itself refuses to send is. */
function rawSegment(text: string): string {
  return text.replace(/[^\x21-\x7e]|[?#/]/g, '%').slice(0, 2_000) || '%'
}
