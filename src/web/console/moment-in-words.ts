import type { StaffLanguage } from '../../domain/language.js'
import { formatMoment } from '../shared/format-date.js'

/** A moment as people say it: "14 h 05" on the day of `now`, "3 mars, 14 h 05" on another. In the agent's time zone. */
export function momentInWords(iso: string, language: StaffLanguage, now: Date): string {
  return formatMoment(iso, language, { now })
}
