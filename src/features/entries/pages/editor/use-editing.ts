import { useCallback, useEffect, useMemo, useRef, useState } from 'preact/hooks'
import type { EntryView } from '../../contract.js'
import type { EntryContent } from '../../model/entry-record.js'
import { useEntries } from '../entry-states.js'
import { DraftSaver, type SaveState } from './draft-saver.js'
import type { Opening } from './opening.js'

/** What was written, step by step: each can be undone and done again. */
interface Edits<T> {
  past: readonly T[]
  now: T
  future: readonly T[]
  /** The field that the last step changed, and when: what is typed in one go is one step. */
  last: { field: string; at: number } | null
}

/** Steps that can be undone, at most. */
const MOST_STEPS = 200
/** A pause after which typing in the same field begins a new step, in milliseconds. */
const PAUSE_MS = 1_500

/** Nothing done yet. */
export function beginEdits<T>(now: T): Edits<T> {
  return { past: [], now, future: [], last: null }
}

/** One change more. Pure. @param at milliseconds, of any clock that only grows */
export function recordEdit<T>(edits: Edits<T>, next: T, { field, at }: { field: string; at: number }): Edits<T> {
  if (next === edits.now) return edits
  const isSameStep = edits.last?.field === field && at - edits.last.at < PAUSE_MS
  const past = isSameStep ? edits.past : [...edits.past, edits.now].slice(-MOST_STEPS)
  return { past, now: next, future: [], last: { field, at } }
}

/** One step back; the same when there is none. Pure. */
export function undoEdit<T>({ past, now, future, ...edits }: Edits<T>): Edits<T> {
  const before = past.at(-1)
  if (before === undefined) return { past, now, future, ...edits }
  return { past: past.slice(0, -1), now: before, future: [now, ...future], last: null }
}

/** One step forth again; the same when there is none. Pure. */
export function redoEdit<T>({ past, now, future, ...edits }: Edits<T>): Edits<T> {
  const [next, ...rest] = future
  if (next === undefined) return { past, now, future, ...edits }
  return { past: [...past, now], now: next, future: rest, last: null }
}

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
  const [edits, setEdits] = useState(() => beginEdits(opening.content))
  const latest = useRef(edits)
  const { saver, state } = useSaver(entryId, opening)
  const put = useCallback(
    (next: Edits<EntryContent>, isSaved = false) => {
      const isChanged = next.now !== latest.current.now
      latest.current = next
      setEdits(next)
      if (isChanged && !isSaved) saver.write(next.now)
    },
    [saver],
  )
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

/** Saves what is written while the page is open, and keeps whoever would close it before it is saved. */
function useSaver(entryId: string, opening: Opening): { saver: DraftSaver; state: SaveState } {
  const { api, user } = useEntries()
  const [state, setState] = useState(opening.state)
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
  return { saver, state }
}
