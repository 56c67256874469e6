import type { Commune } from '../../platform/model/commune.js'
import { localMoment } from '../statistics/period.js'
import type { SettingsValues, SettingsView } from './contract.js'
import type { SettingsNeeds } from './save-settings.js'
import { keysOf, SETTING_KEYS, valuesAfter } from './settings.js'

/** The settings of a commune as its administrators see them. */
export function settingsView({ towns, now }: Pick<SettingsNeeds, 'towns' | 'now'>, communeId: string): SettingsView {
  const { file, commune, edits, fault } = towns.settingsOf(communeId)
  const values = valuesAfter(edits)
  return {
    version: edits.at(-1)?.version ?? 0,
    values: pick(commune),
    file: pick(file),
    changed: SETTING_KEYS.filter((key) => key in values),
    history: [...edits].reverse().map(({ version, at, userName: by, why, copied, ...change }) => ({
      version,
      at,
      by,
      why,
      keys: keysOf(change),
      copiedFrom: copied?.name ?? null,
    })),
    isFileAlone: fault !== null,
    today: localMoment(now(), commune.timeZone).day,
  }
}

function pick(commune: Commune): SettingsValues {
  return Object.fromEntries(SETTING_KEYS.filter((key) => key in commune).map((key) => [key, commune[key]]))
}
