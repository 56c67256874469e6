import { useMemo } from 'preact/hooks'
import { diffContents } from '../../model/entry-diff.js'
import type { EntryContent } from '../../model/entry-record.js'
import type { EntryView } from '../../routes/curation-contract.js'
import { DiffView } from '../diff-view.js'
import { useEntries } from '../entries-context.js'
import { ConflictHeading } from './conflict-heading.js'

interface Props {
  mine: EntryContent
  theirs: EntryView
  onKeepMine: () => void
  onTakeTheirs: () => void
}

/** Two have written at once: who, when, what differs, and the choice between both. Whichever is chosen, the other is one step back. */
export function ConflictPanel({ mine, theirs, onKeepMine, onTakeTheirs }: Props) {
  const { say } = useEntries().words
  const { draft, served } = theirs
  const other = draft?.content ?? served
  const changes = useMemo(() => (other ? diffContents(other, mine) : []), [other, mine])
  return (
    <section class="sheet entry-alert" aria-labelledby="entry-conflict">
      <ConflictHeading theirs={theirs} />
      <p>{say('conflict.choose')}</p>
      <div class="actions">
        <button type="button" class="button main" onClick={onKeepMine}>
          {say('conflict.keepMine')}
        </button>
        <button type="button" class="button" disabled={!other} onClick={onTakeTheirs}>
          {say('conflict.takeTheirs')}
        </button>
      </div>
      <p class="hint">{say('conflict.undo')}</p>
      <details open>
        <summary>{say('conflict.both')}</summary>
        <DiffView changes={changes} before={say('conflict.theirs')} after={say('conflict.mine')} />
      </details>
    </section>
  )
}
