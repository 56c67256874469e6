import { randomUUID } from 'node:crypto'
import type { Actor, AuditRow } from '../../platform/model/audit.js'
import type { Verb } from '../../platform/store/document.js'
import type { DocumentSet } from '../../platform/store/document-set.js'
import {
  type IgnoredConflict,
  openedSettings,
  type SettingsDocument,
  settingsKey,
} from '../settings/settings-document.js'

/** Findings between entries that a curator lets be. */
export interface ConflictStore {
  /** Lets a finding among the entries of a commune be, in the place of what was said of it before; the audit tells it in the same write. Nobody is told. */
  ignoreConflict(communeId: string, ignored: IgnoredConflict): Promise<void>
  /** Lets a finding be no longer; the audit tells it in the same write. */
  reopenConflict(communeId: string, key: string, by: Actor & { at: string }): Promise<'reopened' | 'unknown'>
  /** Findings that are let be, in the order in which they were, those that have come back since included. */
  listIgnoredConflicts(communeId: string): Promise<IgnoredConflict[]>
}

/** The verbs about findings that are let be. */
export function conflictVerbs(documents: DocumentSet<SettingsDocument>): ConflictStore {
  return {
    ignoreConflict: (communeId, ignored) =>
      documents.update(settingsKey(communeId), withIgnored(communeId, structuredClone(ignored))),
    reopenConflict: (communeId, key, by) =>
      documents.update(settingsKey(communeId), withoutIgnored({ communeId, key, by: { ...by } })),
    listIgnoredConflicts: async (communeId) =>
      structuredClone((await documents.read(settingsKey(communeId)))?.ignoredConflicts ?? []),
  }
}

function withIgnored(communeId: string, ignored: IgnoredConflict): Verb<SettingsDocument, void> {
  return (document) => {
    const before = openedSettings(document, communeId)
    const others = (before.ignoredConflicts ?? []).filter(({ key }) => key !== ignored.key)
    const { userId, userName, at, reason } = ignored
    const row = rowOf(communeId, ignored, { userId, userName, at })
    return {
      document: {
        ...before,
        ignoredConflicts: [...others, ignored],
        audit: [...before.audit, { ...row, action: 'conflict_ignored', after: foundOf(ignored), why: reason }],
      },
      result: undefined,
      changes: [],
    }
  }
}

function withoutIgnored(reopened: {
  communeId: string
  key: string
  by: Actor & { at: string }
}): Verb<SettingsDocument, 'reopened' | 'unknown'> {
  return (document) => {
    const { communeId, key, by } = reopened
    const known = document?.ignoredConflicts?.find((one) => one.key === key)
    if (!document || !known) return { document, result: 'unknown', changes: [] }
    const row = rowOf(communeId, known, by)
    return {
      document: {
        ...document,
        ignoredConflicts: (document.ignoredConflicts ?? []).filter((one) => one !== known),
        audit: [...document.audit, { ...row, action: 'conflict_reopened', before: foundOf(known) }],
      },
      result: 'reopened',
      changes: [],
    }
  }
}

/** An act on a finding is told of its first entry. */
function rowOf(
  communeId: string,
  { entryIds }: IgnoredConflict,
  { userId, userName, at }: Actor & { at: string },
): Omit<AuditRow, 'action'> {
  const id = randomUUID()
  const target = { kind: 'entry' as const, id: entryIds[0] ?? '' }
  return { id, communeId, at, userId, userName, target, before: null, after: null, why: '' }
}

function foundOf({ key, entryIds }: IgnoredConflict) {
  return { conflict: key.split(':', 1)[0] ?? '', entries: [...entryIds] }
}
