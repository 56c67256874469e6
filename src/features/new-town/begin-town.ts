import { randomUUID } from 'node:crypto'
import { dirname, join } from 'node:path'
import type { Actor } from '../../platform/model/audit.js'
import type { Commune } from '../../platform/model/commune.js'
import type { Entry } from '../../platform/model/entry.js'
import type { PlacesNearby } from '../../platform/model/place.js'
import { errorCode, makeFolder, nodeFileSystem, syncFolder, writeNewFile } from '../../platform/store/file-system.js'
import { foldedWords } from '../../platform/text/fold-text.js'
import type { User } from '../accounts/staff.js'
import { communesFolder } from '../entries/catalogue/load-own-entries.js'
import { contentOf } from '../entries/editing/curated-entries.js'
import { isSameContent } from '../entries/model/entry-record.js'
import { type DraftStore, saveDrafts } from '../exchange/apply-import.js'
import { parseCommune } from '../settings/load-communes.js'
import { newCommune, newCommuneLike } from '../settings/new-commune.js'
import type { SettingKey } from '../settings/settings.js'
import { factsOfTown, type TownFact } from '../settings/town-facts.js'
import { entryForTown, placesIn, sharedBase } from './begin-entry.js'
import { knownFacts } from './find-facts.js'
import { type AskedTown, siteOf } from './town-faults.js'

/** Longest id of a commune. */
export const LONGEST_ID = 60

/** Who begins a town, as its own records say it: nobody of the first is named there. */
export const TOWN_FOUNDER: Actor = { userId: 'command', userName: 'guichet' }

/** The id of a commune of this name. Pure. */
export function communeIdOf(name: string): string {
  return foldedWords(name)
    .join('-')
    .replace(/[^a-z0-9-]/g, '')
    .slice(0, LONGEST_ID)
}

/** A town that begins as another works, or as none; `facts`: what is its own. Pure. */
export function foundedCommune({
  id,
  name,
  source,
  facts,
}: {
  id: string
  name: string
  source: Commune | undefined
  facts?: AskedTown
}): { commune: Commune; leftOut: SettingKey[] } {
  const { commune, leftOut } = source
    ? newCommuneLike(source, id, name)
    : { commune: newCommune(id, name), leftOut: [] }
  return { commune: facts ? withFacts(commune, facts) : commune, leftOut }
}

function withFacts(commune: Commune, facts: AskedTown): Commune {
  const { reception, services } = commune
  const site = siteOf(facts.site) ?? ''
  const [welcome] = Object.values(services)
  const adresse = `${facts.address.trim()}, ${facts.postalCode.trim()} ${commune.nom}`
  const own = { adresse, telephone: facts.phone.trim(), courriel: facts.email.trim(), hours: facts.hours }
  return {
    ...commune,
    site,
    origins: [new URL(site).origin],
    services: { [reception]: { nom: '', ...welcome, ...own } },
  }
}

/** Writes the file of a commune, durably, readable by its owner only, its folders too. @returns `null` when there is a file of that name, else where it is */
export async function writeCommune(townDir: string, commune: Commune): Promise<string | null> {
  const file = join(communesFolder(townDir), `${commune.id}.json`)
  const text = `${JSON.stringify(commune, null, 2)}\n`
  parseCommune(text)
  const folder = dirname(file)
  await makeFolder(nodeFileSystem, folder)
  try {
    await writeNewFile(nodeFileSystem, file, text)
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return null
    throw error
  }
  await syncFolder(nodeFileSystem, folder)
  return file
}

/** The entries that a commune has of its own: not those that all share, nor those in the words of another source. Pure. */
export function ownEntriesOf(
  served: ReadonlyMap<string, Entry>,
  shared: ReadonlyMap<string, Entry>,
): { own: Entry[]; chosenAnew: number } {
  const differing = [...served.values()].filter((entry) => {
    const both = shared.get(entry.id)
    return !both || (both !== entry && !isSameContent(contentOf(both), contentOf(entry)))
  })
  const own = differing.filter(({ quoted, office }) => !quoted && !office)
  return { own, chosenAnew: differing.length - own.length }
}

/** What is copied of a town's entries into another. */
export interface EntriesCopy {
  source: Commune
  target: Commune
  own: readonly Entry[]
  shared: ReadonlyMap<string, Entry>
  /** Of the server: those of the first town are its facts. */
  users: readonly User[]
  /** Near the first town. */
  places: PlacesNearby | null
  at: string
}

/** Drafts with which a town begins, and places to fill in them. */
export interface CopiedEntries {
  drafts: number
  places: number
}

/** Saves the own entries of a town as drafts of another, with places to fill for its facts. */
export async function copyEntries(store: DraftStore, copy: EntriesCopy): Promise<CopiedEntries> {
  const { source, target, own, shared, at } = copy
  const facts = knownFacts([...factsOfTown(source), ...factsOfPeople(copy), ...factsOfPlaces(copy)])
  const beginning = { from: source, to: target, facts, shared: sharedBase(shared), day: at.slice(0, 10) }
  const drafts = new Map<string, ReturnType<typeof entryForTown>>()
  for (const entry of own) {
    const begun = entryForTown(entry, beginning)
    let { entryId } = begun
    for (let next = 2; drafts.has(entryId); next += 1) entryId = `${begun.entryId.slice(0, 76)}-${next}`
    drafts.set(entryId, { ...begun, entryId })
  }
  const set = {
    id: randomUUID(),
    communeId: target.id,
    name: target.nom,
    kind: 'import' as const,
    at,
    by: TOWN_FOUNDER,
  }
  const contents = {
    served: new Map(),
    busy: new Set<string>(),
    installed: (id: string) => {
      const both = shared.get(id)
      return both ? contentOf(both) : null
    },
  }
  const { saved } = await saveDrafts(store, { ...set, drafts: [...drafts.values()] }, contents)
  const places = [...drafts.values()].filter(({ entryId }) => entryId in saved).map(({ content }) => placesIn(content))
  return { drafts: places.length, places: places.reduce((sum, count) => sum + count, 0) }
}

/** A name of one word is that of a counter more often than of somebody. */
function factsOfPeople({ source, users }: EntriesCopy): TownFact[] {
  return users
    .filter(({ communeId }) => communeId === source.id)
    .flatMap(({ displayName, email }): TownFact[] => [
      ...(/^\p{Lu}\S*\s\p{Lu}/u.test(displayName) ? [{ kind: 'person' as const, text: displayName }] : []),
      { kind: 'email', text: email },
    ])
}

function factsOfPlaces({ places }: EntriesCopy): TownFact[] {
  return (places?.places ?? []).flatMap(({ name, address, email }): TownFact[] => [
    { kind: 'name', text: name },
    { kind: 'address', text: address },
    ...(email === null ? [] : [{ kind: 'email' as const, text: email }]),
  ])
}
