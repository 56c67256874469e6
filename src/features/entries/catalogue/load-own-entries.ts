import { createReadStream, existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Entry } from '../../../platform/model/entry.js'
import { ContentError, type EntryFault, type EntryFolders, loadEntries, parseEntryRow } from './load-entries.js'

/** The folder that has a file for each commune of a town folder, and what each has of its own entries. */
export function communesFolder(townDir: string): string {
  return join(townDir, 'communes')
}

/** The folder of a commune's files of addresses, in its own folder. */
export const ADDRESSES = 'addresses'

/** What a commune has of its own, beside the shared entries. */
export interface OwnContent {
  entries: Entry[]
  /** Entries that it took away, shared ones too. */
  archivedIds: readonly string[]
}

/** What a commune without entries of its own has. */
export const NOTHING_OWN: OwnContent = { entries: [], archivedIds: [] }

/** The entries that communes have of their own. */
export interface OwnEntries {
  /** Whether the commune has any; looked up each time, so that a folder may come while the server runs. */
  has(communeId: string): boolean
  /** Reads them all. @param shared the entries that they will stand beside, by id @throws ContentError naming every fault */
  load(communeId: string, shared: ReadonlyMap<string, Entry>): Promise<OwnContent>
}

/** Where a commune of a town folder has its own entries, and their questions. */
export function ownEntryFolders(townDir: string, communeId: string): EntryFolders {
  const knowledgeDir = join(communesFolder(townDir), communeId)
  return { knowledgeDir, intentsDir: join(knowledgeDir, 'intents') }
}

/**
 * A commune's own entries: the folder `<townDir>/communes/<id>/` with its questions in `intents/` there, as `docs/content.md` describes entries, and the
 * file `<townDir>/communes/<id>.jsonl`, one entry a line, for large bases.
 */
export function ownEntries(townDir: string): OwnEntries {
  const folderOf = (id: string) => ownEntryFolders(townDir, id).knowledgeDir
  const fileOf = (id: string) => `${folderOf(id)}.jsonl`
  return {
    has: (id) => holdsEntries(folderOf(id)) || existsSync(fileOf(id)),
    async load(id) {
      const fromFolder = existsSync(folderOf(id)) ? await loadEntries(ownEntryFolders(townDir, id)) : []
      const fromFile = existsSync(fileOf(id)) ? await loadEntryRows(fileOf(id)) : []
      return { entries: withoutDoubles([...fromFolder, ...fromFile], `${id}.jsonl`), archivedIds: [] }
    },
  }
}

/** Whether a commune's folder has anything but its addresses, which are no entries. */
function holdsEntries(folder: string): boolean {
  return existsSync(folder) && readdirSync(folder).some((name) => name !== ADDRESSES)
}

/** What two sources have of a commune: an entry of the second takes the place of the one of the same id in the first. */
export function layered(below: OwnEntries, above: OwnEntries): OwnEntries {
  return {
    has: (id) => below.has(id) || above.has(id),
    async load(id, shared) {
      const lower = below.has(id) ? await below.load(id, shared) : NOTHING_OWN
      const upper = above.has(id) ? await above.load(id, shared) : NOTHING_OWN
      const archivedIds = [...new Set([...lower.archivedIds, ...upper.archivedIds])]
      return { entries: mergeEntries(lower.entries, upper), archivedIds }
    },
  }
}

/**
 * The shared entries and a commune's own, in the order of their ids. An own entry replaces the shared one of the same id; without questions of its own,
 * it keeps the shared ones, and those in other languages and the short translations too. It keeps the guide too, unless it has one of its own or wants none. Entries that were taken away are left out.
 */
export function mergeEntries(shared: Iterable<Entry>, { entries, archivedIds }: OwnContent): Entry[] {
  const merged = new Map([...shared].map((entry) => [entry.id, entry]))
  for (const entry of entries) {
    const replaced = merged.get(entry.id)
    const questions = entry.questions.length === 0 && replaced ? replaced.questions : entry.questions
    const guide = entry.guide === undefined ? replaced?.guide : entry.guide
    const abroad = entry.abroad ?? replaced?.abroad
    const inShort = entry.inShort ?? replaced?.inShort
    const kept = { ...(abroad && { abroad }), ...(inShort && { inShort }) }
    merged.set(entry.id, { ...entry, questions, ...kept, ...(guide === undefined ? {} : { guide }) })
  }
  for (const id of archivedIds) merged.delete(id)
  return [...merged.values()].sort((a, b) => (a.id < b.id ? -1 : 1))
}

/** Reads a JSONL file of entries. @throws ContentError naming every line at fault */
async function loadEntryRows(path: string): Promise<Entry[]> {
  const entries: Entry[] = []
  const faults: EntryFault[] = []
  let line = 0
  for await (const text of createInterface({ input: createReadStream(path), crlfDelay: Number.POSITIVE_INFINITY })) {
    line += 1
    if (text.trim() === '') continue
    const read = parseEntryRow(text)
    if ('fault' in read) faults.push({ file: `${path.split('/').at(-1)}:${line}`, fault: read.fault })
    else entries.push(read.entry)
  }
  if (faults.length > 0) throw new ContentError(faults)
  return entries
}

function withoutDoubles(entries: Entry[], file: string): Entry[] {
  const ids = new Set<string>()
  const doubles = entries.filter(({ id }) => ids.has(id) || !ids.add(id))
  if (doubles.length > 0) throw new ContentError(doubles.map(({ id }) => ({ file, fault: `"${id}" is written twice` })))
  return entries
}
