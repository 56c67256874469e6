import { createContext } from 'preact'
import { useContext } from 'preact/hooks'
import type { StaffLanguage } from '../../../platform/model/language.js'
import type { ConflictWords } from './conflict-words.js'
import type { ConflictActs } from './use-conflict-acts.js'

/** What every part of the page uses. */
interface ConflictPage {
  words: ConflictWords
  language: StaffLanguage
  acts: ConflictActs
  /** Days of citizens' questions by which conflicts are ranked. */
  days: number
}

/** Given by the page to its parts. */
export const ConflictContext = createContext<ConflictPage | null>(null)

/** What the page gives. @throws Error outside of it */
export function useConflictPage(): ConflictPage {
  const page = useContext(ConflictContext)
  if (!page) throw new Error('outside of the page of conflicts')
  return page
}
