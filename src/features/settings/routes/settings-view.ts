import type { HttpContext } from '../../../platform/http/http-context.js'
import type { Commune } from '../../../platform/model/commune.js'
import { localMoment } from '../../statistics/period.js'
import { keysOf, SETTING_KEYS, valuesAfter } from '../settings.js'
import type { SettingsValues, SettingsView } from './settings-contract.js'

/** The settings of a commune as its administrators see them. */
export function settingsView(context: HttpContext, communeId: string): SettingsView {
  const { file, commune, edits, fault } = context.towns.settingsOf(communeId)
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
    today: localMoment(context.assistant.now(), commune.timeZone).day,
  }
}

function pick(commune: Commune): SettingsValues {
  return Object.fromEntries(SETTING_KEYS.filter((key) => key in commune).map((key) => [key, commune[key]]))
}
