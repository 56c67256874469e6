import { useState } from 'preact/hooks'
import { STAFF_LANGUAGES, type StaffLanguage } from '../../platform/model/language.js'
import { NEVER_QUIET, type Quiet, WEEKDAYS } from '../../platform/time/quiet-hours.js'
import { TUNES, type Tune } from './alert-sound.js'
import { attempt } from './browser.js'

/** What an agent chose on this computer. */
export interface Preferences {
  language: StaffLanguage
  /** On until she turns it off: who is interrupted looks elsewhere. */
  sound: boolean
  /** Whether she was asked, once, to let the browser alert her, and heard how it sounds. */
  alertsTried: boolean
  tune: Tune
  /** In percent, 10 to 100. */
  volume: number
  /** Whether notifications of the desktop are shown, where the browser allows them. */
  desktop: boolean
  /** Whether they show the citizen's first words. */
  desktopWords: boolean
  /** Seconds after which an alert is repeated, stronger; after twice as many, colleagues are told. */
  repeatAfterS: number
  quiet: Quiet
  /** Whether this browser is told when the console is closed, where the installation can. */
  push: boolean
  shortcuts: boolean
  /** Whether the panel beside the conversation is open, where there is room. */
  side: boolean
  /** Whether Enter sends; Ctrl + Enter always does. Off until she asks for it. */
  enterSends: boolean
  /** Whether the steps of a first conversation are shown: until she has ended one, or hidden them. */
  firstSteps: boolean
  /** For which commune she last served somebody at the counter, where she serves several. */
  commune: string | null
}

/** Bounds of {@link Preferences.repeatAfterS}. */
export const REPEAT_AFTER_S = { min: 30, max: 300, usual: 60 } as const

const KEY = 'guichet-console:preferences'

/**
 * The preferences kept by this browser; French, with sound and shortcuts at first.
 * @param userId whose they are: agents who share a computer share its language only
 */
export function readPreferences(userId?: string): Preferences {
  const shared = readKept(KEY) ?? {}
  const kept = (userId === undefined ? null : readKept(keyOf(userId))) ?? shared
  return {
    language: STAFF_LANGUAGES.find((language) => language === shared.language) ?? 'fr',
    sound: kept.sound !== false,
    alertsTried: kept.alertsTried === true,
    tune: TUNES.find((tune) => tune === kept.tune) ?? 'notes',
    volume: within(kept.volume, 10, 100) ?? 50,
    desktop: kept.desktop === true,
    desktopWords: kept.desktopWords === true,
    repeatAfterS: within(kept.repeatAfterS, REPEAT_AFTER_S.min, REPEAT_AFTER_S.max) ?? REPEAT_AFTER_S.usual,
    quiet: toQuiet(kept.quiet),
    push: kept.push === true,
    shortcuts: kept.shortcuts !== false,
    side: kept.side !== false,
    enterSends: kept.enterSends === true,
    firstSteps: kept.firstSteps !== false,
    commune: typeof kept.commune === 'string' ? kept.commune : null,
  }
}

/** Keeps preferences for the next visit: those of whoever is signed in, if anyone, and the language for whoever comes. */
export function keepPreferences(preferences: Preferences, userId?: string): void {
  attempt(() => localStorage.setItem(KEY, JSON.stringify({ language: preferences.language })))
  if (userId !== undefined) attempt(() => localStorage.setItem(keyOf(userId), JSON.stringify(preferences)))
}

/** The language of a page, and choosing another, which this browser keeps. */
export function usePreferredLanguage(preferences: Preferences) {
  const [language, setLanguage] = useState(preferences.language)
  const choose = (next: StaffLanguage) => {
    preferences.language = next
    keepPreferences(preferences)
    setLanguage(next)
  }
  return [language, choose] as const
}

/** Whether something kept by another tab, under this key, concerns the preferences. */
export function isPreferenceKey(key: string | null): boolean {
  return key?.startsWith(KEY) ?? false
}

function keyOf(userId: string): string {
  return `${KEY}:${userId}`
}

function readKept(key: string): Partial<Preferences> | null {
  return attempt(() => JSON.parse(localStorage.getItem(key) ?? 'null') as Partial<Preferences> | null)
}

function within(value: unknown, min: number, max: number): number | null {
  return typeof value === 'number' && value >= min && value <= max ? value : null
}

/** Anything that is not a silence is none: an agent rather hears too much than nothing. */
function toQuiet(kept: Partial<Quiet> | undefined): Quiet {
  const { hours, until } = kept ?? NEVER_QUIET
  const isTime = (time: unknown) => typeof time === 'string' && /^\d\d:\d\d$/.test(time)
  const isHours = hours && Array.isArray(hours.days) && isTime(hours.from) && isTime(hours.to)
  return {
    hours: isHours ? { ...hours, days: WEEKDAYS.filter((day) => hours.days.includes(day)) } : null,
    until: typeof until === 'string' && !Number.isNaN(Date.parse(until)) ? until : null,
  }
}
