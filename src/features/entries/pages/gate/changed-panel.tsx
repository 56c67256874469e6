import { useMemo } from 'preact/hooks'
import { diffContents } from '../../model/entry-diff.js'
import type { EntryView } from '../../routes/curation-contract.js'
import { DiffView } from '../diff-view.js'
import { ConflictHeading } from '../editor/conflict-heading.js'
import { useEntries } from '../entries-context.js'
import { entryHref } from '../entry-address.js'

/** The draft is no longer the one that was read: what it says now is shown before anybody publishes it. */
export function ChangedPanel({ view }: { view: EntryView }) {
  const { say } = useEntries().words
  const { id, draft, served } = view
  const changes = useMemo(() => (draft ? diffContents(served, draft.content) : []), [draft, served])
  return (
    <section class="sheet entry-alert" aria-labelledby="entry-conflict">
      <ConflictHeading theirs={view} />
      <p>{say(draft ? 'publish.changed' : 'publish.nothing')}</p>
      <div class="actions">
        <a class="button main" href={entryHref(id)}>
          {say('backToEntry')}
        </a>
        {draft && (
          <a class="button" href={entryHref(id, 'publish', { draft: String(draft.version) })}>
            {say('publish.changedGoOn')}
          </a>
        )}
      </div>
      {draft && (
        <details open>
          <summary>{say('conflict.both')}</summary>
          <DiffView changes={changes} before={say('diff.served')} after={say('diff.draft')} />
        </details>
      )}
    </section>
  )
}
