import type { Entry, Translation } from '../domain/entry.js'
import { frenchDigest } from '../domain/french-digest.js'
import { isInterfaceLanguage, type SpokenLanguage } from '../domain/language.js'

/** What there is of an entry in a language. `outdated`: the French has changed since it was translated. */
export type TranslationFound =
  | { status: 'current' | 'outdated'; translation: Translation }
  | { status: 'french' | 'missing' }

/** Looks for an entry's translation. An outdated one is never to be shown as the answer. */
export function translationOf(entry: Entry, language: SpokenLanguage): TranslationFound {
  if (language === 'fr') return { status: 'french' }
  const translation = isInterfaceLanguage(language) ? entry.translations?.[language] : undefined
  if (!translation) return { status: 'missing' }
  const isCurrent = translation.translatedFrom === frenchDigest(entry)
  return { status: isCurrent ? 'current' : 'outdated', translation }
}

/**
 * The title of an entry in a language when it has a current translation, else in French, and which language that is. That of an office, elsewhere than in
 * French, is its name.
 */
export function titleIn(entry: Entry, language: SpokenLanguage): { title: string; language: SpokenLanguage } {
  const name = entry.office?.names[language]
  if (name) return { title: name.charAt(0).toUpperCase() + name.slice(1), language }
  const found = translationOf(entry, language)
  return found.status === 'current'
    ? { title: found.translation.title, language }
    : { title: entry.title, language: 'fr' }
}
