import { createContext } from 'preact'
import { useContext } from 'preact/hooks'
import type { StaffLanguage } from '../../../platform/model/language.js'
import { Button } from '../../../ui/kit/button.js'
import type { ConflictActs, ConflictWords } from './use-conflict-acts.js'

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

interface Props {
  /** Id of what it is about. */
  describedBy: string
  act: Parameters<ConflictActs['act']>[0]
  /** What is told once it is done. */
  done: Parameters<ConflictActs['act']>[1]
  onAct: () => void
  label: string
}

/** A remedy in one press. */
export function ActButton({ describedBy, act, done, onAct, label }: Props) {
  const { acts } = useConflictPage()
  return (
    <Button
      label={label}
      isOff={acts.isBusy}
      aria-describedby={describedBy}
      onClick={() => {
        onAct()
        void acts.act(act, done)
      }}
    />
  )
}
