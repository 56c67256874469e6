import type { RequestHandler, Response } from 'express'
import { AppError } from '../model/app-error.js'
import type { Say } from '../model/say.js'
import type { MaskPersonalData, PersonalDataKind } from '../security/personal-data.js'
import { personalNumbersIn } from '../security/personal-numbers.js'
import { cleanText } from '../text/clean-text.js'
import { MASKED_HEADER } from './masked-header.js'
import type { Route } from './route.js'
import type { Fate, Fates } from './typed-text.js'

/** What masks what is typed. */
export interface MaskNeeds {
  mask: MaskPersonalData
  say: Say
}

/** What is typed in a body: what becomes of each field, and what the body must be. */
export type Typed = Pick<Route, 'typed' | 'body'>

/** What stays in the place of something masked where a field is too short for its label. */
const SHORT_LABEL = '[…]'
/** Kinds that a field of contact is for. */
const CONTACT_KINDS: readonly PersonalDataKind[] = ['phone', 'email']
/** Longest text that is looked at, in characters: no field that is masked may be as long, so that a longer one is refused by its schema. */
const MOST_LOOKED_AT = 5_000
/** Levels of a body, at most: no field of the contract lies half as deep. */
const MOST_LEVELS = 32

/**
 * The step at the border by which everything that is typed passes once its body is read: personal data is masked as its route says of each field, see
 * `typed-text.ts`. What was masked is told by a header, and to the handlers by {@link maskedIn}.
 * @throws AppError `personal_number` (422) with its field, in what everybody would read
 */
export function maskTyped(needs: MaskNeeds, typed: Typed): RequestHandler {
  return (request, response, next) => {
    const body: unknown = request.body
    if (typeof body === 'object' && body !== null) request.body = maskedBody(needs, typed, { response, body })
    next()
  }
}

/**
 * The same for fields of a body that another process has read, as a large one is: what goes with a file.
 * @throws AppError `personal_number` (422) with its field, in what everybody would read
 */
export function maskPart<Part extends object>(
  needs: MaskNeeds,
  { route, response }: { route: Typed; response: Response },
  part: Part,
): Part {
  return maskedBody(needs, route, { response, body: part }) as Part
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

/** A body as it may be seen by anything else; itself when nothing in it is masked. */
function maskedBody(
  { mask, say }: MaskNeeds,
  { typed, body: schema }: Typed,
  { response, body }: { response: Response; body: object },
): unknown {
  if (!typed) return body
  const found = new Set<PersonalDataKind>()
  const masked = maskBody(body, typed, { mask, label: (kind) => say('fr', `mask.${kind}`), found })
  if (found.size === 0) return body
  // A label may be longer than what it stands for: a field that it overflows has a shorter one, and is no error.
  const overflows = schema?.safeParse(masked).success === false && schema.safeParse(body).success
  noteMasked(response, [...found])
  return overflows ? maskBody(body, typed, { mask, label: () => SHORT_LABEL, found }) : masked
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
