import { hrefOf } from '../../../ui/kit/place.js'
import type { FailureWords } from './failure-words.js'
import type { Actions } from './use-actions.js'

/** What was done last, said once, with the way back; what could not be done is said too. */
export function Notice({
  actions: { done, problem, isBusy, undo },
  words: { say },
}: {
  actions: Actions
  words: FailureWords
}) {
  const actionId = done?.actionId
  return (
    <div class="failure-notice">
      <p role="alert" class="field-error">
        {problem}
      </p>
      <div class="actions">
        <p role="status" class="good">
          {done?.text}
        </p>
        {done?.entry && (
          <a class="button main" href={hrefOf('entries', [done.entry.id])}>
            {say('openEntry')}
          </a>
        )}
        {actionId && (
          <button type="button" class="button" aria-disabled={isBusy} onClick={() => void undo(actionId)}>
            {say('undo')}
          </button>
        )}
      </div>
    </div>
  )
}
