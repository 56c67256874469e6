import type { Request, RequestHandler, Response } from 'express'
import type { z } from 'zod'
import type { PersonalDataKind } from '../../features/retention/masked-data.js'
import { API_PREFIX, CALLS, FATES } from '../../platform/http/calls.js'
import { MASKED_HEADER } from '../../platform/http/masked-header.js'
import { type Fate, type Fates, TYPED_FORMS } from '../../platform/http/typed-text.js'
import { AppError } from '../../platform/model/app-error.js'
import type { Say } from '../../platform/model/say.js'
import { personalNumbersIn } from '../../platform/security/personal-numbers.js'
import { cleanText } from '../../platform/text/clean-text.js'
import type { MaskPersonalData } from '../mask-personal-data.js'

/** What masks what is typed. */
export interface MaskNeeds {
  mask: MaskPersonalData
  say: Say
}

/** What stays in the place of something masked where a field is too short for its label. */
const SHORT_LABEL = '[…]'
/** Kinds that a field of contact is for. */
const CONTACT_KINDS: readonly PersonalDataKind[] = ['phone', 'email']

/** What masking needs. */
export interface MaskNeeds {
  mask: MaskPersonalData
  say: Say
}

/** Longest text that is looked at, in characters: no field that is masked may be as long, so that a longer one is refused by its schema. */
const MOST_LOOKED_AT = 5_000

/** Levels of a body, at most: no field of the contract lies half as deep. */
const MOST_LEVELS = 32

interface Door {
  method: string
  /** Of its path, in lower case, as routes match in any; `null` where any may stand. */
  segments: (string | null)[]
  fates: Fates
  schema: z.ZodType | undefined
}

const STAFF_CALLS = new Set(
  CALLS.filter(({ security }) => security === 'staff').map(({ method, path }) => `${method} ${path}`),
)
const DOORS = Object.entries(FATES).map(([call, fates]) => ({
  isStaffs: STAFF_CALLS.has(call),
  ...doorOf(call, fates),
}))
const CITIZEN_DOORS = DOORS.filter(({ isStaffs }) => !isStaffs)
const STAFF_DOORS = DOORS.filter(({ isStaffs }) => isStaffs)
const PLAIN_DOORS = Object.entries(TYPED_FORMS).map(([call, fates]) => doorOf(call, fates))

function doorOf(call: string, fates: Fates): Door {
  const [method = '', path = ''] = call.split(' ')
  const segments = segmentsOf(path).map((one) => (one.startsWith('{') ? null : one.toLowerCase()))
  const schema = CALLS.find((one) => one.method === method && one.path === path)?.body
  return { method: method.toUpperCase(), segments, fates, schema }
}

/**
 * The step at the border by which everything that citizens type passes once its body is read: personal data is masked as `typed-text.ts` says of each field.
 * What was masked is told by a header, and to the handlers by {@link maskedIn}.
 */
export function maskCitizens(needs: MaskNeeds): RequestHandler {
  return (request, response, next) => {
    maskThrough(needs, CITIZEN_DOORS, { request, response, path: request.path })
    next()
  }
}

/** The same for the forms of the pages without script. */
export function maskForms(needs: MaskNeeds): RequestHandler {
  return (request, response, next) => {
    maskThrough(needs, PLAIN_DOORS, { request, response, path: request.path })
    next()
  }
}

/**
 * The same for what staff types, once it is known who does.
 * @throws AppError `personal_number` (422) with its field, in what everybody would read
 */
export function maskStaff(needs: MaskNeeds, request: Request, response: Response): void {
  const path = (request.baseUrl + request.path).slice(API_PREFIX.length)
  maskThrough(needs, STAFF_DOORS, { request, response, path })
}

/**
 * The same for fields of a body that another process has read, as a large one is: what goes with a file.
 * @throws AppError `personal_number` (422) with its field, in what everybody would read
 */
export function maskPart<Part extends object>(
  needs: MaskNeeds,
  { request, response }: { request: Request; response: Response },
  part: Part,
): Part {
  const path = (request.baseUrl + request.path).slice(API_PREFIX.length)
  return maskedBody(needs, doorAt(STAFF_DOORS, request.method, path), { response, body: part }) as Part
}

/** Tells who typed it that something was masked, besides what {@link maskedIn} knows already. */
export function noteMasked(response: Response, kinds: readonly PersonalDataKind[]): void {
  const all = new Set([...maskedIn(response), ...kinds])
  if (all.size === 0) return
  response.locals.masked = [...all]
  response.set(MASKED_HEADER, [...all].join(', '))
}

/** What was masked of what a request brought, each kind once. */
export function maskedIn(response: Response): readonly PersonalDataKind[] {
  return (response.locals.masked as PersonalDataKind[] | undefined) ?? []
}

function maskThrough(
  needs: MaskNeeds,
  doors: readonly Door[],
  { request, response, path }: { request: Request; response: Response; path: string },
): void {
  const body: unknown = request.body
  if (typeof body !== 'object' || body === null) return
  request.body = maskedBody(needs, doorAt(doors, request.method, path), { response, body })
}

function doorAt(doors: readonly Door[], method: string, path: string): Door | undefined {
  const segments = segmentsOf(path)
  return doors.find(
    (one) =>
      one.method === method &&
      one.segments.length === segments.length &&
      one.segments.every((segment, place) => segment === null || segment === segments[place]?.toLowerCase()),
  )
}

/** A body as it may be seen by anything else; itself when nothing in it is masked. */
function maskedBody(
  { mask, say }: MaskNeeds,
  door: Door | undefined,
  { response, body }: { response: Response; body: object },
): unknown {
  if (!door) return body
  const found = new Set<PersonalDataKind>()
  const masked = maskBody(body, door.fates, { mask, label: (kind) => say('fr', `mask.${kind}`), found })
  if (found.size === 0) return body
  // A label may be longer than what it stands for: a field that it overflows has a shorter one, and is no error.
  const overflows = door.schema?.safeParse(masked).success === false && door.schema.safeParse(body).success
  noteMasked(response, [...found])
  return overflows ? maskBody(body, door.fates, { mask, label: () => SHORT_LABEL, found }) : masked
}

function segmentsOf(path: string): string[] {
  return path.split('/').filter(Boolean)
}

interface Masking {
  mask: MaskPersonalData
  label: (kind: PersonalDataKind) => string
  found: Set<PersonalDataKind>
}

/** @throws AppError `invalid_request` (422) when it is deeper than anything that is asked for */
function maskBody(body: object, fates: Fates, masking: Masking): unknown {
  const walk = (value: unknown, path: readonly string[]): unknown => {
    if (path.length > MOST_LEVELS) throw new AppError('invalid_request', 422)
    if (typeof value === 'string') return maskField(value, fateOf(fates, path), { path, masking })
    if (Array.isArray(value)) return value.map((one) => walk(one, [...path, '*']))
    if (typeof value !== 'object' || value === null) return value
    return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, walk(one, [...path, name])]))
  }
  return walk(body, [])
}

/** What becomes of a field; `undefined` of one that is not typed: an id, a choice of a list. */
export function fateOf(fates: Fates, path: readonly string[]): Fate | undefined {
  const named = fates[path.join('.')]
  if (named) return named
  const pattern = Object.keys(fates).find((one) => {
    const parts = one.split('.')
    const isDeep = parts.at(-1) === '**'
    const head = isDeep ? parts.slice(0, -1) : parts
    if (isDeep ? path.length < head.length : path.length !== head.length) return false
    return head.every((part, place) => part === '*' || part === path[place])
  })
  return pattern === undefined ? undefined : fates[pattern]
}

/** @throws AppError `personal_number` (422) */
function maskField(
  typed: string,
  fate: Fate | undefined,
  { path, masking: { mask, label, found } }: { path: readonly string[]; masking: Masking },
): string {
  if (fate === 'curated' && personalNumbersIn(typed).length > 0)
    throw new AppError('personal_number', 422, { field: path.filter((part) => part !== '*').join('.') })
  if ((fate !== 'masked' && fate !== 'contact') || typed.length > MOST_LOOKED_AT) return typed
  const masked = mask(cleanText(typed), label, fate === 'contact' ? CONTACT_KINDS : [])
  for (const kind of masked.found) found.add(kind)
  return masked.found.length === 0 ? typed : masked.text
}
