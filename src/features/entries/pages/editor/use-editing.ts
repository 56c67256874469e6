import { useCallback, useEffect, useMemo, useRef, useState } from 'preact/hooks'
import type { EntryContent } from '../../model/entry-record.js'
import type { EntryView } from '../../routes/curation-contract.js'
import { useEntries } from '../entries-context.js'
import { DraftSaver, type SaveState } from './draft-saver.js'
import { beginEdits, type Edits, recordEdit, redoEdit, undoEdit } from './edits.js'
import type { Opening } from './opening.js'

/** What is being written of an entry. */
export interface Editing {
  content: EntryContent
  /** The content at this very moment, whatever the page shows. */
  latest: () => EntryContent
  state: SaveState
  /** @param field path of the field that changes: typing in one field is one step to undo */
  change: (field: string, next: (content: EntryContent) => EntryContent) => void
  undo: () => void
  redo: () => void
  canUndo: boolean
  canRedo: boolean
  saver: DraftSaver
  /** Ends a conflict, either way; the version that is not chosen is one step back. */
  keepMine: (theirs: EntryView) => void
  takeTheirs: (theirs: EntryView) => void
  /** Shows a content that the server already has. */
  show: (content: EntryContent) => void
}

/** Writing an entry: steps to undo, and a draft that saves itself. */
export function useEditing(entryId: string, opening: Opening): Editing {
  const { api, user } = useEntries()
  const [edits, setEdits] = useState(() => beginEdits(opening.content))
  const [state, setState] = useState(opening.state)
  const latest = useRef(edits)
  const saver = useMemo(
    () =>
      new DraftSaver({
        api,
        place: { communeId: user.communeId, userId: user.id, entryId },
        seen: opening.seen,
        basedOn: opening.basedOn,
        state: opening.state,
        now: () => new Date(),
        onState: setState,
      }),
    [api, user.communeId, user.id, entryId, opening],
  )
  const put = useCallback(
    (next: Edits<EntryContent>, isSaved = false) => {
      const isChanged = next.now !== latest.current.now
      latest.current = next
      setEdits(next)
      if (isChanged && !isSaved) saver.write(next.now)
    },
    [saver],
  )
  useEffect(() => {
    if (opening.isRecovered) saver.write(opening.content)
    const retry = () => saver.retry()
    addEventListener('online', retry)
    return () => {
      removeEventListener('online', retry)
      saver.close()
    }
  }, [saver, opening])
  const isSafe = state.kind === 'saved' || state.kind === 'untouched'
  useEffect(() => {
    if (isSafe) return
    const guard = (event: BeforeUnloadEvent) => event.preventDefault()
    addEventListener('beforeunload', guard)
    return () => removeEventListener('beforeunload', guard)
  }, [isSafe])
  const step = (next: EntryContent, field: string) => recordEdit(latest.current, next, { field, at: performance.now() })
  return {
    content: edits.now,
    latest: () => latest.current.now,
    state,
    change: (field, next) => put(step(next(latest.current.now), field)),
    undo: () => put(undoEdit(latest.current)),
    redo: () => put(redoEdit(latest.current)),
    canUndo: edits.past.length > 0,
    canRedo: edits.future.length > 0,
    saver,
    keepMine: (theirs) => {
      const mine = latest.current.now
      const other = theirs.draft?.content ?? theirs.served
      if (other) put({ ...latest.current, past: [...latest.current.past, other], future: [], last: null }, true)
      void saver.keepMine(mine, theirs)
    },
    takeTheirs: (theirs) => {
      const other = theirs.draft?.content ?? theirs.served
      saver.adopt(theirs)
      if (other) put(step(other, 'theirs'), true)
    },
    show: (content) => put(step(content, 'server'), true),
  }
}
