import { DateTime } from 'luxon'
import type { Snapshot } from '../../features/entries/catalogue/snapshot.js'
import type { Entry } from '../../features/entries/model/entry.js'
import type { Service } from '../../platform/model/commune.js'
import type { DialogueMemory } from '../../platform/model/conversation.js'
import type { SpokenLanguage } from '../../platform/model/language.js'
import { serviceOf } from '../../platform/model/service-of.js'
import { type TownFacts, townFacts } from './fact-table.js'
import type { FactLexicons } from './load-fact-words.js'
import type { FactKind, LastPlace } from './local-fact.js'
import { type FactAsked, readFact } from './read-fact.js'

/** A fact that is asked, of services that the commune has. */
export interface LocalFact extends LastPlace {
  language: SpokenLanguage
  /** The entry that says more of the place, where there is one. */
  entry?: Entry
}

/** What a fact is looked for with. */
export interface FactSearch {
  text: string
  /** The language that was recognised, whose words are read first, then those of the conversation. */
  languages: readonly SpokenLanguage[]
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
