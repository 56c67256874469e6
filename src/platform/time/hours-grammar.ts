import { localeOf, type RecognisedLanguage } from '../model/language.js'

/** How hours are put together in a language; what is said of them is in `knowledge/messages/`. */
export interface HoursGrammar {
  /** From Monday. */
  days: readonly string[]
  /** The day of a season on which it begins or ends; `month` from 1. */
  date: (day: number, month: number) => string
  time: (time: string) => string
  range: (from: string, to: string) => string
  and: string
  oneDay: (day: string) => string
  twoDays: (first: string, second: string) => string
  manyDays: (first: string, last: string) => string
  season: (from: string, to: string) => string
  /** Between the hours of two groups of days, or of two seasons. */
  stop: string
}

/** What a language says in its own way; days, dates and times are those of its locale. */
type Words = Omit<HoursGrammar, 'days' | 'date' | 'time'>

const WORDS: Record<RecognisedLanguage, Words> = {
  fr: {
    range: (from, to) => `de ${from} à ${to}`,
    and: ' et ',
    oneDay: (day) => `le ${day}`,
    twoDays: (first, second) => `le ${first} et le ${second}`,
    manyDays: (first, last) => `du ${first} au ${last}`,
    season: (from, to) => `du ${from} au ${to} : `,
    stop: ' ; ',
  },
  en: {
    range: (from, to) => `from ${from} to ${to}`,
    and: ' and ',
    oneDay: (day) => `on ${day}`,
    twoDays: (first, second) => `on ${first} and ${second}`,
    manyDays: (first, last) => `${first} to ${last}`,
    season: (from, to) => `from ${from} to ${to}: `,
    stop: '; ',
  },
  ar: {
    range: (from, to) => `من ${from} إلى ${to}`,
    and: ' و',
    oneDay: (day) => `${day}:`,
    twoDays: (first, second) => `${first} و${second}:`,
    manyDays: (first, last) => `من ${first} إلى ${last}:`,
    season: (from, to) => `من ${from} إلى ${to}، `,
    stop: '؛ ',
  },
  pt: {
    range: (from, to) => `das ${from} às ${to}`,
    and: ' e ',
    oneDay: (day) => `${day}:`,
    twoDays: (first, second) => `${first} e ${second}:`,
    manyDays: (first, last) => `de ${first} a ${last}:`,
    season: (from, to) => `de ${from} a ${to}, `,
    stop: '; ',
  },
  es: {
    range: (from, to) => `de ${from} a ${to}`,
    and: ' y ',
    oneDay: (day) => `${day}:`,
    twoDays: (first, second) => `${first} y ${second}:`,
    manyDays: (first, last) => `de ${first} a ${last}:`,
    season: (from, to) => `del ${from} al ${to}, `,
    stop: '; ',
  },
  uk: {
    range: (from, to) => `з ${from} до ${to}`,
    and: ' і ',
    oneDay: (day) => `${day}:`,
    twoDays: (first, second) => `${first} і ${second}:`,
    manyDays: (first, last) => `${first} – ${last}:`,
    season: (from, to) => `з ${from} до ${to}, `,
    stop: '; ',
  },
  ru: {
    range: (from, to) => `с ${from} до ${to}`,
    and: ' и ',
    oneDay: (day) => `${day}:`,
    twoDays: (first, second) => `${first} и ${second}:`,
    manyDays: (first, last) => `${first} – ${last}:`,
    season: (from, to) => `с ${from} по ${to}, `,
    stop: '; ',
  },
  tr: {
    range: (from, to) => `${from}–${to}`,
    and: ' ve ',
    oneDay: (day) => `${day}:`,
    twoDays: (first, second) => `${first} ve ${second}:`,
    manyDays: (first, last) => `${first} – ${last}:`,
    season: (from, to) => `${from} – ${to}, `,
    stop: '; ',
  },
  ro: {
    range: (from, to) => `de la ${from} la ${to}`,
    and: ' și ',
    oneDay: (day) => `${day}:`,
    twoDays: (first, second) => `${first} și ${second}:`,
    manyDays: (first, last) => `de ${first} până ${last}:`,
    season: (from, to) => `de la ${from} la ${to}, `,
    stop: '; ',
  },
  de: {
    range: (from, to) => `von ${from} bis ${to}`,
    and: ' und ',
    oneDay: (day) => `${day}:`,
    twoDays: (first, second) => `${first} und ${second}:`,
    manyDays: (first, last) => `${first} bis ${last}:`,
    season: (from, to) => `vom ${from} bis ${to}, `,
    stop: '; ',
  },
  it: {
    range: (from, to) => `dalle ${from} alle ${to}`,
    and: ' e ',
    oneDay: (day) => `${day}:`,
    twoDays: (first, second) => `${first} e ${second}:`,
    manyDays: (first, last) => `da ${first} a ${last}:`,
    season: (from, to) => `dal ${from} al ${to}, `,
    stop: '; ',
  },
}

const GRAMMARS = new Map<RecognisedLanguage, HoursGrammar>()

/** The grammar of a language. */
export function hoursGrammar(language: RecognisedLanguage): HoursGrammar {
  const grammar = GRAMMARS.get(language) ?? build(language)
  GRAMMARS.set(language, grammar)
  return grammar
}

function build(language: RecognisedLanguage): HoursGrammar {
  const format = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(localeOf(language), { ...options, timeZone: 'UTC' })
  const weekday = format({ weekday: 'long' })
  const date = format({ day: 'numeric', month: 'long' })
  return {
    ...WORDS[language],
    // 1 January 2024 is a Monday, of a year that has a 29 February.
    days: Array.from({ length: 7 }, (_, day) => weekday.format(Date.UTC(2024, 0, 1 + day))),
    date(day, month) {
      const words = date.format(Date.UTC(2024, month - 1, day))
      return language === 'fr' ? words.replace(/^1 /, '1er ') : words
    },
    time: language === 'fr' ? clock : (time) => time,
  }
}

/** `08:30` as "8 h 30", `09:00` as "9 h". */
export function clock(time: string): string {
  const [hour = '0', minute = '00'] = time.split(':')
  return minute === '00' ? `${Number(hour)} h` : `${Number(hour)} h ${minute}`
}
