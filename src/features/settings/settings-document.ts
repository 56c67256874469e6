import type { Actor, AuditRow } from '../../platform/model/audit.js'
import type { CheckTick } from '../../platform/model/check-tick.js'
import type { WebhookEvent } from '../../platform/model/webhook-event.js'
import { encodeSegment } from '../../platform/store/file-system.js'
import type { SettingsEdit } from './settings.js'

/** What administrators decided of a commune, what its curators let be, and the audit of both. */
export interface SettingsDocument {
  version: 1
  communeId: string
  /** Oldest first. */
  edits: SettingsEdit[]
  /** The last word; absent when nobody ever touched it. */
  answers?: AnswersSwitch
  /** The last word of the operator on whether citizens are served at all (`stopped`: they are not); absent when nobody ever said it. */
  suspension?: AnswersSwitch
  ticks: CheckTick[]
  /** Absent before the first one. */
  ignoredConflicts?: IgnoredConflict[]
  audit: AuditRow[]
  /** What the commune's webhooks are to be told of and is not queued yet. */
  events?: WebhookEvent[]
}

/** Where the settings of a commune are kept. */
export function settingsKey(communeId: string): string {
  return encodeSegment(communeId)
}

/** The document of a commune, begun if there is none. */
export function openedSettings(document: SettingsDocument | null, communeId: string): SettingsDocument {
  return document ?? { version: 1, communeId, edits: [], ticks: [], audit: [] }
}

/** Whether the assistant of a commune answers by itself, and who last said so. */
export interface AnswersSwitch extends Actor {
  communeId: string
  /** `true` while every question goes to a person. */
  stopped: boolean
  /** ISO instant. */
  at: string
  /** In the words of the person who did it. */
  why: string
}

/** That somebody of the commune lets a finding be. */
export interface IgnoredConflict extends Actor {
  /** Of the finding, its entries, and a digest of what it follows from. */
  key: string
  entryIds: readonly string[]
  mark: string
  reason: string
  /** ISO instant. */
  at: string
}

/** Whether a finding is let be: it comes back when what it follows from has changed. Pure. */
export function isIgnored(
  { key, mark }: Pick<IgnoredConflict, 'key' | 'mark'>,
  ignored: readonly IgnoredConflict[],
): boolean {
  return ignored.some((one) => one.key === key && one.mark === mark)
}
