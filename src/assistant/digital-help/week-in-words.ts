import { describeHours } from '../../features/entries/render/describe-hours.js'
import type { WeeklyHours } from '../../platform/model/commune.js'
import type { RecognisedLanguage } from '../../platform/model/language.js'

/** A Monday, from which the names of the days are taken. */
const MONDAY = Date.UTC(2024, 0, 1)
const DAY_MS = 86_400_000
const OSM_DAYS = ['Mo', 'Tu', 'We', 'Th', 'Fr', 'Sa', 'Su']
/** Words of OpenStreetMap for holidays, in French, as hours that are not read keep them. */
const OSM_WORDS: Record<string, string> = {
  PH: 'jours fériés',
  SH: 'vacances scolaires',
  off: 'fermé',
  closed: 'fermé',
}

/** Weekly hours in words: French sentences, or the short days of another language with hours of 24. */
export function weekInWords(week: WeeklyHours, language: RecognisedLanguage): string {
  if (language === 'fr') return describeHours(week)
  const days = OSM_DAYS.map((_, index) => ({
    name: dayName(index, language, 'short'),
    hours: (week[`${index + 1}` as keyof WeeklyHours] ?? []).map(([from, to]) => `${from}–${to}`).join(', '),
  }))
  const groups: { from: string; to: string; hours: string; last: number }[] = []
  days.forEach(({ name, hours }, index) => {
    const last = groups.at(-1)
    if (last && last.last === index - 1 && last.hours === hours) Object.assign(last, { to: name, last: index })
    else groups.push({ from: name, to: name, hours, last: index })
  })
  return groups
    .filter(({ hours }) => hours !== '')
    .map(({ from, to, hours }) => `${from === to ? from : `${from}–${to}`} ${hours}`)
    .join('; ')
}

/** Hours that are not read, with the names of the days in full: the rest stays as the source writes it. */
export function unreadHoursInWords(hours: string, language: RecognisedLanguage): string {
  return hours.replace(/\b(?:Mo|Tu|We|Th|Fr|Sa|Su|PH|SH|off|closed)\b/g, (word) => {
    const day = OSM_DAYS.indexOf(word)
    if (day >= 0) return dayName(day, language, 'long')
    return language === 'fr' ? (OSM_WORDS[word] ?? word) : word
  })
}

function dayName(index: number, language: RecognisedLanguage, weekday: 'short' | 'long'): string {
  return new Intl.DateTimeFormat(language, { weekday, timeZone: 'UTC' }).format(MONDAY + index * DAY_MS)
}
