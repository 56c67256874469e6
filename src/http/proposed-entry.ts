import { titleIn } from '../content/translation-of.js'
import { frenchTypography } from '../content/typography.js'
import type { Entry } from '../domain/entry.js'
import type { Language } from '../domain/language.js'
import type { ProposedEntry } from './contract.js'

/** An entry as it is proposed in a language: by its translated title where there is a current one, else by the French one, which is then said. */
export function proposedEntry(entry: Entry, language: Language): ProposedEntry {
  const titled = titleIn(entry, language)
  const title = titled.language === 'fr' ? frenchTypography(titled.title) : titled.title
  return { id: entry.id, title, ...(titled.language === language ? {} : { language: titled.language }) }
}
