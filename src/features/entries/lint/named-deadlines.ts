import { DateTime, Info } from 'luxon'

/** A last day that a text names in full: « jusqu’au 31 décembre 2026 ». */
export interface NamedDeadline {
  /** ISO `YYYY-MM-DD`. */
  day: string
  /** As it is written. */
  words: string
  /** Characters of the text before it. */
  offset: number
}

const MONTHS = Info.months('long', { locale: 'fr' })
const DEADLINE =
  /(?:jusqu['’]au|avant le|au plus tard le|d['’]ici le|d['’]ici au)[ \u00a0\u202f](\d{1,2})(?:er)?[ \u00a0\u202f](\p{L}{3,9})[ \u00a0\u202f](\d{4})/giu

/** The last days that a text names, in their order; a day that no calendar has is none. Pure. */
export function namedDeadlines(text: string): NamedDeadline[] {
  return [...text.matchAll(DEADLINE)].flatMap(({ 0: words, 1: day, 2: month = '', 3: year, index }) => {
    const date = DateTime.fromObject({
      year: Number(year),
      month: MONTHS.indexOf(month.toLowerCase()) + 1,
      day: Number(day),
    })
    const iso = date.isValid ? date.toISODate() : null
    return iso === null ? [] : [{ day: iso, words, offset: index }]
  })
}
