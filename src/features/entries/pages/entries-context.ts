import { createContext } from 'preact'
import { useContext } from 'preact/hooks'
import type { PageProps } from '../../../ui/admin/page-props.js'
import type { EntriesWords } from './entries-words.js'

/** What every part of the pages of entries may need. */
export interface EntriesPageContext extends Omit<PageProps, 'place'> {
  words: EntriesWords
}

/** Given once, at the top of the pages of entries. */
export const EntriesContext = createContext<EntriesPageContext | null>(null)

/** What every part may need. @throws outside the pages of entries */
export function useEntries(): EntriesPageContext {
  const context = useContext(EntriesContext)
  if (!context) throw new Error('outside the pages of entries')
  return context
}
