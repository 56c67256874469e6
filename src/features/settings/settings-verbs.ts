import { randomUUID } from 'node:crypto'
import type { AuditRow } from '../../platform/model/audit.js'
import { type CheckAct, type CheckPoint, type CheckTick, isSamePoint } from '../../platform/model/check-tick.js'
import type { Step, Verb } from '../../platform/store/document.js'
import type { DocumentSet } from '../../platform/store/document-set.js'
import type { SettingsEdit, SettingsSave } from './settings.js'
import { type AnswersSwitch, openedSettings, type SettingsDocument, settingsKey } from './settings-document.js'

/** What came of {@link SettingsStore.saveSettings}. `stale`: somebody else changed the settings since; `last` says who and when. */
export type SettingsResult = { outcome: 'saved'; edit: SettingsEdit } | { outcome: 'stale'; last: SettingsEdit | null }

/** The settings of a commune, its switch of the answers, and its ticked lines. */
export interface SettingsStore {
  /** Compare-and-set: changes settings of a commune over the version that its author saw, with a row of the audit for each of them in the same write. */
  saveSettings(save: SettingsSave): Promise<SettingsResult>
  /** Every change of a commune's settings, oldest first; empty when it has those of its file. */
  listSettingsEdits(communeId: string): Promise<SettingsEdit[]>
  /** Stops the assistant of a commune from answering by itself, or lets it again; the audit tells it in the same write. `already`: it was so. */
  switchAnswers(change: AnswersSwitch): Promise<'switched' | 'already'>
  /** Who last stopped the answers of a commune, or let them again; `undefined` when nobody ever did. */
  readAnswersSwitch(communeId: string): Promise<AnswersSwitch | undefined>
  /** Suspends a commune, or lets citizens in again; the audit tells it in the same write. `already`: it was so. */
  suspendCommune(change: AnswersSwitch): Promise<'switched' | 'already'>
  /** Who last suspended a commune, or let citizens in again; `undefined` when nobody ever did. */
  readSuspension(communeId: string): Promise<AnswersSwitch | undefined>
  /**
   * Keeps that somebody checked points, or takes it back, with the audit in the same write. Ticked twice, the first stays. Nobody is told: what is
   * served does not change. @returns the points that it changed
   */
  tickChecks(act: CheckAct): Promise<CheckPoint[]>
  /** What was checked in a commune, in the order in which it was. */
  listCheckTicks(communeId: string): Promise<CheckTick[]>
}

/** The verbs about what administrators decide of a commune. */
export function settingsVerbs(documents: DocumentSet<SettingsDocument>): SettingsStore {
  const read = (communeId: string) => documents.read(settingsKey(communeId))
  return {
    saveSettings: (save) => documents.update(settingsKey(save.communeId), withEdit(structuredClone(save))),
    listSettingsEdits: async (communeId) => structuredClone((await read(communeId))?.edits ?? []),
    switchAnswers: (change) =>
      documents.update(settingsKey(change.communeId), withSwitch('answers', structuredClone(change))),
    suspendCommune: (change) =>
      documents.update(settingsKey(change.communeId), withSwitch('suspension', structuredClone(change))),
    readSuspension: async (communeId) => structuredClone((await read(communeId))?.suspension),
    readAnswersSwitch: async (communeId) => structuredClone((await read(communeId))?.answers),
    tickChecks: (act) => documents.update(settingsKey(act.communeId), withTicks(structuredClone(act))),
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
    const { userId, userName, at, why, copied } = change
    const told = { communeId, at, userId, userName, why }
    const rows = differences.map(
      ({ key, before: was, after }): AuditRow => ({
        id: randomUUID(),
        ...told,
        action: 'settings_changed',
        target: { kind: 'settings', id: key },
        before: was,
        after,
      }),
    )
    if (copied) {
      const after = { from: copied.name, groups: copied.groups }
      const target = { kind: 'settings', id: 'copy' } as const
      rows.push({ id: randomUUID(), ...told, action: 'settings_copied', target, before: null, after })
    }
    return {
      document: { ...before, edits: [...before.edits, edit], audit: [...before.audit, ...rows] },
      result: { outcome: 'saved', edit: structuredClone(edit) },
      changes: [{ type: 'settings', communeId }],
    }
  }
}

/** What the audit calls each switch, moved either way. */
const SWITCHED = {
  answers: ['answers_stopped', 'answers_resumed'],
  suspension: ['commune_suspended', 'commune_resumed'],
} as const

function withSwitch(
  field: keyof typeof SWITCHED,
  change: AnswersSwitch,
): Verb<SettingsDocument, 'switched' | 'already'> {
  return (document): Step<SettingsDocument, 'switched' | 'already'> => {
    const { communeId, stopped, userId, userName, at, why } = change
    const before = openedSettings(document, communeId)
    const wasStopped = before[field]?.stopped ?? false
    if (wasStopped === stopped) return { document, result: 'already', changes: [] }
    const row: AuditRow = {
      id: randomUUID(),
      communeId,
      at,
      userId,
      userName,
      action: SWITCHED[field][stopped ? 0 : 1],
      target: { kind: 'settings', id: field },
      before: { stopped: wasStopped },
      after: { stopped },
      why,
    }
    return {
      document: { ...before, [field]: change, audit: [...before.audit, row] },
      result: 'switched',
      changes: [{ type: 'settings', communeId }],
    }
  }
}

function withTicks(act: CheckAct): Verb<SettingsDocument, CheckPoint[]> {
  const { communeId, points, done, ...by } = act
  return (document) => {
    const before = openedSettings(document, communeId)
    const isTicked = (point: CheckPoint) => before.ticks.some((tick) => isSamePoint(tick, point))
    // Ticked twice, the first who did it stays.
    const changed = unique(points).filter((point) => isTicked(point) !== done)
    if (changed.length === 0) return { document, result: [], changes: [] }
    const ticks: CheckTick[] = done
      ? [...before.ticks, ...changed.map((point) => ({ ...point, ...by }))]
      : before.ticks.filter((tick) => !changed.some((point) => isSamePoint(tick, point)))
    const audit = [...before.audit, ...tickRows(act, changed)]
    return { document: { ...before, ticks, audit }, result: structuredClone(changed), changes: [] }
  }
}

function unique(points: readonly CheckPoint[]): CheckPoint[] {
  return points.filter((point, at) => points.findIndex((other) => isSamePoint(point, other)) === at)
}

/** One row for each entry or step, with all its points. */
function tickRows(act: CheckAct, changed: readonly CheckPoint[]): AuditRow[] {
  const { communeId, done, at, userId, userName } = act
  const targets = changed.filter(({ kind, id }, index) => {
    return changed.findIndex((other) => other.kind === kind && other.id === id) === index
  })
  return targets.map(({ kind, id }) => {
    const checks = changed.filter((point) => point.kind === kind && point.id === id).map(({ check }) => check)
    const told = kind === 'step' ? done : checks
    return {
      id: randomUUID(),
      communeId,
      at,
      userId,
      userName,
      action: done ? 'check_ticked' : 'check_unticked',
      target: kind === 'step' ? { kind: 'settings', id: `first-run.${id}` } : { kind: 'entry', id },
      before: kind === 'step' ? !done : done ? null : told,
      after: done || kind === 'step' ? told : null,
      why: '',
    }
  })
}
