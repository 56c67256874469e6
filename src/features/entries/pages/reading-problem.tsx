import { Button } from '../../../ui/kit/button.js'
import { hrefOf } from '../../../ui/kit/place.js'
import { useEntries } from './entry-states.js'

/** Where an entry is edited, published, reviewed or told of. */
export function entryHref(
  id: string,
  part?: 'publish' | 'review' | 'history',
  chosen: Record<string, string> = {},
): string {
  return hrefOf('entries', part ? [id, part] : [id], chosen)
}

/** The list, with what was chosen in it when somebody left it. */
export function listHref(): string {
  return hrefOf('entries', [], lastChosen)
}

/** Where a new entry is begun. */
export function newEntryHref(chosen: Record<string, string> = {}): string {
  return hrefOf('entries', ['+'], chosen)
}

/** Where several entries are published together: those that are named, or those of a list as it is narrowed. */
export function publishManyHref(chosen: Record<string, string>): string {
  return hrefOf('entries', ['+', 'publish'], chosen)
}

let lastChosen: Record<string, string> = {}

/** Remembers what is chosen in the list, for the way back to it. */
export function rememberList(chosen: Record<string, string>): void {
  lastChosen = chosen
}

/** That an entry is on its way, or why it could not be read, with the ways on. */
export function ReadingProblem({ problem, onRetry }: { problem: string; onRetry: () => void }) {
  const { say } = useEntries().words
  return (
    <section class="sheet">
      <div role="alert">{problem && <p class="reason">{problem}</p>}</div>
      {problem ? (
        <div class="actions">
          <Button label={say('tryAgain')} onClick={onRetry} />
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
