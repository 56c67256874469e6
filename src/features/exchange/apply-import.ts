import type { Actor, AuditValue } from '../../platform/model/audit.js'
import type { StaffLanguage } from '../../platform/model/language.js'
import type { AuditStore } from '../audit/audit-verbs.js'
import type { EntryStore } from '../entries/entry-verbs.js'
import { type EntryContent, type EntryRecord, openRecord, servedNumber } from '../entries/model/entry-record.js'
import type { CommuneContents } from './commune-contents.js'
import type { SayExchange } from './import-defaults.js'
import type { LineFault } from './import-plan.js'

/** Where drafts are saved, and told. */
export type DraftStore = Pick<EntryStore, 'getEntryRecord' | 'saveDraft'> & Pick<AuditStore, 'recordAudit'>

/** Drafts to save together. */
export interface DraftSet {
  /** Drawn by the caller; by it the drafts are taken back. */
  id: string
  communeId: string
  /** Where they come from, for people: the name of a file or of a pack. */
  name: string
  kind: 'import' | 'pack'
  drafts: readonly { entryId: string; content: EntryContent }[]
  /** ISO instant. */
  at: string
  by: Actor
  /** Once it is aborted, no further draft is begun: what is saved already is told, and can be taken back. */
  signal?: AbortSignal
}

/** What became of a set of drafts. */
export interface SavedDrafts {
  /** Version of each draft, by the id of its entry. */
  saved: Record<string, number>
  /** Ids of entries that somebody was already writing: nothing was changed of them. */
  busy: string[]
}

/**
 * Saves drafts, one entry after another, and tells the audit. An entry that somebody is writing is left alone. Interrupted, it leaves whole drafts, and the
 * same import begun again finds them busy.
 */
export async function saveDrafts(store: DraftStore, set: DraftSet, contents: CommuneContents): Promise<SavedDrafts> {
  const { id, communeId, name, kind, at, by } = set
  const result: SavedDrafts = { saved: {}, busy: [] }
  for (const { entryId, content } of set.drafts) {
    if (set.signal?.aborted) break
    const scope = { communeId, entryId, installed: contents.installed(entryId) }
    const record = await store.getEntryRecord(communeId, entryId)
    const basedOn = baseOf(openRecord(record ?? null, scope, at))
    const isFree = !record?.draft && !record?.submission && !record?.archival
    const saved = isFree ? await store.saveDraft(scope, { content, basedOn, seen: 0, at, by }) : null
    if (saved?.outcome === 'saved') result.saved[entryId] = saved.draft.version
    else result.busy.push(entryId)
  }
  if (Object.keys(result.saved).length === 0) return result
  await store.recordAudit({
    id,
    communeId,
    at,
    ...by,
    action: kind === 'pack' ? 'pack_changed' : 'entries_imported',
    target: { kind, id },
    before: null,
    after: { name, drafts: result.saved },
    why: '',
  })
  return result
}

/** The revision that a draft is begun from: what is served, else the last written; 0 for a new entry. */
function baseOf(record: EntryRecord): number {
  return servedNumber(record) ?? record.revisions.length
}

/** An import that was made. */
export interface MadeImport {
  id: string
  name: string
  at: string
  by: string
  /** Version of each draft that it saved, by the id of its entry. */
  drafts: Record<string, number>
  undone: boolean
}

/** Imports of a commune that the audit still tells, latest first, 200 at most. */
export async function listImports(store: Pick<AuditStore, 'listAudit'>, communeId: string): Promise<MadeImport[]> {
  const { rows } = await store.listAudit(communeId, { kind: 'import', limit: 200 })
  const undone = new Set(rows.filter(({ after }) => fieldOf(after, 'undone') === true).map(({ target }) => target.id))
  return rows.flatMap(({ target, at, userName, after }) => {
    const [name, drafts] = [fieldOf(after, 'name'), fieldOf(after, 'drafts')]
    if (typeof name !== 'string' || !isVersions(drafts)) return []
    return [{ id: target.id, name, at, by: userName, drafts, undone: undone.has(target.id) }]
  })
}

/** What was taken back of an import. */
export interface UndoneImport {
  /** Ids of drafts that were taken away. */
  discarded: string[]
  /** Ids of drafts that somebody has changed, submitted or published since. */
  kept: string[]
}

/** Takes an import back: its drafts that nobody has touched since are thrown away. */
export async function undoImport(
  store: Pick<EntryStore, 'applyToEntry'> & Pick<AuditStore, 'recordAudit'>,
  made: MadeImport,
  undo: { id: string; communeId: string; at: string; by: Actor; installed: CommuneContents['installed'] },
): Promise<UndoneImport> {
  const { communeId, at, by } = undo
  const result: UndoneImport = { discarded: [], kept: [] }
  for (const [entryId, draftVersion] of Object.entries(made.drafts)) {
    const scope = { communeId, entryId, installed: undo.installed(entryId) }
    const action = { type: 'discard' as const, draftVersion, at, by, why: '' }
    const { outcome } = await store.applyToEntry(scope, action)
    result[outcome === 'applied' ? 'discarded' : 'kept'].push(entryId)
  }
  await store.recordAudit({
    id: undo.id,
    communeId,
    at,
    ...by,
    action: 'entries_imported',
    target: { kind: 'import', id: made.id },
    before: { name: made.name, drafts: made.drafts },
    after: { undone: true, kept: result.kept },
    why: '',
  })
  return result
}

function fieldOf(value: AuditValue, name: string): AuditValue | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value[name] : undefined
}

function isVersions(value: AuditValue | undefined): value is Record<string, number> {
  return typeof value === 'object' && value !== null && Object.values(value).every((one) => typeof one === 'number')
}

/** A line that is not imported, in a sentence: where, which field, and why. */
export function describeFaultOf(
  { line, file, code, field, value }: LineFault,
  say: SayExchange,
  language: StaffLanguage,
): string {
  const where =
    line === null
      ? say(language, 'where.file', { file: file ?? '' })
      : say(language, 'where.line', { line: String(line) })
  const fault = say(language, `fault.${code}`, { value })
  if (field === null) return say(language, 'fault.in', { where, fault })
  return say(language, 'fault.at', { where, field: say(language, fieldKey(field)), fault })
}

/** The key of a field's name: that of its section, else of the whole it belongs to. */
function fieldKey(field: string): string {
  return field.startsWith('sections.') ? `field.${field}` : `field.${field.split('.')[0]}`
}
