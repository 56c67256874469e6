import joursFeries from '@socialgouv/jours-feries'

/** French public holidays by the name that their source gives, with the end of the key of their name in words: `holiday.<key>`. */
export const HOLIDAYS = {
  "Jour de l'an": 'new_year',
  'Vendredi Saint': 'good_friday',
  'Lundi de Pâques': 'easter_monday',
  'Fête du travail': 'labour_day',
  'Victoire des alliés': 'victory',
  Ascension: 'ascension',
  'Lundi de Pentecôte': 'whit_monday',
  'Fête Nationale': 'national_day',
  Assomption: 'assumption',
  Toussaint: 'all_saints',
  Armistice: 'armistice',
  Noël: 'christmas',
  'Saint Étienne': 'saint_stephen',
} as const

const known = new Map<string, Map<string, string>>()

/**
 * French public holidays of a year: name by ISO date. Alsace and Moselle have Good Friday and 26 December too.
 * Source: @socialgouv/jours-feries.
 */
export function holidaysOf(year: number, alsace: boolean): ReadonlyMap<string, string> {
  const key = `${year}:${alsace}`
  const days = known.get(key) ?? readHolidays(year, alsace)
  known.set(key, days)
  return days
}

function readHolidays(year: number, alsace: boolean): Map<string, string> {
  const days = Object.entries(joursFeries(year, { alsace }))
  return new Map(days.map(([name, date]) => [date.toISOString().slice(0, 10), name]))
}
