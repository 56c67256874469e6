import { useEntries } from './entries-context.js'
import { listHref } from './entry-address.js'

/** That an entry is on its way, or why it could not be read, with the ways on. */
export function ReadingProblem({ problem, onRetry }: { problem: string; onRetry: () => void }) {
  const { say } = useEntries().words
  return (
    <section class="sheet">
      <div role="alert">{problem && <p class="reason">{problem}</p>}</div>
      {problem ? (
        <div class="actions">
          <button type="button" class="button" onClick={onRetry}>
            {say('tryAgain')}
          </button>
          <a class="button" href={listHref()}>
            {say('backToList')}
          </a>
        </div>
      ) : (
        <p role="status">{say('loading')}</p>
      )}
    </section>
  )
}
