import type { Actor, AuditValue } from '../../platform/model/audit.js'
import type { Commune } from '../../platform/model/commune.js'

/**
 * What may be copied from one commune to another, in the order in which it is taken. `hours`: of services that both have, the hours alone. What names a
 * commune – its name, site, data controller – is never copied.
 */
export const COPY_GROUPS = [
  'hours',
  'services',
  'closures',
  'departments',
  'reception',
  'closeReasons',
  'checks',
  'suggestions',
  'retention',
  'languages',
  'theme',
] as const
/** One of {@link COPY_GROUPS}. */
export type CopyGroup = (typeof COPY_GROUPS)[number]

/** What an administrator may change of her commune. Its id names what is stored, and its position the places of help that were imported: these stay in the file. */
export const SETTING_KEYS = [
  'nom',
  'site',
  'publicUrl',
  'timeZone',
  'alsaceMoselle',
  'reception',
  'services',
  'closures',
  'departments',
  'closeReasons',
  'reopenHours',
  'routing',
  'presence',
  'promises',
  'validation',
  'curation',
  'truthSheet',
  'openData',
  'callbacks',
  'silence',
  'talk',
  'suggested',
  'suggestions',
  'origins',
  'languages',
  'theme',
  'privacy',
  'accessibilityAudit',
  'appointments',
] as const satisfies readonly (keyof Commune)[]
/** One of {@link SETTING_KEYS}. */
export type SettingKey = (typeof SETTING_KEYS)[number]

/** What only whoever administers the server may change: a commune could otherwise take the name of another. */
export const SERVER_SETTING_KEYS: readonly SettingKey[] = ['publicUrl']

/** Values that take the place of those of the file; `null` where the file has one and the commune wants none. */
export type SettingValues = { [Key in SettingKey]?: Commune[Key] | null }

/** A change of settings: values to put, and settings that are those of the file again. */
export interface SettingsChange {
  set: SettingValues
  toFile: SettingKey[]
}

/** What was changed, by whom and why. Kept for good, one after another: the first has version 1. */
export interface SettingsEdit extends Actor, SettingsChange {
  version: number
  /** ISO instant. */
  at: string
  /** In the words of the person who did it; possibly empty. */
  why: string
  /** Of settings copied from another commune. */
  copied?: SettingsCopy
}

/** Where settings were copied from: the name of the commune, as it was then, and which groups. */
export interface SettingsCopy {
  communeId: string
  name: string
  groups: CopyGroup[]
}

/** What the audit tells of one setting: only the parts that changed. */
export interface SettingDifference {
  key: SettingKey
  before: AuditValue
  after: AuditValue
}

/** A change to save, over the version that its author saw; 0 when there was none. */
export interface SettingsSave extends Actor, SettingsChange {
  communeId: string
  baseVersion: number
  at: string
  why: string
  copied?: SettingsCopy
  differences: SettingDifference[]
}

/** The values that edits, oldest first, put in the place of the file's. Pure. */
export function valuesAfter(edits: readonly SettingsChange[]): SettingValues {
  const values: SettingValues = {}
  for (const { set, toFile } of edits) {
    Object.assign(values, set)
    for (const key of toFile) delete values[key]
  }
  return values
}

/** A commune as its file and the edits make it; what is `null` is left out. Pure. */
export function withValues(file: Commune, values: SettingValues): Commune {
  const kept = Object.entries({ ...file, ...values }).filter(([, value]) => value !== null && value !== undefined)
  return Object.fromEntries(kept) as unknown as Commune
}

/** The change that makes the settings of an edit what they were before it; `null` when there is no such edit. Pure. */
export function undoing(edits: readonly SettingsEdit[], version: number): SettingsChange | null {
  const index = edits.findIndex((edit) => edit.version === version)
  const edit = edits[index]
  if (!edit) return null
  const before = valuesAfter(edits.slice(0, index))
  const keys = keysOf(edit)
  const known = keys.filter((key) => before[key] !== undefined)
  return {
    set: Object.fromEntries(known.map((key) => [key, before[key]])) as SettingValues,
    toFile: keys.filter((key) => before[key] === undefined),
  }
}

/** The settings that a change is about. */
export function keysOf({ set, toFile }: SettingsChange): SettingKey[] {
  return SETTING_KEYS.filter((key) => key in set || toFile.includes(key))
}
