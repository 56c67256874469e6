import { createContext } from 'preact'
import { useContext } from 'preact/hooks'
import en from '../../../../../knowledge/messages/console-supervision-page.en.json' with { type: 'json' }
import fr from '../../../../../knowledge/messages/console-supervision-page.fr.json' with { type: 'json' }
import type { StaffLanguage } from '../../../../platform/model/language.js'
import type { ChartWords } from '../../../../ui/kit/chart.js'
import { isWordKey, translator } from '../../../../ui/kit/console-words.js'
import { type PageWords, pageWords } from '../../../../ui/kit/page-words.js'

const MINUTE_S = 60
const HOUR_S = 60 * MINUTE_S
const DAY_S = 24 * HOUR_S

/** A duration as it may be told when it is up to 9 % off: "45 s", "4 min", "1 h 05", "2,5 jours". */
export function durationInWords(seconds: number, words: SupervisionWords): string {
  if (seconds < 1.5 * MINUTE_S) return words.say('seconds', { count: Math.max(1, roundTo(seconds, 5)) })
  if (seconds < HOUR_S) return words.say('minutes', { count: Math.round(seconds / MINUTE_S) })
  if (seconds < DAY_S) {
    const minutes = roundTo(seconds / MINUTE_S, 5)
    return words.say('hours', { hours: Math.floor(minutes / 60), minutes: String(minutes % 60).padStart(2, '0') })
  }
  return words.many('days', Math.round((seconds / DAY_S) * 2) / 2)
}

/** A day with its weekday: "mardi 24 novembre". Of a calendar, so no time zone can shift it. */
export function weekdayInWords(day: string, language: StaffLanguage): string {
  const words = new Date(`${day}T00:00:00Z`).toLocaleDateString(language === 'fr' ? 'fr' : 'en-GB', {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    timeZone: 'UTC',
  })
  return language === 'fr' ? words.replace(/ 1 (?=\p{L})/u, ' 1er ') : words.replace(',', '')
}

/** A day under an axis: "24 nov." */
export function shortDay(day: string, language: StaffLanguage): string {
  return new Date(`${day}T00:00:00Z`).toLocaleDateString(language === 'fr' ? 'fr' : 'en-GB', {
    day: 'numeric',
    month: 'short',
    timeZone: 'UTC',
  })
}

/** The name of an ISO weekday, 1 Monday … 7 Sunday; `short` for narrow columns. */
export function weekdayName(weekday: number, language: StaffLanguage, width: 'long' | 'short' = 'long'): string {
  // 5 January 2026 is a Monday.
  const day = new Date(Date.UTC(2026, 0, 4 + weekday))
  return day.toLocaleDateString(language === 'fr' ? 'fr' : 'en-GB', { weekday: width, timeZone: 'UTC' })
}

/** A share in percent, without decimals. */
export function shareInWords(part: number, whole: number, language: StaffLanguage): string {
  const share = whole === 0 ? 0 : part / whole
  return new Intl.NumberFormat(language === 'fr' ? 'fr-FR' : 'en-GB', {
    style: 'percent',
    maximumFractionDigits: 0,
  }).format(share)
}

function roundTo(value: number, step: number): number {
  return Math.round(value / step) * step
}

type Key = keyof typeof fr

/** The sentences of the supervision in one language. They are loaded with it, apart from those of the console. */
export interface SupervisionWords extends PageWords<Key> {
  /** Words made from the server's own: `named('category', 'animaux')`; the console's own where it has them, the key itself where nobody has. */
  named(what: string, key: string): string
}

const inLanguage = pageWords<Key>(fr, en)

/** The sentences of the supervision. */
export function supervisionWords(language: StaffLanguage): SupervisionWords {
  const words = inLanguage(language)
  return {
    ...words,
    named(what, key) {
      const name = `${what}.${key}`
      if (words.has(name)) return words.say(name)
      return isWordKey(name) ? translator(language)(name) : key
    },
  }
}

/** Carries the sentences down to the plots and tables, wherever these are shown. */
export const SupervisionWordsContext = createContext<SupervisionWords | null>(null)

/** The sentences of the supervision in the reader's language. @throws when no {@link SupervisionWordsContext} is around */
export function useSupervisionWords(): SupervisionWords {
  const words = useContext(SupervisionWordsContext)
  if (!words) throw new Error('no words around this plot')
  return words
}

/** How the charts are read, in words. */
export function chartWords({ say }: SupervisionWords): ChartWords {
  return { help: say('plotHelp'), show: say('showNumbers'), hide: say('hideNumbers') }
}
