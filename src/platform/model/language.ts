/** Languages of the citizen's interface: every sentence is said in each. French comes first; the others follow its keys. */
export const LANGUAGES = ['fr', 'en', 'ar', 'pt', 'es', 'uk', 'ru', 'tr', 'ro'] as const

/** One of {@link LANGUAGES}. */
export type Language = (typeof LANGUAGES)[number]

/** Languages of the staff's screens. */
export const STAFF_LANGUAGES = ['fr', 'en'] as const satisfies readonly Language[]

/** One of {@link STAFF_LANGUAGES}. */
export type StaffLanguage = (typeof STAFF_LANGUAGES)[number]

/** Narrows any string to a {@link Language}; anything unknown becomes French. */
export function toLanguage(value: string | undefined): Language {
  const primary = value?.split('-')[0]?.toLowerCase()
  return LANGUAGES.find((language) => language === primary) ?? 'fr'
}

/**
 * Languages that the assistant recognises in a message. In those that are not of the interface, a few sentences are said. The list is written out: a bundler
 * would keep one that spreads another in the widget's script, which does not need it.
 */
export const RECOGNISED_LANGUAGES = [
  'fr',
  'en',
  'ar',
  'pt',
  'es',
  'uk',
  'ru',
  'tr',
  'ro',
  'de',
  'it',
] as const satisfies readonly [...typeof LANGUAGES, ...string[]]

/** One of {@link RECOGNISED_LANGUAGES}. */
export type RecognisedLanguage = (typeof RECOGNISED_LANGUAGES)[number]

/** Those other than French in which entries have example questions (`utterances` of `intents/<id>.json`): a message in one is answered as a French one is. */
export const EXAMPLE_LANGUAGES = [
  'en',
  'ar',
  'pt',
  'es',
  'uk',
  'ru',
  'tr',
  'ro',
] as const satisfies readonly RecognisedLanguage[]

/** Whether entries have example questions in a language; of French they always have. */
export function hasExamples(language: RecognisedLanguage): boolean {
  return language === 'fr' || (EXAMPLE_LANGUAGES as readonly RecognisedLanguage[]).includes(language)
}

/** Whether a language can be that of the interface. */
export function isInterfaceLanguage(language: RecognisedLanguage): language is Language {
  return (LANGUAGES as readonly string[]).includes(language)
}

/** Those that `Intl` knows by another name. Arabic has the digits that people read in France, those of phone numbers and prices. */
const LOCALES: Partial<Record<RecognisedLanguage, string>> = { en: 'en-GB', ar: 'ar-u-nu-latn', pt: 'pt-PT' }

/** The locale by which `Intl` writes numbers and dates in a language. */
export function localeOf(language: RecognisedLanguage): string {
  return LOCALES[language] ?? language
}

/** The direction in which a language is written, as the `dir` attribute says it. */
export function directionOf(language: RecognisedLanguage): 'ltr' | 'rtl' {
  return language === 'ar' ? 'rtl' : 'ltr'
}

/**
 * Fills the `{places}` of a sentence in a language; one without a value stays as it is. Numbers are written as the language does; from right to left, what
 * fills a place keeps its own direction.
 */
export function fillIn(
  language: Language,
  sentence: string,
  values?: Readonly<Record<string, string | number>>,
): string {
  return sentence.replace(/\{(\w+)\}/g, (place, name: string) => {
    const given = values?.[name] ?? place
    // Small numbers are written alike everywhere; the first one that is formatted costs a phone a tenth of a second.
    const value = +given > 999 ? given.toLocaleString(localeOf(language)) : given
    return directionOf(language) === 'rtl' ? `\u2068${value}\u2069` : `${value}`
  })
}
