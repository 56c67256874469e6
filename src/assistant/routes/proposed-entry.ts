import type { Entry } from '../../features/entries/model/entry.js'
import { titleIn } from '../../features/entries/render/translation-of.js'
import type { ProposedEntry } from '../../platform/http/shapes.js'
import type { Language } from '../../platform/model/language.js'
import { frenchTypography } from '../../platform/text/typography.js'

/** An entry as it is proposed in a language: by its translated title where there is a current one, else by the French one, which is then said. */
export function proposedEntry(entry: Entry, language: Language): ProposedEntry {
  const titled = titleIn(entry, language)
  const title = titled.language === 'fr' ? frenchTypography(titled.title) : titled.title
  return { id: entry.id, title, ...(titled.language === language ? {} : { language: titled.language }) }
}
