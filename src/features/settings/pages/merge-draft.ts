import { mergeValues } from '../merge-values.js'
import type { SettingsValues } from '../routes/settings-contract.js'
import { SETTING_KEYS, type SettingKey } from '../settings.js'

/** What was typed, over what a colleague saved meanwhile. */
export interface MergedDraft {
  draft: SettingsValues
  /** Paths of what the colleague changed and is shown now. */
  taken: string[][]
  /** Paths that both changed. */
  kept: string[][]
}

/** Puts what was typed over what is saved now. Pure. @param keys the settings that the form shows: only of these is told what changed */
export function mergeDraft(
  before: SettingsValues,
  typed: SettingsValues,
  { now, keys }: { now: SettingsValues; keys: readonly SettingKey[] },
): MergedDraft {
  const merged = mergeValues(pick(before), pick(typed), pick(now))
  const isShown = ([key]: string[]) => keys.some((one) => one === key)
  return {
    draft: merged.value as SettingsValues,
    taken: merged.taken.filter(isShown),
    kept: merged.kept.filter(isShown),
  }
}

function pick(values: SettingsValues): SettingsValues {
  return Object.fromEntries(SETTING_KEYS.flatMap((key) => (key in values ? [[key, values[key]]] : [])))
}
