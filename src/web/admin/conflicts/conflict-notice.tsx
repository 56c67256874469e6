import { entryHref } from '../entries/entry-address.js'
import { useConflictPage } from './conflict-context.js'

/** What was done last, said once, with the way back and the next step; what could not be done is said too. */
export function ConflictNotice() {
  const {
    words: { say },
    acts: { done, problem, isBusy, undo },
  } = useConflictPage()
  return (
    <div class="failure-notice">
      <p role="alert" class="field-error">
        {problem}
      </p>
      <div class="actions">
        <p role="status" class="good">
          {done?.text}
        </p>
        {done?.drafts.map(({ id, title }) => (
          <a key={id} class="button main" href={entryHref(id, 'publish')}>
            {say('publish', { title })}
          </a>
        ))}
        {done?.undo && (
          <button type="button" class="button" aria-disabled={isBusy} onClick={() => void undo()}>
            {say('undo')}
          </button>
        )}
      </div>
    </div>
  )
}
