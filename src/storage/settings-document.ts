import type { AuditRow } from '../domain/audit.js'
import type { CheckTick } from '../domain/first-run/check-tick.js'
import type { AnswersSwitch } from '../domain/settings/answers-switch.js'
import type { SettingsEdit } from '../domain/settings/settings.js'
import { encodeSegment } from './encode-segment.js'

/** What administrators decided of a commune, and its audit. */
export interface SettingsDocument {
  version: 1
  communeId: string
  /** Oldest first. */
  edits: SettingsEdit[]
  /** The last word; absent when nobody ever touched it. */
  answers?: AnswersSwitch
  ticks: CheckTick[]
  audit: AuditRow[]
}

/** Where the settings of a commune are kept. */
export function settingsKey(communeId: string): string {
  return encodeSegment(communeId)
}
