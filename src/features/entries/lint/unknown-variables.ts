import type { z } from 'zod'
import type { Commune } from '../../../platform/model/commune.js'
import type { Entry } from '../../../platform/model/entry.js'
import { nearestName } from '../../../platform/text/nearest-name.js'
import type { EntryContent } from '../model/entry-record.js'
import { describeSchedule } from '../render/describe-hours.js'
import { fillVariables } from '../render/render-answer.js'

/** Variables of a service, as entries name them. */
const SERVICE_FIELDS = ['nom', 'adresse', 'telephone', 'courriel', 'horaires'] as const

/** Anything between double braces, the variables of the commune and slips of the pen alike. */
const BRACES = /\{\{[^{}\n]*\}\}/g

/** The variables of a commune, as they are written between double braces, with their values in plain text. */
export function variablesOf(commune: Commune): { name: string; value: string }[] {
  const ids = Object.keys(commune.services)
  const names = ['commune.nom', 'commune.site', ...ids.flatMap((id) => SERVICE_FIELDS.map((field) => `${id}.${field}`))]
  return names.map((name) => {
    const value = fillVariables(`{{${name}}}`, commune).replace(/\[([^[\]]*)\]\([^)[]*\)/g, '$1')
    return { name, value }
  })
}

function notesOf(guide: EntryContent['guide']): [string, string][] {
  const notes = guide?.branches.map(({ note }, at): [string, string] => [`guide.branches.${at}.note`, note ?? '']) ?? []
  return [...notes, ['guide.otherwise.note', guide?.otherwise.note ?? '']]
}

/** What is written as a variable in a content and is none in a commune, with its field. */
export function unknownVariables(content: EntryContent, commune: Commune): { field: string; variable: string }[] {
  const texts: [string, string][] = [
    ['summary', content.summary],
    ...Object.entries(content.short ?? {}).map(([key, text]): [string, string] => [`short.${key}`, text]),
    ...Object.entries(content.sections).map(([key, text]): [string, string] => [`sections.${key}`, text]),
    ['simple', content.simple ?? ''],
    ...notesOf(content.guide),
  ]
  return texts.flatMap(([field, text]) => unknownIn(text, commune).map((variable) => ({ field, variable })))
}

/** What is written as a variable in a text and is none in a commune, once each. Pure. */
export function unknownIn(text: string, commune: Commune): string[] {
  const written = [...text.matchAll(BRACES)].map(([whole]) => whole)
  return [...new Set(written.filter((one) => fillVariables(one, commune) === one))]
}

/**
 * Says which field of a file does not exist and which one was probably meant, in place of the schema's own words: given to `safeParse` or `parse` as `error`.
 * @returns `undefined` for any other fault, which keeps its words
 */
export const nameNearestField: z.core.$ZodErrorMap = (issue) => {
  if (issue.code !== 'unrecognized_keys') return undefined
  return issue.keys.map((key) => unknownField(key, knownFields(issue.inst))).join('; ')
}

function unknownField(key: string, known: readonly string[]): string {
  const nearest = nearestName(key, known)
  const remedy = nearest === null ? `there are ${known.join(', ')}` : `did you mean "${nearest}"?`
  return `"${key}" is not a field: ${remedy}`
}

/** The fields that a schema of an object has; none when it is something else. */
function knownFields(schema: unknown): string[] {
  const { shape } = (schema as { _zod?: { def: { shape?: object } } } | undefined)?._zod?.def ?? {}
  return Object.keys(shape ?? {})
}

/** A variable of an entry in whose place citizens read nothing (`empty`), or its bare name: no such service, or nothing of that name in it. */
export interface UnfilledVariable {
  /** As it is written between double braces: `ccas.telephone`. */
  variable: string
  why: 'no_service' | 'no_field' | 'empty'
}

const VARIABLE = /\{\{([a-z-]+)\.([a-z-]+)\}\}/g
type Texts = Pick<Entry, 'summary' | 'short' | 'sections' | 'simple'>

/** Entries and communes never change in place. */
const known = new WeakMap<Commune, WeakMap<Texts, readonly UnfilledVariable[]>>()

/** The variables of an entry for which a commune has no value, each once. */
export function unfilledVariables(entry: Texts, commune: Commune): readonly UnfilledVariable[] {
  const ofCommune = known.get(commune) ?? new WeakMap<Texts, readonly UnfilledVariable[]>()
  known.set(commune, ofCommune)
  const found = ofCommune.get(entry) ?? findUnfilled(entry, commune)
  ofCommune.set(entry, found)
  return found
}

function findUnfilled({ summary, short, sections, simple }: Texts, commune: Commune): UnfilledVariable[] {
  const text = [summary, ...Object.values(short ?? {}), ...Object.values(sections), simple ?? ''].join('\n')
  const variables = new Map(
    [...text.matchAll(VARIABLE)].map(([, owner = '', field = '']) => [`${owner}.${field}`, [owner, field] as const]),
  )
  return [...variables].flatMap(([variable, [owner, field]]): UnfilledVariable[] => {
    const value = variableValue(commune, owner, field)
    if (value === undefined) return [{ variable, why: isKnown(commune, owner) ? 'no_field' : 'no_service' }]
    return value.trim() === '' ? [{ variable, why: 'empty' }] : []
  })
}

function isKnown({ services }: Commune, owner: string): boolean {
  return owner === 'commune' || Object.hasOwn(services, owner)
}

function variableValue(commune: Commune, owner: string, field: string): string | undefined {
  if (owner === 'commune') return field === 'nom' ? commune.nom : field === 'site' ? commune.site : undefined
  const service = isKnown(commune, owner) ? commune.services[owner] : undefined
  if (!service) return undefined
  if (field === 'horaires') return describeSchedule(service)
  return field === 'nom' || field === 'adresse' || field === 'telephone' || field === 'courriel'
    ? service[field]
    : undefined
}
