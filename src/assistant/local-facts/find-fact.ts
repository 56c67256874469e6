import { DateTime } from 'luxon'
import type { Snapshot } from '../../features/entries/catalogue/snapshot.js'
import { type Service, serviceOf } from '../../platform/model/commune.js'
import type { DialogueMemory } from '../../platform/model/conversation.js'
import type { Entry } from '../../platform/model/entry.js'
import type { RecognisedLanguage } from '../../platform/model/language.js'
import type { FactKind, FactMoment, LastPlace } from '../../platform/model/local-fact.js'
import type { FactLexicons } from '../words/tables.js'
import { type Explained, explainWords } from './explain-words.js'
import { type FactRole, type FactTable, type TownFacts, townFacts } from './fact-table.js'
import { factTokens } from './fact-tokens.js'
import { readMoment } from './read-moment.js'

/** What a message asks of the town, by its own words alone. */
interface FactAsked {
  language: RecognisedLanguage
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
function readFact(
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

/** A fact that is asked, of services that the commune has. */
export interface LocalFact extends LastPlace {
  language: RecognisedLanguage
  /** The entry that says more of the place, where there is one. */
  entry?: Entry
}

/** What a fact is looked for with. */
export interface FactSearch {
  text: string
  /** The language that was recognised, whose words are read first, then those of the conversation. */
  languages: readonly RecognisedLanguage[]
  memory: DialogueMemory
  now: Date
}

/** More places than these are not told at once: "l'école" is each of them. */
const MOST_PLACES = 3
const OF_HOURS: readonly FactKind[] = ['opening', 'hours']

/**
 * The fact of the town that a message asks for, `null` where it asks for something else: the search answers. What it leaves unsaid is that of the last fact, of the service to
 * which the entry that is shown sends, or of the reception. Pure.
 */
export function findFact(
  { text, languages, memory, now }: FactSearch,
  { commune, entries }: Pick<Snapshot, 'commune' | 'entries'>,
  lexicons: FactLexicons,
): LocalFact | null {
  const town = townFacts(commune, lexicons)
  const clock = DateTime.fromJSDate(now, { zone: commune.timeZone })
  const order = [...languages, ...town.tables.map(({ language }) => language)]
  for (const language of new Set(order)) {
    const table = town.tables.find((one) => one.language === language)
    // A word of one language may be a letter away from one of another.
    const spelling = languages.includes(language) ? 'lenient' : 'exact'
    const asked = table && readFact(text, table, { now: clock, spelling })
    if (asked === 'other' && spelling === 'lenient') return null
    const last = asked && asked !== 'other' ? settle(asked, memory, { commune, entries }) : null
    if (last?.ids.some((id) => isKnown(serviceOf(commune, id))))
      return { ...last, language, ...entryOf(last, town, entries) }
  }
  return null
}

/** What is asked of which services; `null` where the talk is about something else. */
function settle(
  { kinds, ids, when, isOfTown }: FactAsked,
  memory: DialogueMemory,
  { commune, entries }: Pick<Snapshot, 'commune' | 'entries'>,
): LastPlace | null {
  const { lastPlace, shownEntryId, proposedEntryIds } = memory
  const moment = when ? { when } : {}
  if (ids.length > 0) {
    const asked = ids.slice(0, MOST_PLACES)
    if (kinds.length > 0) return { ids: asked, asked: kinds, ...moment }
    if (when) return { ids: asked, asked: ['opening'], when }
    return lastPlace ? { ...lastPlace, ids: asked } : null
  }
  if (lastPlace?.ids.every((id) => serviceOf(commune, id))) {
    const before = lastPlace.asked.find((kind) => OF_HOURS.includes(kind)) ?? 'opening'
    return { ids: lastPlace.ids, asked: kinds.length > 0 ? kinds : [before], ...moment }
  }
  if (kinds.length === 0) return null
  // What is asked of an entry that was shown is in it, save when its service is open on a day.
  const shown = shownEntryId === undefined ? undefined : entries.get(shownEntryId)
  const [service] = shown ? servicesIn(shown).filter((id) => serviceOf(commune, id)) : []
  const isTimed = when !== null && kinds.every((kind) => OF_HOURS.includes(kind))
  if (service !== undefined && isTimed) return { ids: [service], asked: kinds, when }
  if ((shown || proposedEntryIds) && !isTimed) return null
  return isOfTown || isTimed ? { ids: [commune.reception], asked: kinds, ...moment } : null
}

/** Of a service of which nothing is written yet, as a commune begins, there is no fact. */
function isKnown(service: Service | undefined): boolean {
  return [service?.telephone, service?.adresse].some((written) => written !== undefined && written.trim() !== '')
}

function servicesIn({ sections }: Entry): string[] {
  return [...sections.place.matchAll(/\{\{([a-z-]+)\./g)].map(([, id = '']) => id)
}

function entryOf({ ids }: LastPlace, { entries: more }: TownFacts, entries: Snapshot['entries']): { entry?: Entry } {
  const [id, another] = ids
  const entry = id === undefined || another !== undefined ? undefined : entries.get(more.get(id) ?? '')
  return entry && !entry.expired ? { entry } : {}
}
