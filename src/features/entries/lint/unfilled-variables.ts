import type { Commune } from '../../../platform/model/commune.js'
import type { Entry } from '../model/entry.js'
import { describeSchedule } from '../render/describe-hours.js'

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
