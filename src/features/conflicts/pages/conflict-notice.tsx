import { useEffect, useRef } from 'preact/hooks'
import { entryHref } from '../../entries/pages/entry-address.js'
import { useConflictPage } from './conflict-context.js'

/** What was done last, said once, with the way back and the next step; what could not be done is said too. */
export function ConflictNotice() {
  const {
    words: { say },
    acts: { done, problem, isBusy, undo },
  } = useConflictPage()
  const told = useRef<HTMLParagraphElement>(null)
  const isUndone = done !== null && done.undo === null
  useEffect(() => {
    // The button that was pressed is gone.
    if (isUndone && document.activeElement === document.body) told.current?.focus()
  }, [isUndone])
  return (
    <div class="conflict-notice">
      <p role="alert" class="field-error">
        {problem}
      </p>
      <div class="actions">
        <p role="status" class="good" tabIndex={-1} ref={told}>
          {done?.text}
        </p>
        {done?.undo && (
          <button type="button" class="button" aria-disabled={isBusy} onClick={() => void undo()}>
            {say('undo')}
          </button>
        )}
        {done?.drafts.map(({ id, title }) => (
          <a key={id} class="button quiet" href={entryHref(id, 'publish')}>
            {say('publishOne', { title })}
          </a>
        ))}
      </div>
    </div>
  )
}
