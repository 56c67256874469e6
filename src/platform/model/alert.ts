import type { Language } from './language.js'

/** How much an alert matters: something to know, or something to act on at once. */
export const ALERT_LEVELS = ['info', 'urgent'] as const
/** One of {@link ALERT_LEVELS}. */
export type AlertLevel = (typeof ALERT_LEVELS)[number]

/** Longest text of an alert, in characters: it stays above the conversation, on a phone too. */
export const MAX_ALERT_LENGTH = 300
/** Most entries that an alert proposes. */
export const MAX_ALERT_ENTRIES = 4

/** What a commune announces to everyone who opens the chat: a flood, a water cut, polling day. One at a time. */
export interface Alert {
  level: AlertLevel
  /** Shown from this instant, ISO with its zone. */
  from: string
  /** Until this one, excluded: it disappears by itself. */
  to: string
  /** French is always there, and is said in place of a language that is missing. */
  text: { fr: string } & Partial<Record<Language, string>>
  /** Entries proposed first while it is shown. */
  entries: string[]
  link: { label: string; url: string } | null
}

/** What a member of staff did to her commune's alert: an alert put in the place of the former one, or `null` when she withdrew it. */
export interface AlertEdit {
  communeId: string
  /** ISO instant. */
  at: string
  userId: string
  userName: string
  alert: Alert | null
}

/** Edits of an alert that are kept for each commune, the last included. */
export const KEPT_ALERT_EDITS = 50

/** Where an alert stands at an instant. */
export type AlertState = 'planned' | 'shown' | 'ended'

/** Where an alert stands at an instant. */
export function alertState({ from, to }: Alert, at: Date): AlertState {
  if (at.getTime() < Date.parse(from)) return 'planned'
  return at.getTime() < Date.parse(to) ? 'shown' : 'ended'
}

/** The edit whose alert is shown at an instant, of the edits of a commune, latest first. */
export function shownAlert([last]: readonly AlertEdit[], at: Date): (AlertEdit & { alert: Alert }) | null {
  return last?.alert && alertState(last.alert, at) === 'shown' ? { ...last, alert: last.alert } : null
}
