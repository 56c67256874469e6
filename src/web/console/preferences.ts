import { STAFF_LANGUAGES, type StaffLanguage } from '../../domain/language.js'
import { attempt } from './attempt.js'

/** What an agent chose on this computer. */
export interface Preferences {
  language: StaffLanguage
  /** Off until she asks for it. */
  sound: boolean
  shortcuts: boolean
  /** Whether Enter sends; Ctrl + Enter always does. Off until she asks for it. */
  enterSends: boolean
}

const KEY = 'guichet-console:preferences'

/** The preferences kept by this browser; French, silent and with shortcuts at first. */
export function readPreferences(): Preferences {
  const kept = attempt(() => JSON.parse(localStorage.getItem(KEY) ?? '{}') as Partial<Preferences>) ?? {}
  return {
    language: STAFF_LANGUAGES.find((language) => language === kept.language) ?? 'fr',
    sound: kept.sound === true,
    shortcuts: kept.shortcuts !== false,
    enterSends: kept.enterSends === true,
  }
}

/** Keeps preferences for the next visit. */
export function keepPreferences(preferences: Preferences): void {
  attempt(() => localStorage.setItem(KEY, JSON.stringify(preferences)))
}
