import { randomUUID } from 'node:crypto'
import type { AuditRow } from '../domain/audit.js'
import type { AnswersSwitch } from '../domain/settings/answers-switch.js'
import type { CheckTick } from '../domain/settings/check-tick.js'
import type { SettingsEdit, SettingsSave } from '../domain/settings/settings.js'
import type { SettingsResult, Store } from '../domain/store.js'
import type { Step, Verb } from './document.js'
import type { DocumentSet } from './document-set.js'
import { openedSettings, type SettingsDocument, settingsKey } from './settings-document.js'

type SettingsVerbs = Pick<
  Store,
  'saveSettings' | 'listSettingsEdits' | 'switchAnswers' | 'readAnswersSwitch' | 'tickCheck' | 'listCheckTicks'
>

/** The verbs of {@link Store} about what administrators decide of a commune. */
export function settingsVerbs(documents: DocumentSet<SettingsDocument>): SettingsVerbs {
  const read = (communeId: string) => documents.read(settingsKey(communeId))
  return {
    saveSettings: (save) => documents.update(settingsKey(save.communeId), withEdit(structuredClone(save))),
    listSettingsEdits: async (communeId) => structuredClone((await read(communeId))?.edits ?? []),
    switchAnswers: (change) => documents.update(settingsKey(change.communeId), withSwitch(structuredClone(change))),
    readAnswersSwitch: async (communeId) => structuredClone((await read(communeId))?.answers),
    tickCheck: (communeId, tick, done) => documents.update(settingsKey(communeId), withTick(communeId, tick, done)),
    listCheckTicks: async (communeId) => structuredClone((await read(communeId))?.ticks ?? []),
  }
}

function withEdit(save: SettingsSave): Verb<SettingsDocument, SettingsResult> {
  return (document) => {
    const { communeId, baseVersion, differences, ...change } = save
    const before = openedSettings(document, communeId)
    const last = before.edits.at(-1)
    if ((last?.version ?? 0) !== baseVersion) {
      return { document, result: { outcome: 'stale', last: structuredClone(last ?? null) }, changes: [] }
    }
    const edit: SettingsEdit = { ...change, version: baseVersion + 1 }
    const { userId, userName, at, why } = change
    const rows = differences.map(
      ({ key, before: was, after }): AuditRow => ({
        id: randomUUID(),
        communeId,
        at,
        userId,
        userName,
        action: 'settings_changed',
        target: { kind: 'settings', id: key },
        before: was,
        after,
        why,
      }),
    )
    return {
      document: { ...before, edits: [...before.edits, edit], audit: [...before.audit, ...rows] },
      result: { outcome: 'saved', edit: structuredClone(edit) },
      changes: [{ type: 'settings', communeId }],
    }
  }
}

function withSwitch(change: AnswersSwitch): Verb<SettingsDocument, 'switched' | 'already'> {
  return (document): Step<SettingsDocument, 'switched' | 'already'> => {
    const { communeId, stopped, userId, userName, at, why } = change
    const before = openedSettings(document, communeId)
    const wasStopped = before.answers?.stopped ?? false
    if (wasStopped === stopped) return { document, result: 'already', changes: [] }
    const row: AuditRow = {
      id: randomUUID(),
      communeId,
      at,
      userId,
      userName,
      action: stopped ? 'answers_stopped' : 'answers_resumed',
      target: { kind: 'settings', id: 'answers' },
      before: { stopped: wasStopped },
      after: { stopped },
      why,
    }
    return {
      document: { ...before, answers: change, audit: [...before.audit, row] },
      result: 'switched',
      changes: [{ type: 'settings', communeId }],
    }
  }
}

function withTick(communeId: string, tick: CheckTick, done: boolean): Verb<SettingsDocument, void> {
  return (document) => {
    const before = openedSettings(document, communeId)
    const others = before.ticks.filter(({ entryId, check }) => entryId !== tick.entryId || check !== tick.check)
    const isKnown = others.length < before.ticks.length
    // Ticked twice, the first who did it stays.
    if (isKnown === done) return { document, result: undefined, changes: [] }
    const ticks = done ? [...others, structuredClone(tick)] : others
    return { document: { ...before, ticks }, result: undefined, changes: [] }
  }
}
