import { createContext } from 'preact'
import { useContext } from 'preact/hooks'
import type { SectionProps } from '../../../ui/admin/page-props.js'
import type { FailureWords } from './failure-words.js'
import type { Actions } from './use-actions.js'

/** What every part of the page uses. */
interface FailurePage extends SectionProps {
  words: FailureWords
  communeId: string
  actions: Actions
}

/** Given by the page to its parts. */
export const FailureContext = createContext<FailurePage | null>(null)

/** What the page gives. @throws Error outside of it */
export function useFailurePage(): FailurePage {
  const page = useContext(FailureContext)
  if (!page) throw new Error('outside of the page of failed questions')
  return page
}
