import type { StaffLanguage } from '../../platform/model/language.js'
import { dateInWords } from './format-date.js'
import { townDay, townField } from './town-clock.js'

/** A moment as people say it, by the town's clock: "14 h 05" on the day of `now`, "3 mars, 14 h 05" on another, with its year in another year. */
export function momentInWords(iso: string, language: StaffLanguage, now: Date): string {
  const time = timeInWords(iso, language)
  return townDay(new Date(iso)) === townDay(now) ? time : `${dayInWords(iso, language, now)}, ${time}`
}

/** The day of a moment by the town's clock: "3 mars", with its year in another year than that of `now`. */
export function dayInWords(iso: string, language: StaffLanguage, now: Date): string {
  const day = townDay(new Date(iso))
  const year = day.slice(0, 4) === townDay(now).slice(0, 4) ? {} : ({ year: 'numeric' } as const)
  return dateInWords(new Date(day), language, { day: 'numeric', month: 'long', ...year, timeZone: 'UTC' })
}

/** The hour of a moment by the town's clock: "14 h 05". */
export function timeInWords(iso: string, language: StaffLanguage): string {
  const time = townField(new Date(iso)).slice(11).replace(/^0/, '')
  return language === 'fr' ? time.replace(':', '\u00a0h\u00a0') : time
}
