import type { GuideEnd, WrittenGuide } from '../../platform/model/guide.js'
import type { EntryContent } from '../entries/model/entry-record.js'
import { frenchDigest } from '../entries/render/translation-of.js'
import type { PackEntryState } from './contract.js'
import type { Pack, PackEntry, PackSubscription, PackVariables } from './pack.js'
import { mergeContents, saysSame } from './three-way-merge.js'

/** What a version of a pack would change of an entry. */
export interface PackEntryUpdate {
  entryId: string
  title: string
  state: PackEntryState
  /** What the commune has; `null` when it has none. */
  ours: EntryContent | null
  /** What the pack says, variables filled in; `null` when it says nothing more. */
  theirs: EntryContent | null
  /** Both, where they can be; what would be written. `null` when there is nothing to write. */
  merged: EntryContent | null
  /** Fields that both changed, differently: the commune's is kept unless it takes the pack's entry whole. */
  conflicts: string[]
}

/**
 * What a version of a pack would change in a commune, entry by entry in the order of the ids; nothing is applied. Pure.
 * @param ours the commune's entries by id, as they are being written, else as they are served
 */
export function comparePack(
  pack: Pack,
  { base, variables }: Pick<PackSubscription, 'base' | 'variables'>,
  ours: ReadonlyMap<string, EntryContent>,
): PackEntryUpdate[] {
  const theirs = new Map(pack.entries.map((entry) => [entry.id, filledEntry(entry, variables)]))
  const ids = [...new Set([...theirs.keys(), ...Object.keys(base)])].sort()
  return ids.map((entryId) =>
    compareEntry(entryId, {
      base: base[entryId] ?? null,
      ours: ours.get(entryId) ?? null,
      theirs: theirs.get(entryId) ?? null,
    }),
  )
}

interface Three {
  base: EntryContent | null
  ours: EntryContent | null
  theirs: EntryContent | null
}

function compareEntry(entryId: string, three: Three): PackEntryUpdate {
  const { base, ours, theirs } = three
  const title = (theirs ?? ours ?? base)?.title ?? entryId
  const told = { entryId, title, ours, theirs, conflicts: [] as string[] }
  const isKnownHere = base !== null && ours === null
  if (!theirs) return { ...told, state: ours ? 'withdrawn' : 'same', merged: null }
  if (saysSame(ours, theirs)) return { ...told, state: 'same', merged: null }
  // Once taken, then taken away here: it does not come back by itself.
  if (isKnownHere) return { ...told, state: saysSame(base, theirs) ? 'ours' : 'both', merged: theirs }
  if (!ours) return { ...told, state: 'new', merged: theirs }
  if (saysSame(base, theirs)) return { ...told, state: 'ours', merged: null }
  if (saysSame(base, ours)) return { ...told, state: 'theirs', merged: theirs }
  const { content, conflicts } = mergeContents(base ?? {}, ours, theirs)
  if (conflicts.length === 0 && saysSame(ours, content)) return { ...told, state: 'ours', merged: null }
  return { ...told, state: 'both', merged: content, conflicts }
}

const VARIABLE = /\{\{([a-z0-9-]+)\.(\w+)\}\}/g

/** A pack's entry as a commune would have it: services by its own names, variables by their texts. Pure. */
export function filledEntry({ id: _, ...content }: PackEntry, variables: PackVariables): EntryContent {
  const fill = (text: string) =>
    text.replace(VARIABLE, (whole, service: string, field: string) => {
      const own = variables[service]
      return variables[`${service}.${field}`] ?? (own ? `{{${own}.${field}}}` : whole)
    })
  const filled = mapTexts(content, fill)
  return { ...filled, owner: variables[content.owner] ?? content.owner }
}

/** Translations of this very French stay so once its variables are filled in. */
function refreshed(translations: EntryContent['translations'], before: EntryContent, after: EntryContent) {
  return Object.fromEntries(
    Object.entries(translations ?? {}).map(([language, one]) => {
      const isCurrent = one.translatedFrom === frenchDigest(before)
      return [language, isCurrent ? { ...one, translatedFrom: frenchDigest(after) } : one]
    }),
  )
}

/** What stands for the commune itself in a variable: every commune has it. */
const COMMUNE = 'commune'

/** Services that the entries of a pack name, as variables or as owners, in order. Pure. */
export function servicesOf({ entries }: Pick<Pack, 'entries'>): string[] {
  const services = new Set<string>()
  for (const { id: _, ...content } of entries) {
    services.add(content.owner)
    mapTexts(content, (text) => {
      for (const [, service = ''] of text.matchAll(VARIABLE)) services.add(service)
      return text
    })
  }
  services.delete(COMMUNE)
  return [...services].sort()
}

/** The texts that a citizen reads, each replaced. */
function mapTexts(content: EntryContent, change: (text: string) => string): EntryContent {
  const { guide, translations } = content
  const changed: EntryContent = {
    ...content,
    summary: change(content.summary),
    ...(content.short && { short: eachText(content.short, change) }),
    sections: eachText(content.sections, change),
    simple: content.simple === null ? null : change(content.simple),
    ...(guide ? { guide: withNotes(guide, change) } : {}),
  }
  if (!translations) return changed
  const translated = Object.entries(translations).map(([language, one]) => [
    language,
    { ...one, summary: change(one.summary), sections: eachText(one.sections, change) },
  ])
  return { ...changed, translations: refreshed(Object.fromEntries(translated), content, changed) }
}

function eachText<T extends Record<string, string>>(texts: T, change: (text: string) => string): T {
  return Object.fromEntries(Object.entries(texts).map(([key, text]) => [key, change(text)])) as T
}

function withNotes(guide: WrittenGuide, change: (text: string) => string): WrittenGuide {
  const noted = <T extends GuideEnd>(end: T): T => (end.note === undefined ? end : { ...end, note: change(end.note) })
  return { ...guide, branches: guide.branches.map(noted), otherwise: noted(guide.otherwise) }
}
