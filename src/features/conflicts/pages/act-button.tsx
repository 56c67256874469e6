import type { ComponentChildren } from 'preact'
import { useConflictPage } from './conflict-context.js'
import type { ConflictActs } from './use-conflict-acts.js'

interface Props {
  /** Id of what it is about. */
  describedBy: string
  act: Parameters<ConflictActs['act']>[0]
  /** What is told once it is done. */
  done: Parameters<ConflictActs['act']>[1]
  onAct: () => void
  children: ComponentChildren
}

/** A remedy in one press. */
export function ActButton({ describedBy, act, done, onAct, children }: Props) {
  const { acts } = useConflictPage()
  return (
    <button
      type="button"
      class="button"
      aria-disabled={acts.isBusy}
      aria-describedby={describedBy}
      onClick={() => {
        onAct()
        void acts.act(act, done)
      }}
    >
      {children}
    </button>
  )
}
