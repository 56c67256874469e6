/** Languages in which the assistant speaks to citizens. French is complete and is the fallback of every other. */
export const LANGUAGES = ['fr', 'en'] as const

/** One of {@link LANGUAGES}. */
export type Language = (typeof LANGUAGES)[number]

/** Narrows any string to a {@link Language}; anything unknown becomes French. */
export function toLanguage(value: string | undefined): Language {
  const primary = value?.slice(0, 2).toLowerCase()
  return LANGUAGES.find((language) => language === primary) ?? 'fr'
}

/** Languages that the assistant recognises in a message. A few sentences are said in each; answers stay in French. */
export const SPOKEN_LANGUAGES = [...LANGUAGES, 'es', 'pt', 'ar', 'uk', 'ru', 'tr', 'ro', 'de', 'it'] as const

/** One of {@link SPOKEN_LANGUAGES}. */
export type SpokenLanguage = (typeof SPOKEN_LANGUAGES)[number]
