import type { StaffLanguage } from '../../platform/model/language.js'
import { fill, type WordValues } from './console-words.js'

/** The sentences of one page, from `knowledge/messages/admin-<page>.<language>.json`. */
export interface PageWords<Key extends string> {
  language: StaffLanguage
  say(key: Key, values?: WordValues): string
  /** A sentence that depends on `count`: `rows` for `rowsOne` and `rowsOther`. */
  many(stem: PluralStem<Key>, count: number, values?: WordValues): string
  /** Narrows any string to the key of a sentence, for words made from the server's own. */
  has(key: string): key is Key
  /** A number as people of the language write it. */
  number(value: number): string
  /** All of them, for whoever searches what a page is about. */
  all: readonly string[]
}

/** Stem of a sentence that depends on a number. */
export type PluralStem<Key extends string> = {
  [One in Key]: One extends `${infer Stem}One` ? (`${Stem}Other` extends Key ? Stem : never) : never
}[Key]

/**
 * The sentences of a page, loaded with it.
 * @param french decides which keys there are
 * @returns them in a language; the same object each time
 */
export function pageWords<Key extends string>(
  french: Record<Key, string>,
  english: Record<Key, string>,
): (language: StaffLanguage) => PageWords<Key> {
  const words = { fr: inLanguage('fr', french), en: inLanguage('en', english) }
  return (language) => words[language]
}

function inLanguage<Key extends string>(language: StaffLanguage, dictionary: Record<Key, string>): PageWords<Key> {
  const plurals = new Intl.PluralRules(language)
  const numbers = new Intl.NumberFormat(language === 'fr' ? 'fr-FR' : 'en-GB', { maximumFractionDigits: 1 })
  const say = (key: Key, values: WordValues = {}) => fill(dictionary[key], values)
  return {
    language,
    say,
    many: (stem, count, values = {}) => {
      // What agrees is the number that is read: 1,96 is written 2.
      const isOne = plurals.select(Math.round(count * 10) / 10) === 'one'
      return say(`${stem}${isOne ? 'One' : 'Other'}` as Key, { count: numbers.format(count), ...values })
    },
    has: (key): key is Key => Object.hasOwn(dictionary, key),
    number: (value) => numbers.format(value),
    all: Object.values(dictionary),
  }
}
