import type { DayRanges, Schedule, Season, Service, WeeklyHours } from '../../../platform/model/commune.js'
import type { RecognisedLanguage } from '../../../platform/model/language.js'
import type { SayHere } from '../../../platform/model/say.js'
import { type HoursGrammar, hoursGrammar } from '../../../platform/time/hours-grammar.js'

/**
 * The hours of a service in words, those of its seasons after the others; consecutive days with the same hours are joined: "du lundi au jeudi de
 * 8 h 30 à 12 h et de 13 h 30 à 17 h ; du 1er juillet au 31 août : du lundi au vendredi de 8 h 30 à 12 h". Empty when it never opens.
 */
export function describeSchedule({ hours, seasons = [] }: Schedule, language: RecognisedLanguage = 'fr'): string {
  const parts = [describeHours(hours, language), ...seasons.map((season) => describeSeason(season, language))]
  return parts.filter(Boolean).join(hoursGrammar(language).stop)
}

/** A season with its hours, in words: "du 1er juillet au 31 août : du lundi au vendredi de 8 h 30 à 12 h". Empty when it has none. */
export function describeSeason({ from, to, hours }: Season, language: RecognisedLanguage = 'fr'): string {
  const grammar = hoursGrammar(language)
  const words = describeHours(hours, language)
  return words && grammar.season(yearDay(from, grammar), yearDay(to, grammar)) + words
}

/** Weekly hours in words: "du lundi au jeudi de 8 h 30 à 12 h et de 13 h 30 à 17 h". Empty when it never opens. */
export function describeHours(hours: WeeklyHours, language: RecognisedLanguage = 'fr'): string {
  const grammar = hoursGrammar(language)
  const groups: { from: number; to: number; words: string }[] = []
  grammar.days.forEach((_, index) => {
    const words = describeRanges(hours[String(index + 1) as keyof WeeklyHours] ?? [], language)
    const last = groups.at(-1)
    if (last && last.to === index - 1 && last.words === words) last.to = index
    else groups.push({ from: index, to: index, words })
  })
  return groups
    .filter(({ words }) => words !== '')
    .map(({ from, to, words }) => `${dayNames(from, to, grammar)} ${words}`)
    .join(grammar.stop)
}

/** The ranges of one day in words: "de 8 h 30 à 12 h et de 13 h 30 à 17 h". */
export function describeRanges(ranges: DayRanges, language: RecognisedLanguage = 'fr'): string {
  const { range, time, and } = hoursGrammar(language)
  return ranges.map(([from, to]) => range(time(from), time(to))).join(and)
}

function dayNames(from: number, to: number, { days, oneDay, twoDays, manyDays }: HoursGrammar): string {
  const [first = '', last = ''] = [days[from], days[to]]
  if (from === to) return oneDay(first)
  return to === from + 1 ? twoDays(first, last) : manyDays(first, last)
}

function yearDay(monthDay: string, { date }: HoursGrammar): string {
  const [month = 1, day = 1] = monthDay.split('-').map(Number)
  return date(day, month)
}

/** When a service is reached in writing and by a telephone relay, in one line: "Par écrit ou par relais téléphonique : du lundi au vendredi de 8 h 30 à 17 h."; empty when neither is declared. */
export function describeHearing({ writtenHours = {}, relayHours = {} }: Service, say: SayHere): string {
  const written = describeHours(writtenHours, say.language)
  const relay = describeHours(relayHours, say.language)
  if (written && written === relay) return say('hearing.both', { hours: written })
  const sentences = [
    written && say('hearing.written', { hours: written }),
    relay && say('hearing.relay', { hours: relay }),
  ]
  return sentences.filter(Boolean).join(' ')
}
