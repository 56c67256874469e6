import { useMemo } from 'preact/hooks'
import { Button } from '../../../../ui/kit/button.js'
import type { EntryView } from '../../contract.js'
import { diffContents } from '../../model/entry-diff.js'
import type { EntryContent } from '../../model/entry-record.js'
import { DiffView } from '../diff-view.js'
import { useEntries } from '../entry-states.js'
import { ScheduledNote, SubmissionNote } from '../life/submission-note.js'
import { entryHref } from '../reading-problem.js'
import { ConflictHeading, DraftChanges, type Prepared } from './draft-changes.js'
import type { DraftSaver, SaveState } from './draft-saver.js'
import { showField, useEditor } from './editor-context.js'
import type { Editing } from './use-editing.js'

interface DraftNotesProps {
  editing: Editing
  /** What is written here had been kept in this browser. */
  isRecovered: boolean
  prepared: Prepared | null
}

/** What there is to know of the draft before one goes on writing. */
export function DraftNotes({ editing, isRecovered, prepared }: DraftNotesProps) {
  const { say } = useEntries().words
  const { view, content, tell } = useEditor()
  const { state, saver } = editing
  return (
    <>
      {isRecovered && state.kind !== 'conflict' && <p class="reason">{say('recovered')}</p>}
      {view.draftOutdated && state.kind !== 'conflict' && (
        <Outdated view={view} onKeep={() => editing.keepMine(view)} />
      )}
      {state.kind === 'unsaved' && <UnsavedPanel state={state} saver={saver} />}
      {state.kind === 'conflict' && (
        <ConflictPanel
          mine={content}
          theirs={state.theirs}
          onKeepMine={() => {
            editing.keepMine(state.theirs)
            tell(say('conflict.keptMine'))
          }}
          onTakeTheirs={() => {
            editing.takeTheirs(state.theirs)
            tell(say('conflict.tookTheirs'))
          }}
        />
      )}
      <SubmissionNote view={view} />
      {prepared && <DraftChanges prepared={prepared} onShow={showField} />}
      <ScheduledNote id={view.id} />
    </>
  )
}

/** What citizens are answered has changed since the draft was begun. */
function Outdated({ view, onKeep }: { view: EntryView; onKeep: () => void }) {
  const { say } = useEntries().words
  return (
    <section class="sheet entry-alert">
      <p>
        <strong>{say('outdated.title')}</strong> {say('outdated.what')}
      </p>
      <div class="actions">
        <a
          class="button"
          href={entryHref(view.id, 'history', { from: String(view.draft?.basedOn ?? 0), to: 'served' })}
        >
          {say('outdated.see')}
        </a>
        <Button label={say('outdated.keep')} onClick={onKeep} />
      </div>
    </section>
  )
}

interface UnsavedPanelProps {
  state: Extract<SaveState, { kind: 'unsaved' }>
  saver: DraftSaver
}

/** Why what is written is not saved, that nothing of it is lost, and the way on. */
function UnsavedPanel({ state: { why, message, isKept }, saver }: UnsavedPanelProps) {
  const { say } = useEntries().words
  return (
    <section class="sheet entry-alert" role="alert">
      <p>
        <strong>{say(`unsaved.${why}`)}</strong> {message && why === 'refused' && message}
      </p>
      <p>{say(isKept ? 'unsaved.kept' : 'unsaved.notKept')}</p>
      <Button label={say('unsaved.retry')} onClick={() => saver.retry()} />
    </section>
  )
}

interface ConflictPanelProps {
  mine: EntryContent
  theirs: EntryView
  onKeepMine: () => void
  onTakeTheirs: () => void
}

/** Two have written at once: who, when, what differs, and the choice between both. Whichever is chosen, the other is one step back. */
function ConflictPanel({ mine, theirs, onKeepMine, onTakeTheirs }: ConflictPanelProps) {
  const { say } = useEntries().words
  const { draft, served } = theirs
  const other = draft?.content ?? served
  const changes = useMemo(() => (other ? diffContents(other, mine) : []), [other, mine])
  return (
    <section class="sheet entry-alert" aria-labelledby="entry-conflict">
      <ConflictHeading theirs={theirs} />
      <p>{say('conflict.choose')}</p>
      <div class="actions">
        <Button look="main" label={say('conflict.keepMine')} onClick={onKeepMine} />
        <Button label={say('conflict.takeTheirs')} disabled={!other} onClick={onTakeTheirs} />
      </div>
      <p class="hint">{say('conflict.undo')}</p>
      <details open>
        <summary>{say('conflict.both')}</summary>
        <DiffView changes={changes} before={say('conflict.theirs')} after={say('conflict.mine')} />
      </details>
    </section>
  )
}
