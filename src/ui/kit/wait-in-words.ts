import type { StaffLanguage } from '../../platform/model/language.js'
import { plural, type Translate } from './console-words.js'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS

/**
 * How long ago an instant was, in the fewest words: "moins d’une minute", "4 min", "1 h 05", "2 jours".
 * A clock that runs ahead of the server's gives "moins d’une minute", never a negative wait.
 */
export function waitInWords(
  sinceIso: string,
  now: Date,
  { t, language }: { t: Translate; language: StaffLanguage },
): string {
  const elapsedMs = now.getTime() - Date.parse(sinceIso)
  if (!(elapsedMs >= MINUTE_MS)) return t('wait.now')
  if (elapsedMs < HOUR_MS) return t('wait.minutes', { count: Math.floor(elapsedMs / MINUTE_MS) })
  if (elapsedMs < DAY_MS) {
    const minutes = String(Math.floor((elapsedMs % HOUR_MS) / MINUTE_MS)).padStart(2, '0')
    return t('wait.hours', { hours: Math.floor(elapsedMs / HOUR_MS), minutes })
  }
  return plural(t, language, 'wait.days', Math.floor(elapsedMs / DAY_MS))
}
