import { createContext } from 'preact'
import { useContext } from 'preact/hooks'
import en from '../../../../../knowledge/messages/console-supervision-page.en.json' with { type: 'json' }
import fr from '../../../../../knowledge/messages/console-supervision-page.fr.json' with { type: 'json' }
import type { StaffLanguage } from '../../../../platform/model/language.js'
import type { ChartWords } from '../../../../ui/kit/chart.js'
import { fill, isWordKey, translator, type WordValues } from '../../../../ui/kit/words.js'

const FRENCH = { ...fr }
const ENGLISH: Record<SupervisionKey, string> = { ...en }

/** Key of a sentence of the overview. */
export type SupervisionKey = keyof typeof FRENCH
type Stem<Key> = Key extends `supervision.${infer Rest}` ? Rest : never
/** Key of a sentence of the overview, without its prefix. */
export type ShortKey = Stem<SupervisionKey>
/** Stem of a sentence that depends on a number. */
export type ShortPlural = {
  [Key in ShortKey]: Key extends `${infer Start}One` ? (`${Start}Other` extends ShortKey ? Start : never) : never
}[ShortKey]

/** The sentences of the overview in one language. They are loaded with it, apart from those of the console. */
export interface SupervisionWords {
  language: StaffLanguage
  say(key: ShortKey, values?: WordValues): string
  /** A sentence that depends on `count`. */
  many(stem: ShortPlural, count: number, values?: WordValues): string
  /** Words made from the server's own: `named('category', 'animaux')`; the console's own where it has them, the key itself where nobody has. */
  named(what: string, key: string): string
  /** A number as people of the language write it. */
  number(value: number): string
}

/** The sentences of the overview. */
export function supervisionWords(language: StaffLanguage): SupervisionWords {
  const dictionary = language === 'fr' ? FRENCH : ENGLISH
  const plurals = new Intl.PluralRules(language)
  const numbers = new Intl.NumberFormat(language === 'fr' ? 'fr-FR' : 'en-GB', { maximumFractionDigits: 1 })
  const say = (key: ShortKey, values: WordValues = {}) => fill(dictionary[`supervision.${key}`], values)
  return {
    language,
    say,
    many: (stem, count, values = {}) =>
      say(`${stem}${plurals.select(count) === 'one' ? 'One' : 'Other'}` as ShortKey, {
        count: numbers.format(count),
        ...values,
      }),
    named(what, key) {
      const own = `supervision.${what}.${key}`
      if (Object.hasOwn(FRENCH, own)) return dictionary[own as SupervisionKey]
      const shared = `${what}.${key}`
      return isWordKey(shared) ? translator(language)(shared) : key
    },
    number: (value) => numbers.format(value),
  }
}

/** Carries the sentences down to the plots and tables, wherever these are shown. */
export const SupervisionWordsContext = createContext<SupervisionWords | null>(null)

/** The sentences of the overview in the reader's language. @throws when no {@link SupervisionWordsContext} is around */
export function useSupervisionWords(): SupervisionWords {
  const words = useContext(SupervisionWordsContext)
  if (!words) throw new Error('no words around this plot')
  return words
}

/** How the charts are read, in words. */
export function chartWords({ say }: SupervisionWords): ChartWords {
  return { help: say('plotHelp'), show: say('showNumbers'), hide: say('hideNumbers') }
}
