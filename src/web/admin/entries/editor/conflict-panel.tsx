import { useMemo } from 'preact/hooks'
import { diffContents } from '../../../../domain/curation/entry-diff.js'
import type { EntryContent } from '../../../../domain/curation/entry-record.js'
import type { EntryView } from '../../../../http/admin/curation-contract.js'
import { momentInWords } from '../../../console/moment-in-words.js'
import { DiffView } from '../diff-view.js'
import { useEntries } from '../entries-context.js'

interface Props {
  mine: EntryContent
  theirs: EntryView
  onKeepMine: () => void
  onTakeTheirs: () => void
}

/** Two have written at once: who, when, what differs, and the choice between both. Whichever is chosen, the other is one step back. */
export function ConflictPanel({ mine, theirs, onKeepMine, onTakeTheirs }: Props) {
  const { words, language } = useEntries()
  const { say } = words
  const { draft, served } = theirs
  const other = draft?.content ?? served
  const changes = useMemo(() => (other ? diffContents(other, mine) : []), [other, mine])
  const last = theirs.publications.at(-1)
  const moment = (at: string) => momentInWords(at, language, new Date())
  return (
    <section class="sheet entry-alert" aria-labelledby="entry-conflict">
      <div role="alert">
        <h3 id="entry-conflict">{say('conflict.title')}</h3>
        <p>
          {draft
            ? say('conflict.saved', { name: draft.by.userName, moment: moment(draft.at) })
            : last
              ? say('conflict.published', { name: last.by.userName, moment: moment(last.at) })
              : say('conflict.discarded')}
        </p>
      </div>
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
