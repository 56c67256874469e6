import type { AuditFilter, AuditPage } from '../../platform/model/audit.js'
import { type AuditRow, pageOfAudit } from '../../platform/model/audit.js'
import type { Verb } from '../../platform/store/document.js'
import type { DocumentSet } from '../../platform/store/document-set.js'
import { encodeSegment } from '../../platform/store/file-system.js'
import { isBefore } from '../conversations/conversation-document.js'
import { type CurationIndex, type EntryDocument, entryKey } from '../entries/curation-index.js'
import { type SettingsDocument, settingsKey } from '../settings/settings-document.js'

/** Acts of a commune and month that no other document keeps. */
export interface AuditDocument {
  version: 1
  /** In the order in which they were recorded. */
  rows: AuditRow[]
}

/** The verbs about the audit. */
/** Who did what in a commune. */
export interface AuditStore {
  /** Keeps an act that no other verb tells. */
  recordAudit(row: AuditRow): Promise<void>
  /** Acts of a commune, latest first. */
  listAudit(communeId: string, filter: AuditFilter): Promise<AuditPage>
  /** Instants of the acts of a commune before one, for retention. */
  listAuditBefore(communeId: string, at: string): Promise<string[]>
  /** Forgets the acts of a commune before an instant; revisions stay. @returns how many */
  dropAuditBefore(communeId: string, at: string): Promise<number>
}

/** Where the acts of a month (`YYYY-MM`) of a commune are kept. */
function auditKey({ communeId, at }: Pick<AuditRow, 'communeId' | 'at'>): string {
  return `${encodeSegment(communeId)}/${encodeSegment(new Date(at).toISOString().slice(0, 7))}`
}

/** Where acts are kept: by month, or with what they are done to. The index finds them all. */
export interface AuditCollection {
  audit: DocumentSet<AuditDocument>
  entries: DocumentSet<EntryDocument>
  settings: DocumentSet<SettingsDocument>
  index: CurationIndex
}

/** The verbs about the audit. */
export function auditVerbs({ audit: documents, entries, settings, index }: AuditCollection): AuditStore {
  const before = (communeId: string, at: string) => index.auditOf(communeId).filter((row) => isBefore(row.at, at))
  return {
    recordAudit: (row) => documents.update(auditKey(row), withRow(row)),
    listAudit: async (communeId, filter) => structuredClone(pageOfAudit(index.auditOf(communeId), filter)),
    listAuditBefore: async (communeId, at) => before(communeId, at).map((row) => row.at),
    async dropAuditBefore(communeId, at) {
      const old = before(communeId, at)
      // Acts on an entry whose document lies with it; the others by month.
      const entryIds = new Set(old.flatMap(({ target }) => (target.kind === 'entry' ? target.id : [])))
      const inEntries = [...entryIds].map((id) => entryKey(communeId, id)).filter((key) => entries.has(key))
      const ofSettings = settings.has(settingsKey(communeId)) ? [settingsKey(communeId)] : []
      const months = [...new Set(old.map(auditKey))].filter((key) => documents.has(key))
      const dropped = await Promise.all([
        ...inEntries.map((key) => entries.update(key, withoutActs<EntryDocument>(at))),
        ...ofSettings.map((key) => settings.update(key, withoutActs<SettingsDocument>(at))),
        ...months.map((key) => documents.update(key, withoutRows(at))),
      ])
      return dropped.reduce((sum, count) => sum + count, 0)
    },
  }
}

function withRow(row: AuditRow): Verb<AuditDocument, void> {
  return (document) => ({
    document: { version: 1, rows: [...(document?.rows ?? []), structuredClone(row)] },
    result: undefined,
    changes: [],
  })
}

function withoutRows(at: string): Verb<AuditDocument, number> {
  return (document) => {
    const rows = document?.rows ?? []
    const kept = rows.filter((row) => !isBefore(row.at, at))
    if (kept.length === rows.length) return { document, result: 0, changes: [] }
    const next: AuditDocument | null = kept.length > 0 ? { version: 1, rows: kept } : null
    return { document: next, result: rows.length - kept.length, changes: [], forgets: true }
  }
}

function withoutActs<Kept extends { audit: AuditRow[] }>(at: string): Verb<Kept, number> {
  return (document) => {
    const kept = document?.audit.filter((row) => !isBefore(row.at, at)) ?? []
    if (!document || kept.length === document.audit.length) return { document, result: 0, changes: [] }
    return {
      document: { ...document, audit: kept },
      result: document.audit.length - kept.length,
      changes: [],
      forgets: true,
    }
  }
}
