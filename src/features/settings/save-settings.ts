import type { Response } from 'express'
import { FieldError } from '../../platform/http/problem.js'
import { AppError } from '../../platform/model/app-error.js'
import type { Commune } from '../../platform/model/commune.js'
import { cleanText } from '../../platform/text/clean-text.js'
import { isServerAdmin, staffFrom } from '../accounts/routes/staff-access.js'
import { momentByDateInWords } from '../entries/render/describe-opening.js'
import { readingMoment } from '../entries/render/describe-service.js'
import { type CheckNeeds, communeAfter } from './check-settings.js'
import { differenceOf, isSame } from './difference.js'
import type { LiveCommunes } from './live-communes.js'
import {
  keysOf,
  SERVER_SETTING_KEYS,
  type SettingDifference,
  type SettingsChange,
  type SettingsCopy,
  type SettingsEdit,
} from './settings.js'
import type { SettingsStore } from './settings-verbs.js'

/** What changes settings. */
export interface SettingsNeeds extends CheckNeeds {
  liveCommunes: LiveCommunes
  store: Pick<SettingsStore, 'saveSettings'>
  now: () => Date
}

/** A change over the version that its author saw. */
export interface Save {
  baseVersion: number
  why: string
  change: SettingsChange
  /** Where it was copied from. */
  copied?: SettingsCopy
}

/** Changes the settings of the signed-in administrator's commune, and serves them. @throws AppError `server_admin_needed` (403), and what {@link communeAfter} and {@link staleSettings} throw */
export async function saveSettings(needs: SettingsNeeds, response: Response, save: Save): Promise<void> {
  const { id: userId, displayName: userName, communeId } = staffFrom(response).user
  const { store, liveCommunes, now } = needs
  const { baseVersion, why, change, copied } = save
  requireOwnSettings(needs, response, change)
  const differences = differencesOf(needs, communeId, change)
  // What is written as it was is no change, unless it comes back to the file.
  if (differences.length === 0 && change.toFile.length === 0) return
  const at = now().toISOString()
  const saving = { communeId, baseVersion, at, userId, userName, why: cleanText(why), differences, ...change }
  const result = await store.saveSettings({ ...saving, ...(copied ? { copied } : {}) })
  if (result.outcome === 'stale') throw staleSettings(needs, liveCommunes.settingsOf(communeId).commune, result.last)
  await liveCommunes.refresh(communeId)
}

/** Refuses what only whoever administers the server may change, or try: it tells of other communes. @throws AppError `server_admin_needed` (403) */
export function requireOwnSettings(
  { liveCommunes }: Pick<SettingsNeeds, 'liveCommunes'>,
  response: Response,
  change: SettingsChange,
): void {
  const isOfServer = keysOf(change).some((key) => SERVER_SETTING_KEYS.includes(key))
  if (isOfServer && !isServerAdmin({ communes: liveCommunes.byId }, staffFrom(response).user))
    throw new AppError('server_admin_needed', 403)
}

/** What a change would make different, setting by setting. @throws what {@link communeAfter} throws */
export function differencesOf(needs: CheckNeeds, communeId: string, change: SettingsChange): SettingDifference[] {
  const before = needs.liveCommunes.settingsOf(communeId).commune
  const after = communeAfter(needs, communeId, change)
  return keysOf(change).flatMap((key): SettingDifference[] =>
    isSame(before[key], after[key]) ? [] : [{ key, ...differenceOf(before[key], after[key]) }],
  )
}

/** `settings_stale` (409): who was faster, and when. */
export function staleSettings(
  needs: Pick<SettingsNeeds, 'now' | 'say'>,
  { timeZone }: Commune,
  last: Pick<SettingsEdit, 'at' | 'userName'> | null,
): FieldError {
  return new FieldError('settings_stale', 409, {
    parameters: (language) => ({
      who: last?.userName ?? '',
      when: last ? momentByDateInWords(last.at, { ...readingMoment(needs, language), timeZone }) : '',
    }),
  })
}
