import { DateTime } from 'luxon'
import { SECTION_KEYS } from '../../platform/model/entry.js'
import type { EntryStore } from '../entries/entry-verbs.js'
import { sectionText } from '../entries/model/aspect.js'
import { addDays, graceDaysOf, lastDayOf } from '../entries/model/due-review.js'
import type { EntryDigest } from '../entries/model/entry-digest.js'
import { type EntryContent, type EntryRecord, revisionOf } from '../entries/model/entry-record.js'
import type { OpenTown } from './open-town.js'

/** Changes that are told, at most. */
const MOST = 100

/** A change of what a commune publishes. */
export interface PublishedChange {
  /** Its own, for ever. */
  id: string
  entryId: string
  title: string
  /** ISO instant. */
  at: string
  /** What changed, in a sentence. */
  told: string
}

/** A change before it is told: its sentence may need what was published then. */
interface Untold extends Omit<PublishedChange, 'told'> {
  tell: (recordOf: EntryStore['getEntryRecord']) => Promise<string> | string
}

/** What changed in what a commune publishes, newest first: publications, what was taken away, what came to its end. It says nothing of who did it, nor why. */
export async function changesOf(
  town: OpenTown,
  { getEntryRecord }: Pick<EntryStore, 'getEntryRecord'>,
): Promise<PublishedChange[]> {
  const untold = [...town.records.flatMap((digest) => changesOfRecord(digest, town)), ...endsOf(town)]
  const newest = untold.sort((a, b) => b.at.localeCompare(a.at) || a.id.localeCompare(b.id)).slice(0, MOST)
  const changes: PublishedChange[] = []
  for (const { tell, ...change } of newest) changes.push({ ...change, told: await tell(getEntryRecord) })
  return changes
}

function changesOfRecord(digest: EntryDigest, town: OpenTown): Untold[] {
  const { entryId, publications, revisions, archival, facts } = digest
  const { words, commune } = town
  const wasInstalled = revisions.some(({ origin }) => origin === 'installed')
  const title = town.entries.get(entryId)?.answer.title ?? facts?.title ?? entryId
  const about = { entryId, title }
  const published = publications.map(({ id, at }, index): Untold => {
    const isNew = index === 0 && !wasInstalled
    const told = async (recordOf: EntryStore['getEntryRecord']) => {
      const record = await recordOf(commune.id, entryId)
      return record ? changeInWords(record, index, town) : words.say('fr', 'change.back')
    }
    return { ...about, id: `${entryId}#${id}`, at, tell: isNew ? () => words.say('fr', 'change.new') : told }
  })
  // What was never published was never taken away.
  if (!archival || (publications.length === 0 && !wasInstalled)) return published
  const into = town.entries.get(archival.mergedInto ?? '')
  const gone = into
    ? words.say('fr', 'change.merged', { title: into.answer.title })
    : words.say('fr', 'change.withdrawn')
  return [...published, { ...about, id: `${entryId}#gone-${archival.at}`, at: archival.at, tell: () => gone }]
}

/** What came to its end by its dates. */
function endsOf({ ended, commune, words }: OpenTown): Untold[] {
  return ended.flatMap((entry) => {
    const last = lastDayOf(entry, graceDaysOf(commune))
    if (last === null) return []
    const at = DateTime.fromISO(addDays(last, 1), { zone: commune.timeZone }).toUTC().toISO() ?? ''
    const told = words.say('fr', 'change.ended')
    return [{ id: `${entry.id}#ended-${last}`, entryId: entry.id, title: entry.title, at, tell: () => told }]
  })
}

/** What a publication changed of the one before it, or of what was installed. */
function changeInWords(record: EntryRecord, index: number, { words }: OpenTown): string {
  const { publications, revisions } = record
  const number = publications[index]?.revision ?? 0
  const after = revisionOf(record, number)?.content
  const installed = revisions.findLast((one) => one.origin === 'installed' && one.number < number)
  const before = index > 0 ? revisionOf(record, publications[index - 1]?.revision ?? 0)?.content : installed?.content
  const parts = after && before ? changedParts(before, after) : []
  if (parts.length === 0) return words.say('fr', 'change.back')
  return words.say('fr', 'change.changed', { parts: parts.map((part) => words.say('fr', `part.${part}`)).join(', ') })
}

/** The parts of an entry that two of its contents say otherwise. What is not read by anyone, as example questions, is no change. Pure. */
export function changedParts(before: EntryContent, after: EntryContent) {
  const differs = (of: (content: EntryContent) => unknown) => JSON.stringify(of(before)) !== JSON.stringify(of(after))
  const parts = [
    differs(({ title }) => title) && 'title',
    differs(({ summary }) => summary) && 'summary',
    differs(({ short }) => short?.who) && 'who',
    ...SECTION_KEYS.map((key) => {
      const isOther =
        differs((content) => sectionText(content, key)) || (key === 'online' && differs((one) => one.online))
      return isOther && key
    }),
    differs(({ attachments }) => attachments) && 'documents',
    differs(({ source, verifiedAt, validFrom, validUntil }) => [source, verifiedAt, validFrom, validUntil]) && 'source',
    differs(({ simple, guide, translations, who, category }) => [simple, guide, translations, who, category]) &&
      'other',
  ] as const
  return parts.filter((part) => part !== false)
}
