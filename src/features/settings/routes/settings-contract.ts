import { z } from 'zod'
import type { ServiceView } from '../../../platform/http/contract.js'
import type { Commune } from '../../../platform/model/commune.js'
import { whyField } from '../../entries/answers-contract.js'
import { COPY_GROUPS, SETTING_KEYS, type SettingDifference, type SettingKey } from '../settings.js'

const key = z.enum(SETTING_KEYS)
/** What each setting may be is checked as the commune's file is. */
const set = z.partialRecord(key, z.unknown())
const version = z.number().int().min(0).max(1_000_000)

/** `PUT /admin/settings`: values to put (`null` for none), and settings that are those of the file again. */
export const settingsRequest = z.strictObject({
  baseVersion: version,
  why: whyField.optional(),
  set: set.optional(),
  toFile: z.array(key).max(SETTING_KEYS.length).optional(),
})
/** `POST /admin/settings/undo`: makes what a change touched what it was before it. */
export const undoSettingsRequest = z.strictObject({ baseVersion: version, version, why: whyField.optional() })
/** `POST /admin/settings/preview` */
export const previewSettingsRequest = z.strictObject({ set })

const communeId = z.string().max(80)
const groups = z.array(z.enum(COPY_GROUPS)).min(1).max(COPY_GROUPS.length)
/** `POST /admin/settings/copy/preview`: what would be different, were these groups copied from another commune. */
export const previewCopyRequest = z.strictObject({ from: communeId, groups })
/** `POST /admin/settings/copy`: over the versions that were looked at, of both communes. */
export const copyRequest = z.strictObject({
  from: communeId,
  groups,
  baseVersion: version,
  sourceVersion: version,
  why: whyField.min(1),
})

/** The settings that a commune has, by name. */
export type SettingsValues = Partial<Pick<Commune, SettingKey>>

/** A change, without its values: the audit has them. */
export interface SettingsEditView {
  version: number
  /** ISO instant. */
  at: string
  by: string
  why: string
  keys: SettingKey[]
  /** Name of the commune from which it was copied. */
  copiedFrom: string | null
}

/** `GET /admin/settings`, and what a change answers. */
export interface SettingsView {
  /** To be given as `baseVersion` by the next change. */
  version: number
  /** As they are now. */
  values: SettingsValues
  /** As the commune's file says. */
  file: SettingsValues
  /** Settings that are not those of the file. */
  changed: SettingKey[]
  /** Latest first. */
  history: SettingsEditView[]
  /** Whether what was changed no longer goes with the file, which is then served alone. */
  isFileAlone: boolean
  /** ISO day of the commune. */
  today: string
}

/** `POST /admin/settings/preview`: what citizens would be told now, in the caller's language. */
export interface SettingsPreviewView {
  services: ServiceView[]
}

/** `GET /admin/settings/copy`: the communes from which settings may be copied, by name. */
export interface CopySourcesView {
  communes: { id: string; name: string }[]
}

/** `POST /admin/settings/copy/preview` */
export interface CopyPreviewView {
  from: { id: string; name: string }
  /** To be given back, so that nothing else is copied than what was looked at. */
  sourceVersion: number
  baseVersion: number
  /** Empty when the two communes already agree. */
  differences: SettingDifference[]
}
