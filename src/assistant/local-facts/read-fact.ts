import type { DateTime } from 'luxon'
import type { SpokenLanguage } from '../../platform/model/language.js'
import { type Explained, explainWords } from './explain-words.js'
import type { FactRole, FactTable } from './fact-table.js'
import { factTokens } from './fact-tokens.js'
import type { FactKind, FactMoment } from './local-fact.js'
import { readMoment } from './read-moment.js'

/** What a message asks of the town, by its own words alone. */
export interface FactAsked {
  language: SpokenLanguage
  /** In the order in which it is answered; none where only a place or a moment is named. */
  kinds: FactKind[]
  /** Ids of the services that are named; none where the message names none. */
  ids: string[]
  when: FactMoment | null
  /** Whether it can be asked of the town hall without naming it: "votre numéro", "à quelle heure ouvrez-vous ?". */
  isOfTown: boolean
}

/** Longer messages tell a story. */
const MOST_TOKENS = 30

/** Kinds by the keys of the lexicon that ask them whatever else is said. */
const STRONG: Record<string, readonly FactKind[]> = {
  opening: ['opening'],
  hours: ['hours'],
  phone: ['phone'],
  contact: ['phone', 'email'],
  email: ['email'],
  address: ['address'],
  who: ['who'],
}
/** Those that other words have too: "ou", "quand", "numéro". They count beside a place. */
const WEAK: Record<string, readonly FactKind[]> = {
  number: ['phone'],
  access: ['access'],
  stop: ['stop'],
  where: ['address'],
  when: ['hours'],
  visit: ['opening'],
}
/** Those that are asked of a place, and of nothing else. */
const OF_PLACES: readonly FactKind[] = ['access', 'stop']
/** Those that say nothing once something else is asked. */
const LEAST = ['where', 'when', 'visit']

/**
 * Reads a message as a question on the town in a language: `null` unless every word of it is explained by something that is asked, a place or a service of the commune, a moment,
 * or words that carry no meaning; `other` where they make another question. Pure.
 * @param now on the clock of the commune
 * @param spelling whether letters may be wrong
 */
export function readFact(
  text: string,
  table: FactTable,
  { now, spelling }: { now: DateTime; spelling: 'exact' | 'lenient' },
): FactAsked | 'other' | null {
  const tokens = factTokens(text)
  if (tokens.length === 0 || tokens.length > MOST_TOKENS) return null
  const explained = explainWords(tokens, table, spelling)
  if (!explained) return null
  if (valuesOf(explained, 'other').length > 0) return 'other'
  const when = readMoment(explained, now)
  if (when === 'unclear') return null
  const keys = valuesOf(explained, 'asked')
  const kinds = kindsOf(keys)
  const ids = idsOf(explained, kinds)
  if (!ids) return null
  const isYou = valuesOf(explained, 'you').length > 0
  const isStrong = keys.some((key) => key in STRONG && key !== 'who') && !kinds.some((kind) => OF_PLACES.includes(kind))
  if (kinds.length === 1 && keys.every((key) => key === 'visit') && !when) return null
  if (kinds.length === 0 && ids.length === 0 && !when) return null
  return { language: table.language, kinds, ids, when, isOfTown: isStrong || (isYou && kinds.length > 0) }
}

function kindsOf(keys: readonly string[]): FactKind[] {
  const strong = keys.flatMap((key) => STRONG[key] ?? [])
  const isElse = keys.some((key) => !LEAST.includes(key))
  const weak = keys.filter((key) => !isElse || !LEAST.includes(key)).flatMap((key) => WEAK[key] ?? [])
  // "Quand êtes-vous ouverts ?" asks for hours.
  const timed: FactKind[] = keys.includes('when') && strong.includes('opening') ? ['hours'] : []
  const kinds = [...new Set([...strong, ...timed, ...weak])]
  return kinds.includes('hours') ? kinds.filter((kind) => kind !== 'opening') : kinds
}

/** The services that are named, by their own names or by what they answer for; `null` where what somebody answers for is said to no purpose. */
function idsOf(explained: readonly Explained[], kinds: readonly FactKind[]): string[] | null {
  const idsWith = (role: FactRole) => [
    ...new Set(explained.flatMap((part) => ('role' in part && part.role === role ? part.ids : []))),
  ]
  const [places, subjects] = [idsWith('place'), idsWith('subject')]
  const isOfService = kinds.includes('who') || valuesOf(explained, 'service').length > 0
  if (subjects.length > 0 && !isOfService) return null
  if (kinds.includes('who') && places.length + subjects.length === 0) return null
  return subjects.length > 0 ? subjects : places
}

function valuesOf(explained: readonly Explained[], role: FactRole): string[] {
  return explained.flatMap((part) => ('role' in part && part.role === role ? [part.value] : []))
}
